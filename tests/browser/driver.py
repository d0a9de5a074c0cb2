"""What a person does in the page."""

from playwright.sync_api import Locator, Page, expect


def say(page: Page, text: str) -> Locator:
    """Type and send; the message that came back."""
    messages = page.get_by_test_id("message")
    # The greeting, too, would be counted as an answer.
    messages.first.wait_for()
    before = messages.count()
    page.get_by_test_id("composer-input").fill(text)
    page.keyboard.press("Enter")
    expect(messages).to_have_count(before + 2)
    return messages.nth(before + 1)


def luminance_contrasts(page: Page) -> list[dict[str, object]]:
    """Visible texts whose contrast with what is behind them is below WCAG AA."""
    found: list[dict[str, object]] = page.evaluate(_CONTRAST)
    return found


_CONTRAST = """
() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const over = (colors) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const color of colors) { canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => {
      const c = v / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const bad = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    if (!text || !element.checkVisibility()) continue;
    if (element.closest(".visually-hidden, noscript")) continue;
    const behind = [];
    for (let at = element; at; at = at.parentElement) {
      behind.unshift(getComputedStyle(at).backgroundColor);
    }
    const style = getComputedStyle(element);
    const back = over(behind);
    const [a, b] = [light(over([...behind, style.color])), light(back)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) bad.push({ text: text.slice(0, 40), ratio, color: style.color, back });
  }
  return bad;
}
"""
