"""The page of the running world in Chromium: a person asks, changes, watches, and is refused."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.driver import say
from tests.world.conftest import RunningWorld
from tests.world.test_changing import deployment

pytestmark = [pytest.mark.world, pytest.mark.browser]

PHONE = (375, 812)
DESKTOP = (1280, 800)


@contextmanager
def page_of(browser: Browser, world: RunningWorld, size: tuple[int, int]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.goto(world.address.web_url)
    page.get_by_test_id("account-name").wait_for()
    yield page
    context.close()


@contextmanager
def time_passes(world: RunningWorld) -> Iterator[None]:
    """The simulated clock goes on beside the page, ten seconds at a time."""
    over = threading.Event()

    def run() -> None:
        while not over.wait(0.2):
            world.advance(10)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_person_asks_restarts_and_watches(
    browser: Browser, world: RunningWorld, size: tuple[int, int]
) -> None:
    before = deployment(world)
    with page_of(browser, world, size) as page:
        expect(say(page, "whats broken")).to_contain_text("inventory")
        expect(say(page, "what's deployed in production?")).to_contain_text("monolith")
        asked = say(page, "restart orders in staging")
        expect(asked).to_contain_text("orders")
        assert deployment(world) == before

        asked.locator('[data-testid="action"][data-kind="confirm"]').click()

        progress = page.get_by_test_id("progress")
        with time_passes(world):
            expect(progress).to_contain_text("2", timeout=20_000)
            expect(page.get_by_test_id("progress-state").last).to_have_text(
                "Finished", timeout=20_000
            )
        assert deployment(world) != before
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_viewer_is_refused_and_somebody_else_may_sign_in(
    browser: Browser, world: RunningWorld
) -> None:
    with page_of(browser, world, DESKTOP) as page:
        page.get_by_test_id("account").click()
        page.get_by_test_id("person-option").filter(has_text="Vic").click()
        expect(page.get_by_test_id("account-name")).to_contain_text("Vic")

        refused = say(page, "restart orders in staging")

        expect(refused).to_contain_text("operator")
        expect(refused.get_by_test_id("action")).to_have_count(0)


def test_what_a_person_types_is_never_markup(browser: Browser, world: RunningWorld) -> None:
    with page_of(browser, world, DESKTOP) as page:
        page.evaluate("window.pwned = false")

        say(page, '<img src=x onerror="window.pwned = true"> restart <b>orders</b>')

        assert page.evaluate("window.pwned") is False
        assert page.locator("img[src=x]").count() == 0
