"""A page reaches a subscriber, once, and not again for ten minutes."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from deploy.local.provision import AUDIT_TABLE
from fulfillment.act.writers import pager
from fulfillment.errors import OpsError, OutcomeUnknown, StoreError
from fulfillment.sentences import phrase
from fulfillment.store import Store
from fulfillment.turn import Reply
from tests.deploy.account.harness import Server
from tests.fulfillment.identity.test_confirmation import policy, under
from tests.fulfillment.language import DENIED, LOST, TABLE_SILENT
from tests.fulfillment.world import Fulfillment, plan_of

TOPIC = "arn:aws:sns:us-east-1:123456789012:page-shop"
INVENTORY = {"service": "inventory", "environment": "production"}
SENDING = phrase("send_page")


@pytest.fixture
def queue(aws: Server) -> str:
    """URL of a queue that gets what is published."""
    url = str(aws.client("sqs").create_queue(QueueName="pager")["QueueUrl"])
    aws.client("sns").subscribe(
        TopicArn=TOPIC, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:123456789012:pager"
    )
    received(aws, url)  # the account outlives a test
    return url


def received(aws: Server, queue: str) -> list[dict[str, str]]:
    """What has come since the last look."""
    sqs = aws.client("sqs")
    found = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
    for one in found:
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=one["ReceiptHandle"])
    return [json.loads(one["Body"]) for one in found]


def ask(fulfillment: Fulfillment, person: str = "ana", **more: Any) -> Reply:
    return fulfillment.invoke(person, "intent", "PageOnCall", INVENTORY, **more)


def page(fulfillment: Fulfillment, person: str = "ana") -> Reply:
    return fulfillment.confirm(person, ask(fulfillment, person))


def test_a_page_reaches_whoever_subscribes_once(
    fulfillment: Fulfillment, aws: Server, queue: str
) -> None:
    planned = fulfillment.ask("ana", "PageOnCall", {"service": "inventory"})
    done = fulfillment.confirm("ana", planned)
    again = fulfillment.confirm("ana", planned)

    (body,) = received(aws, queue)
    assert body["Subject"] == "Page: inventory in production"
    assert body["Message"].startswith("Ana pages you about inventory in production")
    assert "Page to" in done.text
    assert done.progress is not None
    assert done.progress.state == "succeeded"
    assert "already" in again.text


@pytest.mark.parametrize("slots", [INVENTORY, {"service": "inventry"}])
def test_the_reason_is_asked_and_sent_and_kept_nowhere_else(
    fulfillment: Fulfillment,
    aws: Server,
    queue: str,
    caplog: pytest.LogCaptureFixture,
    slots: dict[str, str],
) -> None:
    caplog.set_level("INFO", logger="ground.turn")
    why = "checkout\n<b>fails</b>, token=abcdef123456"
    asked = fulfillment.ask("ana", "PageOnCall", {**slots, "reason": why})
    if asked.state == "elicit":
        (nearest,) = asked.actions
        asked = fulfillment.ask("ana", "PageOnCall", nearest.invocation.slots)
    fulfillment.confirm("ana", asked)

    (body,) = received(aws, queue)
    assert body["Message"].endswith(" Ana writes: “checkout <b>fails</b>, token=•••”.")
    assert " They read: “checkout <b>fails</b>, token=•••”. " in asked.speech
    audited = aws.client("dynamodb").scan(TableName=AUDIT_TABLE)["Items"]
    assert len(audited) == 2
    assert "checkout" not in f"{audited}{caplog.text}"


def test_who_was_paged_is_not_paged_again_for_ten_minutes(
    fulfillment: Fulfillment, aws: Server, queue: str
) -> None:
    waiting = ask(fulfillment)
    page(fulfillment, "vic")
    aws.advance(150)
    asked, german = ask(fulfillment), ask(fulfillment, locale="de_DE")
    confirmed = fulfillment.confirm("ana", waiting)

    assert len(received(aws, queue)) == 1
    assert {asked.state, german.state, confirmed.state} == {"failed"}
    for reply in (asked, confirmed):
        assert "was paged 2 minutes ago by Vic about inventory in production." in reply.speech
    assert "wurde vor 2 Minuten von Vic wegen inventory in production alarmiert." in german.speech
    elsewhere = {**INVENTORY, "environment": "staging"}
    assert fulfillment.ask("ana", "PageOnCall", elsewhere).state == "confirm"
    aws.advance(510)
    page(fulfillment)
    assert len(received(aws, queue)) == 1


def test_of_pages_at_once_one_is_sent(fulfillment: Fulfillment, aws: Server, queue: str) -> None:
    plans = [plan_of(ask(fulfillment)) for _ in range(6)]
    events = [
        {"kind": "confirm", "name": plan, "assertion": fulfillment.confirming(plan)}
        for plan in plans
    ]
    with ThreadPoolExecutor(6) as pool:
        replies = [one["reply"] for one in pool.map(fulfillment.handle, events)]

    assert len(received(aws, queue)) == 1
    assert sorted(one["state"] for one in replies) == ["done", *["failed"] * 5]
    assert all("by Ana" in one["text"] for one in replies if one["state"] == "failed")


def failing(error: OpsError) -> Any:
    def publish(*_: object) -> str:
        raise error

    return publish


def test_a_page_that_was_refused_can_be_sent_again(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch, aws: Server, queue: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(pager, "_publish", failing(OpsError("denied", SENDING, DENIED)))
        assert page(fulfillment).state == "failed"
    page(fulfillment)

    assert len(received(aws, queue)) == 1


def test_a_page_whose_answer_was_lost_counts_as_one(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = OutcomeUnknown("timeout", SENDING, LOST)
    with monkeypatch.context() as patch:
        patch.setattr(pager, "_publish", failing(lost))
        page(fulfillment)

    assert "by Ana" in ask(fulfillment).speech


def test_without_a_note_nobody_is_paged(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch, aws: Server, queue: str
) -> None:
    planned = ask(fulfillment)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "note", broken)
        refused = fulfillment.confirm("ana", planned)

    assert refused.state == "failed"
    assert received(aws, queue) == []


def broken(*_: object, **__: object) -> bool:
    raise StoreError(TABLE_SILENT)


def test_who_is_not_in_the_policy_signs_with_their_identity(
    fulfillment: Fulfillment, aws: Server, queue: str
) -> None:
    everybody = {"name": "All", "identities": ["slack:T1"], "roles": {"*": "viewer"}}
    open_to_all = under(fulfillment, policy(groups={"all": everybody}))
    planned = ask(open_to_all, "slack:T1:U7", channel="slack", display_name="Ana\n\u202eboss")
    open_to_all.invoke("slack:T1:U7", "confirm", plan_of(planned), channel="slack")

    (body,) = received(aws, queue)
    assert body["Message"].startswith("Ana boss (slack:T1:U7) pages you about inventory")
