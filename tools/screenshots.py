"""Takes the README's pictures from a world of its own: `make screenshots` (needs Chromium)."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from deploy.local.isolation import isolate
from deploy.local.processes import checkout

IMAGES = checkout() / "docs" / "images"
SHOTS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 375, "height": 812}, "color_scheme": "dark"},
    "german": {
        "viewport": {"width": 1280, "height": 900},
        "color_scheme": "light",
        "locale": "de-DE",
    },
}
ENGLISH = ("whats broken", "what's deployed in production?", "restart orders in staging")
GERMAN = ("Was ist kaputt?", "Was läuft in Produktion?", "starte orders in Staging neu")


def main() -> None:
    isolate()
    from deploy.local.up import Options, start  # noqa: PLC0415 - after the isolation

    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        world = start(Options(home=Path(home)), print)
        executable = shutil.which("chromium")
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            for name in SHOTS:
                take(browser, world.address.web_url, name)
        finally:
            browser.close()
            world.stop()


def take(browser: Browser, url: str, name: str) -> None:
    """A conversation, then a restart: asked, confirmed, under way; in German, asked only."""
    is_german = "locale" in SHOTS[name]
    *asked, change = GERMAN if is_german else ENGLISH
    context = browser.new_context(**SHOTS[name], device_scale_factor=1.5)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(url)
    page.get_by_test_id("account-name").wait_for()
    for text in asked:
        say(page, text)
    if is_german:
        say(page, change)
        page.screenshot(path=IMAGES / f"{name}.png")
        context.close()
        return
    page.screenshot(path=IMAGES / f"{name}.png")
    say(page, change)
    page.screenshot(path=IMAGES / f"{name}-confirm.png")
    page.locator('[data-testid="action"][data-kind="confirm"]').click()
    page.get_by_test_id("progress").wait_for()
    page.wait_for_timeout(14_000)
    page.screenshot(path=IMAGES / f"{name}-progress.png")
    page.get_by_test_id("progress-state").get_by_text("Finished").wait_for(timeout=120_000)
    context.close()


def say(page: Page, text: str) -> None:
    messages = page.get_by_test_id("message")
    before = messages.count()
    page.get_by_test_id("composer-input").fill(text)
    page.keyboard.press("Enter")
    messages.nth(before + 1).wait_for()
    page.wait_for_timeout(500)


if __name__ == "__main__":
    main()
