"""A page in Chromium, with the gateway and the web channel of the product behind it."""

from collections import deque
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.assistant import Assistant
from tests.browser.replies import under_way
from tests.browser.site import Site, serving


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("gateway") / "people.json") as served:
        yield served


@pytest.fixture
def assistant(site: Site) -> Assistant:
    answering = Assistant(looks=deque([under_way(1), under_way(2), under_way(3)]))
    site.assistant = answering
    return answering


@pytest.fixture
def address(site: Site, assistant: Assistant) -> str:
    return site.url


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page, opened by a new browser. It fails the test that made it break its own rules."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    broken: list[str] = []
    opened.on("pageerror", lambda error: broken.append(str(error)))
    opened.on(
        "console",
        lambda message: broken.append(message.text) if "Security" in message.text else None,
    )
    opened.goto(address)
    opened.get_by_test_id("account-name").wait_for()
    yield opened
    context.close()
    assert broken == []
