"""The form that pages who is on call."""

import pytest
from playwright.sync_api import Browser, Page, expect

from channels.errors import ConversationError
from fulfillment.turn import Invocation
from tests.browser.assistant import Assistant
from tests.browser.driver import luminance_contrasts, say
from tests.browser.replies import DENIED, MARKUP

pytestmark = pytest.mark.browser

OFFERED = Invocation("intent", "PageOnCall")


def open_form(page: Page) -> None:
    page.get_by_role("button", name="Page on call").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Page on call")).to_be_visible()


def test_the_form_is_filled_by_keyboard_and_sends_what_words_would(
    page: Page, assistant: Assistant
) -> None:
    open_form(page)
    expect(page.get_by_label("For which service?")).to_be_focused()
    choices = page.locator("#pager-services option")
    expect(choices).to_have_count(3)
    assert choices.first.get_attribute("value") == "orders"
    page.keyboard.type(" orders ")
    page.keyboard.press("Tab")
    page.keyboard.type(MARKUP)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_test_id("state-label")).to_have_text("Please confirm")
    expect(page.get_by_test_id("pager")).to_be_hidden()
    expect(page.get_by_test_id("composer-input")).to_be_focused()
    sent = Invocation("intent", "PageOnCall", {"service": "orders", "reason": MARKUP})
    assert assistant.invoked == [OFFERED, sent]
    said = page.get_by_test_id("message").nth(1)
    expect(said).to_contain_text(f"Page whoever is on call for orders\n{MARKUP}")
    open_form(page)
    expect(page.get_by_label("For which service?")).to_have_value("")


def test_escape_gives_the_focus_back_and_sends_nothing(page: Page, assistant: Assistant) -> None:
    open_form(page)
    page.keyboard.press("Escape")

    expect(page.get_by_test_id("pager")).to_be_hidden()
    expect(page.get_by_test_id("page-on-call")).to_be_focused()
    assert all(invoked == OFFERED for invoked in assistant.invoked)


def test_what_is_missing_or_too_long_is_said_and_nothing_sent(
    page: Page, assistant: Assistant
) -> None:
    open_form(page)
    page.get_by_test_id("pager-send").click()
    expect(page.get_by_role("alert")).to_have_text("Name the service first.")
    service = page.get_by_label("For which service?")
    expect(service).to_be_focused()
    expect(service).to_have_attribute("aria-invalid", "true")
    service.fill("orders")
    reason = page.get_by_label("What is it about?")
    reason.fill("😀" * 201)
    page.get_by_test_id("pager-send").click()

    expect(page.locator("#pager-counter")).to_have_text("1 too many")
    expect(reason).to_be_focused()
    assert all(invoked == OFFERED for invoked in assistant.invoked)


def test_who_may_not_page_is_told_so_in_the_conversation(page: Page, assistant: Assistant) -> None:
    assistant.offered = DENIED
    page.get_by_test_id("page-on-call").click()

    expect(page.get_by_test_id("state-label")).to_have_text("Not allowed")
    expect(page.get_by_test_id("pager")).to_be_hidden()


def test_after_a_failure_the_form_still_has_its_words(page: Page, assistant: Assistant) -> None:
    open_form(page)
    page.get_by_label("For which service?").fill("orders")
    assistant.failures.append(ConversationError("unavailable", "I could not reach it."))
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("problem")).to_contain_text("I could not reach it.")
    open_form(page)

    expect(page.get_by_label("For which service?")).to_have_value("orders")


def test_the_form_waits_for_an_answer_that_is_on_its_way(page: Page, assistant: Assistant) -> None:
    assistant.gate.clear()
    page.get_by_test_id("composer-input").fill("what's broken")
    page.keyboard.press("Enter")
    open_form(page)
    page.get_by_label("For which service?").fill("orders")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("pager-problem")).to_have_text("Ground Control is answering")
    assistant.gate.set()

    expect(page.get_by_test_id("reply-facts")).to_be_attached()
    assert all(invoked == OFFERED for invoked in assistant.invoked)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_fits_a_phone_and_is_readable(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 375, "height": 600},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="de-DE",
    )
    page = context.new_page()
    page.goto(address)
    page.get_by_test_id("account-name").wait_for()
    say(page, "restart orders in staging")
    page.get_by_role("button", name="Bereitschaft alarmieren").click()
    page.get_by_test_id("pager-send").click()
    page.get_by_label("Worum geht es?").fill("x" * 210)
    dialog = page.get_by_test_id("pager").bounding_box()

    expect(page.get_by_test_id("pager-problem")).to_have_text("Nenne zuerst den Service.")
    assert luminance_contrasts(page) == []
    assert dialog is not None
    assert dialog["x"] >= 0
    assert dialog["x"] + dialog["width"] <= 375
    assert dialog["y"] + dialog["height"] <= 600
    assert page.get_by_test_id("pager").evaluate("e => e.scrollWidth <= e.clientWidth")
    context.close()
