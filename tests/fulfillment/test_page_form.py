"""From the page's form to SNS: Chromium, the page's own channel, both functions, the account.

Here and not in tests/browser, for the account that runs here already.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from channels.client.conversation import Speaker
from deploy.local.provision import KEYS_PATH
from fulfillment.turn import Invocation, Reply
from tests.browser.site import serving
from tests.deploy.account.harness import Server
from tests.fulfillment.world import Fulfillment

pytestmark = pytest.mark.browser

KEY = "made-up web signing key of 32 bytes"
TOPIC = "arn:aws:sns:us-east-1:123456789012:page-shop"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:form"


@dataclass(frozen=True)
class Fulfilling:
    """The web channel's port over the functions themselves: nothing here needs Lex."""

    fulfillment: Fulfillment

    def say(self, speaker: Speaker, session_id: str, text: str, event_id: str) -> Reply:
        raise NotImplementedError

    def invoke(
        self,
        speaker: Speaker,
        session_id: str,
        invocation: Invocation,
        event_id: str,  # noqa: ARG002 - the port's
    ) -> Reply:
        asked = (invocation.kind, invocation.name, invocation.slots)
        return self.fulfillment.invoke(
            speaker.identity,
            *asked,
            session=session_id,
            locale=speaker.locale,
            channel="web",
            key=KEY,
        )


@pytest.fixture
def page(browser: Browser, fulfillment: Fulfillment, aws: Server, tmp_path: Path) -> Iterator[Page]:
    """Opened by Ana, with the account behind it."""
    aws.client("ssm").put_parameter(
        Name=f"{KEYS_PATH}/web", Value=KEY, Type="SecureString", Overwrite=True
    )
    with serving(tmp_path / "people.json") as site:
        site.assistant = Fulfilling(fulfillment)
        context = browser.new_context()
        opened = context.new_page()
        opened.goto(site.url)
        opened.get_by_test_id("account-name").wait_for()
        yield opened
        context.close()


@pytest.fixture
def queue(aws: Server) -> str:
    """URL of a queue that gets what is published."""
    url = str(aws.client("sqs").create_queue(QueueName="form")["QueueUrl"])
    aws.client("sns").subscribe(TopicArn=TOPIC, Protocol="sqs", Endpoint=QUEUE)
    return url


def received(aws: Server, queue: str) -> list[dict[str, str]]:
    found = aws.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
    return [json.loads(one["Body"]) for one in found.get("Messages", [])]


def test_a_page_is_planned_confirmed_and_sent_once(page: Page, aws: Server, queue: str) -> None:
    page.get_by_test_id("page-on-call").press("Enter")
    expect(page.locator("#pager-services option")).not_to_have_count(0)
    page.keyboard.type("inventory")
    page.keyboard.press("Tab")
    page.keyboard.type("Checkout fails")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    question = page.get_by_test_id("message").last
    expect(question.get_by_test_id("state-label")).to_have_text("Please confirm")
    expect(question).to_contain_text("who is on call for inventory, about production")
    expect(question).to_contain_text("They read: “Checkout fails”.")
    assert received(aws, queue) == []
    question.get_by_test_id("action").first.press("Enter")

    expect(page.get_by_test_id("progress-state")).to_have_text("Finished")
    (sent,) = received(aws, queue)
    assert sent["Subject"] == "Page: inventory in production"
    assert sent["Message"].endswith("Ana writes: “Checkout fails”.")
