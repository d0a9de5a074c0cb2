"""The page in another language: the browser's, or the one that was chosen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.assistant import Assistant
from tests.browser.driver import say

pytestmark = pytest.mark.browser


@pytest.fixture
def german(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(locale="de-AT")
    opened = context.new_page()
    opened.goto(address)
    opened.get_by_test_id("account-name").wait_for()
    yield opened
    context.close()


def test_the_page_speaks_what_the_browser_prefers(german: Page, assistant: Assistant) -> None:
    expect(german.locator("html")).to_have_attribute("lang", "de-DE")
    expect(german.get_by_test_id("reply-text")).to_contain_text("Hallo Ana Ruiz")
    expect(german.get_by_role("button", name="Neues Gespräch")).to_be_visible()
    placeholder = "Nach einem Service fragen oder um eine Änderung bitten"
    expect(german.get_by_test_id("composer-input")).to_have_attribute("placeholder", placeholder)

    question = say(german, "restart orders in staging")
    expect(question.get_by_test_id("state-label")).to_have_text("Bitte bestätigen")
    assert assistant.locales == ["de_DE"]


def test_a_chosen_language_stays(page: Page, assistant: Assistant) -> None:
    menu = page.get_by_test_id("language")
    expect(page.get_by_role("combobox", name="Language")).to_have_value("en_US")
    assert menu.get_by_role("option").all_inner_texts() == ["English", "Deutsch"]

    menu.select_option("de_DE")
    expect(page.get_by_test_id("reply-text")).to_contain_text("Hallo Ana Ruiz")
    page.reload()

    expect(page.get_by_role("combobox", name="Sprache")).to_have_value("de_DE")
    expect(page.get_by_test_id("reply-text")).to_contain_text("Hallo Ana Ruiz")
    say(page, "was ist kaputt?")
    assert assistant.locales == ["de_DE"]


def test_a_page_without_a_server_says_so_in_its_language(german: Page) -> None:
    german.route("**/api/**", lambda route: route.abort())
    german.reload()

    expect(german.get_by_test_id("problem")).to_contain_text("Der Server ist nicht erreichbar.")
