"""Keyboard, limits, screen readers, small screens and both colour schemes."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.assistant import Assistant
from tests.browser.driver import luminance_contrasts, say

pytestmark = pytest.mark.browser


def test_the_page_is_ready_to_type_and_keeps_the_focus(page: Page) -> None:
    field = page.get_by_test_id("composer-input")
    expect(field).to_be_focused()
    say(page, "restart orders in staging").get_by_test_id("action").last.click()

    expect(field).to_be_focused()


def test_everything_is_reached_by_keyboard(page: Page) -> None:
    say(page, "restart orders in staging")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_test_id("action").first).to_be_focused()
    page.get_by_test_id("account").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("people")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_test_id("people")).to_be_hidden()


def test_arrow_up_brings_back_what_was_said(page: Page) -> None:
    say(page, "help")
    say(page, "what's broken")
    field = page.get_by_test_id("composer-input")
    field.fill("")
    for expected in ("what's broken", "help", "help"):
        page.keyboard.press("ArrowUp")
        expect(field).to_have_value(expected)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")

    expect(field).to_have_value("")


def test_shift_enter_starts_a_line_and_enter_sends(page: Page, assistant: Assistant) -> None:
    page.get_by_test_id("composer-input").fill("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("message")).to_have_count(3)

    assert assistant.said[0][2] == "one\ntwo"


@pytest.mark.parametrize(
    ("text", "counter", "can_send"),
    [
        ("x" * 900, "", True),
        ("x" * 1000, "24 left", True),
        ("😀" * 1024, "0 left", True),
        ("x" * 1025, "1 too many", False),
        ("   ", "", False),
    ],
)
def test_the_limit_is_counted_in_characters(
    page: Page, text: str, counter: str, can_send: bool
) -> None:
    page.get_by_test_id("composer-input").fill(text)

    expect(page.get_by_test_id("composer-counter")).to_have_text(counter)
    expect(page.get_by_test_id("composer-send")).to_be_enabled(enabled=can_send)


def test_the_log_is_announced_and_fields_are_labelled(page: Page) -> None:
    expect(page.get_by_role("log", name="Conversation")).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("textbox", name="Message to Ground Control")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    expect(page.get_by_role("button", name="Signed in as Ana Ruiz")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_every_text_is_readable_and_nothing_overflows(
    browser: Browser, address: str, scheme: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 812},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address)
    page.get_by_test_id("account-name").wait_for()
    page.get_by_test_id("composer-input").wait_for()
    for text in (
        "what's broken",
        "what's deployed in production?",
        "restart orders in production",
        "fail",
        "chart",
        "restart orders in staging",
        "yes",
    ):
        say(page, text)
    page.locator(".chart-table summary").click()
    page.get_by_test_id("composer-input").fill("x" * 1030)

    assert luminance_contrasts(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.getElementById('scroller').scrollWidth") <= width
    assert page.evaluate("document.documentElement.scrollHeight") <= 812
    context.close()


def test_a_table_on_a_phone_names_every_value(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 812})
    page = context.new_page()
    page.goto(address)
    page.get_by_test_id("account-name").wait_for()
    answer = say(page, "what's deployed in production?")
    label = "element => getComputedStyle(element, '::before').content"

    assert answer.get_by_role("cell").nth(2).evaluate(label) == '"Health"'
    assert answer.get_by_role("rowheader").first.inner_text() == "cards"
    context.close()
