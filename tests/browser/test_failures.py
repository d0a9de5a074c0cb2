"""What the page does when the network or the server fails: say so, and never act twice."""

from collections import deque

import pytest
from playwright.sync_api import Page, Route, expect

from channels.errors import ConversationError
from fulfillment.turn import Invocation
from tests.browser.assistant import Assistant
from tests.browser.driver import say
from tests.browser.replies import PLAN, under_way

pytestmark = pytest.mark.browser

DOWN = ConversationError("unavailable", "I could not reach the assistant.")


def test_a_failed_question_can_be_sent_again_by_hand(page: Page, assistant: Assistant) -> None:
    assistant.failures.append(DOWN)
    problem = say(page, "what's broken")
    expect(problem).to_contain_text("Your message may not have arrived.")
    assert len(assistant.said) == 1
    problem.get_by_test_id("problem-again").click()

    expect(page.get_by_test_id("reply-facts")).to_be_visible()
    expect(page.get_by_test_id("problem")).to_have_count(0)
    assert len(assistant.said) == 2


def test_a_failed_confirmation_is_checked_not_sent_again(page: Page, assistant: Assistant) -> None:
    question = say(page, "restart orders in staging")
    assistant.failures.append(DOWN)
    assistant.looks = deque([under_way(3)])
    question.get_by_test_id("action").first.click()
    expect(page.get_by_test_id("problem")).to_contain_text("may or may not have started")
    expect(page.get_by_test_id("problem-again")).to_have_count(0)
    page.get_by_test_id("problem-check").click()

    expect(page.get_by_test_id("progress-state")).to_have_text("Finished")
    assert assistant.invoked == [Invocation("confirm", PLAN), Invocation("operation", PLAN)]


def test_a_yes_that_failed_is_checked_not_said_again(page: Page, assistant: Assistant) -> None:
    say(page, "restart orders in staging")
    assistant.failures.append(DOWN)
    assistant.looks = deque([under_way(3)])
    say(page, "yes")
    page.get_by_test_id("problem-check").click()

    expect(page.get_by_test_id("progress-state")).to_have_text("Finished")
    assert [text for _, _, text in assistant.said] == ["restart orders in staging", "yes"]


def test_no_network_is_said_and_the_page_stays_usable(page: Page) -> None:
    page.route("**/api/turns", lambda route: route.abort())
    expect(say(page, "what's broken")).to_contain_text("The server cannot be reached.")
    page.unroute("**/api/turns")

    expect(say(page, "what's broken").get_by_test_id("reply-facts")).to_be_visible()


def test_the_page_waits_for_a_server_that_is_coming_up(page: Page) -> None:
    answers = iter([503, 502])

    def not_yet(route: Route) -> None:
        status = next(answers, None)
        if status is None:
            route.continue_()
        else:
            route.fulfill(status=status, json={"error": {"code": "x", "message": "Not yet."}})

    page.route("**/api/session", not_yet)
    page.reload()

    expect(page.get_by_test_id("account-name")).to_have_text("Ana Ruiz")
    expect(page.get_by_test_id("problem")).to_have_count(0)


def test_a_server_that_stays_down_is_said_once(page: Page) -> None:
    page.clock.install()
    page.route("**/api/session", lambda route: route.abort())
    page.reload()
    for _ in range(6):
        page.clock.run_for(1_000)

    expect(page.get_by_test_id("problem")).to_contain_text("Nothing can be asked right now.")
    expect(page.get_by_test_id("problem-reload")).to_be_visible()


def test_an_answer_that_is_no_json_is_a_failure(page: Page) -> None:
    def garble(route: Route) -> None:
        route.fulfill(status=200, body="<h1>proxy</h1>", content_type="text/html")

    page.route("**/api/turns", garble)

    expect(say(page, "what's broken")).to_contain_text("could not be read")


def test_refused_words_come_back_to_be_changed(page: Page, assistant: Assistant) -> None:
    assistant.failures.append(ConversationError("invalid", "That could not be read."))
    problem = say(page, "\u0007 gibberish")

    expect(problem).to_contain_text("That could not be read.")
    expect(problem.get_by_test_id("problem-again")).to_have_count(0)
    expect(page.get_by_test_id("composer-input")).to_have_value("\u0007 gibberish")


def test_busy_may_be_sent_again(page: Page, assistant: Assistant) -> None:
    assistant.failures.append(ConversationError("busy", "I am still answering."))

    expect(say(page, "what's broken").get_by_test_id("problem-again")).to_be_visible()


def test_an_ended_sign_in_asks_for_a_reload(page: Page) -> None:
    page.context.clear_cookies()
    problem = say(page, "what's broken")
    expect(problem).to_contain_text("not signed in")
    problem.get_by_test_id("problem-reload").click()

    expect(page.get_by_test_id("account-name")).to_have_text("Ana Ruiz")


def test_looking_goes_on_after_a_failure_ever_slower(page: Page, assistant: Assistant) -> None:
    page.clock.install()
    assistant.looks = deque([DOWN, DOWN, under_way(3)])
    say(page, "yes")
    page.clock.run_for(1_000)
    expect(page.get_by_test_id("progress-state")).to_have_text("Running")
    for _ in range(12):
        page.clock.run_for(1_000)

    expect(page.get_by_test_id("progress-state")).to_have_text("Finished")
    assert assistant.count("operation") == 3


def test_looking_gives_up_in_the_end_and_can_be_taken_up(page: Page, assistant: Assistant) -> None:
    page.clock.install()
    assistant.looks = deque([ConversationError("invalid", "There is no such operation.")])
    say(page, "yes")
    page.clock.run_for(1_500)
    expect(page.get_by_test_id("problem")).to_contain_text("I stopped looking")
    assistant.looks = deque([under_way(3)])
    page.get_by_test_id("problem-check").click()

    expect(page.get_by_test_id("progress-state").last).to_have_text("Finished")


def test_while_an_answer_is_awaited_nothing_else_is_sent(page: Page, assistant: Assistant) -> None:
    assistant.gate.clear()
    field = page.get_by_test_id("composer-input")
    field.fill("what's broken")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("typing")).to_be_visible()
    field.fill("and more")
    page.keyboard.press("Enter")
    expect(field).to_have_value("and more")
    assistant.gate.set()

    expect(page.get_by_test_id("reply-facts")).to_be_visible()
    expect(page.get_by_test_id("typing")).to_have_count(0)
    assert len(assistant.said) == 1
