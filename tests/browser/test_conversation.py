"""Asking, reading and confirming in the page."""

import pytest
from playwright.sync_api import Page, expect

from fulfillment.turn import Invocation
from tests.browser.assistant import Assistant
from tests.browser.driver import say
from tests.browser.replies import MARKUP, PLAN

pytestmark = pytest.mark.browser


def test_greets_whoever_is_signed_in_and_suggests_what_help_suggests(page: Page) -> None:
    expect(page.get_by_test_id("account-name")).to_have_text("Ana Ruiz")
    expect(page.get_by_test_id("reply-text")).to_contain_text("Hello Ana Ruiz")
    expect(page.get_by_test_id("suggestion").first).to_have_text("what's broken")


def test_a_question_is_answered_by_a_table(page: Page) -> None:
    answer = say(page, "what's deployed in production?")

    assert answer.get_by_test_id("reply-text").inner_text().startswith("6 services run in")
    assert answer.get_by_role("rowheader").all_inner_texts() == [
        "cards",
        "gateway",
        "inventory",
        "monolith",
        "orders",
        "payments",
    ]
    expect(answer.get_by_role("row").nth(3)).to_contain_text("failing")


def test_facts_and_safe_links_are_shown_and_a_script_link_is_not(page: Page) -> None:
    answer = say(page, "what's broken")

    expect(answer.get_by_test_id("reply-facts")).to_contain_text("Last good version")
    assert answer.get_by_role("link").all_inner_texts() == ["Service in the console", "Runbook"]
    assert answer.get_by_role("link").first.get_attribute("rel") == "noopener noreferrer"


def test_a_suggestion_is_said_and_older_ones_go(page: Page, assistant: Assistant) -> None:
    page.get_by_test_id("suggestion").filter(has_text="broken").click()

    expect(page.get_by_test_id("reply-facts")).to_be_visible()
    assert [text for _, _, text in assistant.said] == ["what's broken"]
    expect(page.get_by_test_id("suggestion")).to_have_count(2)


def test_a_change_is_stated_confirmed_once_and_followed_to_its_end(
    page: Page, assistant: Assistant
) -> None:
    question = say(page, "restart orders in staging")
    expect(question.get_by_test_id("state-label")).to_have_text("Please confirm")
    confirm, cancel = question.get_by_test_id("action").all()
    confirm.click()

    expect(page.get_by_test_id("progress-count")).to_have_text("1 of 3")
    expect(page.get_by_test_id("progress-state")).to_have_text("Finished")
    expect(confirm).to_be_disabled()
    expect(cancel).to_be_disabled()
    expect(page.get_by_test_id("announcer")).to_have_text("orders in staging is restarted.")
    assert assistant.invoked[0] == Invocation("confirm", PLAN)
    assert assistant.count("confirm") == 1
    assert assistant.count("operation") == 3


def test_a_question_with_buttons_shows_no_chips_for_yes_and_no(page: Page) -> None:
    question = say(page, "restart orders in staging")

    expect(question.get_by_test_id("action")).to_have_count(2)
    expect(question.get_by_test_id("suggestion")).to_have_count(0)


def test_looking_stops_when_the_operation_is_over(page: Page, assistant: Assistant) -> None:
    page.clock.install()
    say(page, "yes")
    for _ in range(8):
        page.clock.run_for(1_000)
    expect(page.get_by_test_id("progress-state")).to_have_text("Finished")
    looks = assistant.count("operation")
    page.clock.run_for(60_000)

    assert assistant.count("operation") == looks == 3


def test_cancel_by_button_changes_nothing(page: Page, assistant: Assistant) -> None:
    say(page, "restart orders in staging").get_by_test_id("action").last.click()

    expect(page.get_by_test_id("reply-text").last).to_have_text("Cancelled. Nothing was changed.")
    assert assistant.invoked == [Invocation("cancel", PLAN)]


def test_words_after_a_question_disable_its_buttons(page: Page) -> None:
    question = say(page, "restart orders in staging")
    say(page, "what's broken")

    buttons = question.get_by_test_id("action")
    expect(buttons).to_have_count(2)
    for button in buttons.all():
        expect(button).to_be_disabled()


@pytest.mark.parametrize(
    ("text", "label"),
    [("restart orders in production", "Not allowed"), ("fail", "That did not work")],
)
def test_a_denial_and_a_failure_look_like_what_they_are(page: Page, text: str, label: str) -> None:
    expect(say(page, text).get_by_test_id("state-label")).to_have_text(label)


def test_lines_with_a_dash_are_a_list(page: Page) -> None:
    text = say(page, "list").get_by_test_id("reply-text")

    assert text.get_by_role("listitem").all_inner_texts() == [
        "inventory is failing,",
        "orders is slow.",
    ]
    assert text.get_by_role("paragraph").all_inner_texts() == [
        "Two things:",
        "The rest\nis fine - ",
    ]
    assert text.locator("strong").inner_text() == "inventory"


def test_markup_is_shown_as_it_is(page: Page) -> None:
    answer = say(page, "markup")

    expect(answer.get_by_test_id("reply-text")).to_have_text(MARKUP)
    expect(answer.get_by_test_id("suggestion")).to_have_text(MARKUP)
    assert page.locator("main img").count() == 0


def test_choosing_another_person_signs_in_as_them_with_an_empty_log(
    page: Page, assistant: Assistant
) -> None:
    say(page, "what's broken")
    page.get_by_test_id("account").click()
    page.get_by_test_id("person-option").filter(has_text="Bo Chen").click()

    expect(page.get_by_test_id("account-name")).to_have_text("Bo Chen")
    expect(page.get_by_test_id("message")).to_have_count(1)
    say(page, "what's broken")
    assert [identity for identity, _, _ in assistant.said] == ["web:ana", "web:bo"]


def test_a_reload_keeps_the_conversation_and_a_new_one_does_not(
    page: Page, assistant: Assistant
) -> None:
    say(page, "restart orders in staging")
    page.reload()
    expect(page.get_by_test_id("message")).to_have_count(3)
    page.get_by_test_id("action").last.click()
    expect(page.get_by_test_id("reply-text").last).to_contain_text("Cancelled")
    page.get_by_test_id("new-conversation").click()
    expect(page.get_by_test_id("message")).to_have_count(1)
    say(page, "help")

    sessions = [session for _, session, _ in assistant.said]
    assert sessions[0].startswith("web.ana.")
    assert sessions[0] != sessions[1]


def test_an_operation_is_followed_again_after_a_reload(page: Page) -> None:
    say(page, "yes")
    page.reload()

    expect(page.get_by_test_id("progress-state")).to_have_text("Finished")
