"""The worker: what it takes, what it refuses, and how it is put together."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from channels.errors import SettingError, UntrustedEvent
from channels.slack.envelope import Envelope, to_json
from channels.slack.ledger import EventLedger
from channels.slack.worker import worker_from_environment
from fulfillment.turn import Reply
from tests.channels.scripted import ScriptedConversation
from tests.channels.slack.aws import Aws, queue_event
from tests.channels.slack.bot import definition_in
from tests.channels.slack.fake_slack import FakeSlack
from tests.channels.slack.payloads import as_json, payload, pressed
from tests.channels.slack.replies import progress
from tests.channels.slack.workspace import TOKEN, shown, workspace

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


@pytest.mark.parametrize(
    "event",
    [
        {},
        as_json(payload("app_mention")),
        payload("app_mention"),
        {"Records": []},
        {"Records": "x"},
        {"Records": [{"eventSource": "aws:sns", "messageId": "1", "body": "{}"}]},
        {"Records": [{"eventSource": "aws:sqs", "body": "{}"}]},
        {"kind": "event", "id": "1", "session_id": "s", "payload": payload("app_mention")},
    ],
)
def test_what_does_not_come_from_a_queue_is_refused(
    aws: Aws, slack: FakeSlack, event: dict[str, Any]
) -> None:
    world = workspace(aws, slack, Reply("never"))

    with pytest.raises(UntrustedEvent):
        world.worker().process(event)
    assert (slack.calls, world.conversation.said) == ([], [])


@pytest.mark.parametrize(
    "body",
    [
        None,
        "",
        "not json",
        "[]",
        "{}",
        json.dumps(payload("app_mention")),
        json.dumps({"kind": "shell", "id": "1", "session_id": "s", "payload": {}}),
        json.dumps({"kind": "event", "id": "", "session_id": "s", "payload": {}}),
        json.dumps({"kind": "event", "id": "1", "session_id": "s", "payload": []}),
        json.dumps({"kind": "event", "id": "1", "session_id": "s", "payload": {}}),
        json.dumps({"kind": "follow_up", "id": "1", "session_id": "s", "payload": {}}),
    ],
)
def test_a_message_that_no_ingress_wrote_fails_and_does_nothing(
    aws: Aws, slack: FakeSlack, body: str | None
) -> None:
    world = workspace(aws, slack, Reply("never"))
    message = {"MessageId": "m-1", "ReceiptHandle": "r", "Body": body}

    answer = world.worker().process(queue_event([message]))

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m-1"}]}
    assert (slack.calls, world.conversation.said) == ([], [])


def test_another_workspace_is_refused_here_too(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, Reply("never"))
    document = payload("message_im", team_id="T0999")
    document["event"]["team"] = "T0999"

    assert world.redeliver(Envelope("event", "event-1", "s", document)) != []
    assert world.conversation.said == []


@pytest.mark.parametrize(
    "value",
    [
        "",
        "restart orders staging",
        "{}",
        "[]",
        '{"kind": "shell", "name": "x"}',
        '{"kind": "confirm", "name": ""}',
        '{"kind": "intent", "name": "X", "slots": {"a": 1}}',
    ],
)
def test_a_button_of_words_or_of_another_form_does_nothing(
    aws: Aws, slack: FakeSlack, value: str
) -> None:
    world = workspace(aws, slack, Reply("never"))
    document = payload("block_actions")
    document["actions"][0]["value"] = value

    assert world.redeliver(Envelope("action", "action-1", "s", document)) != []
    assert world.conversation.invoked == []


@pytest.mark.parametrize("audience", ["", "everyone", "administrator"])
def test_a_button_without_its_audience_shows_nothing_private(
    aws: Aws, slack: FakeSlack, audience: str
) -> None:
    world = workspace(aws, slack, Reply("public words"))
    document = pressed("block_actions", {"kind": "intent", "name": "Help"})
    value = json.loads(document["actions"][0]["value"]) | {"audience": audience}
    document["actions"][0]["value"] = json.dumps(value)

    world.redeliver(Envelope("action", "action-1", "s", document))

    assert world.conversation.invoked[0][0].audience == "public"


def test_a_claim_that_is_still_held_is_tried_again_later(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, Reply("once"))
    world.worker().ledger.claim("event-Ev0010")
    envelope = Envelope("event", "event-Ev0010", "s", payload("message_im"))

    assert world.redeliver(envelope) != []
    world.clock.advance(61)
    assert world.redeliver(envelope) == []
    assert world.redeliver(envelope) == []

    assert len(world.conversation.said) == 1


def test_a_worker_that_died_before_its_reply_was_out_only_delivers_it(
    aws: Aws, slack: FakeSlack
) -> None:
    world = workspace(aws, slack)
    ledger = world.worker().ledger
    ledger.claim("event-Ev0010")
    ledger.answered("event-Ev0010", Reply("kept **words**"))
    world.clock.advance(61)

    assert world.redeliver(Envelope("event", "event-Ev0010", "s", payload("message_im"))) == []

    assert world.conversation.said == []
    assert "kept *words*" in shown(slack.of("chat.postMessage")[0])


def test_only_one_of_two_workers_takes_over(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack)
    ledger = world.worker().ledger
    ledger.claim("event-1")
    ledger.release("event-1")

    assert [ledger.claim("event-1").state for _ in range(2)] == ["ours", "busy"]


def test_a_take_over_that_comes_second_loses(aws: Aws, slack: FakeSlack) -> None:
    """Both workers read the abandoned claim before either takes it over."""
    world = workspace(aws, slack)
    ledger = world.worker().ledger
    ledger.claim("event-1")
    ledger.release("event-1")
    late = EventLedger(cast("Table", LateReader(aws.table, "EVENT#slack:event-1")), world.clock)

    assert ledger.claim("event-1").state == "ours"
    assert late.claim("event-1").state == "busy"


class LateReader:
    """A table whose reads show what was there when this was made."""

    def __init__(self, table: "Table", key: str) -> None:
        self._table = table
        self._read = table.get_item(Key={"id": key})

    def get_item(self, **_: object) -> object:
        return self._read

    def __getattr__(self, name: str) -> object:
        return getattr(self._table, name)


@pytest.fixture
def environ(aws: Aws, slack: FakeSlack, tmp_path: Path) -> dict[str, str]:
    return {
        **aws.environ,
        "AWS_DEFAULT_REGION": aws.environ["AWS_REGION"],
        "GROUND_SLACK_BOT_TOKEN": TOKEN,
        "GROUND_SLACK_API_URL": slack.api_url,
        "GROUND_SLACK_TEAM_IDS": "T0001",
        "GROUND_SLACK_FOLLOW_UP_QUEUE_URL": aws.follow_up_url,
        "GROUND_DEFINITION": definition_in(tmp_path),
        "GROUND_TABLE": aws.table.name,
        "GROUND_LOCALE": "de_DE",
    }


def test_it_is_built_from_the_environment(
    aws: Aws, slack: FakeSlack, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    conversation = ScriptedConversation.of(progress())
    envelope = Envelope("event", "event-Ev0010", "s", payload("message_im"))
    message = {"MessageId": "m-1", "ReceiptHandle": "r", "Body": to_json(envelope)}

    built = worker_from_environment(environ, conversation)
    answer = built.process(queue_event([message]))

    assert answer == {"batchItemFailures": []}
    assert conversation.said[0][0].locale == "de_DE"
    assert [call.token for call in slack.calls] == [TOKEN]
    waiting = aws.sqs.get_queue_attributes(
        QueueUrl=aws.follow_up_url, AttributeNames=["ApproximateNumberOfMessagesDelayed"]
    )
    assert waiting["Attributes"]["ApproximateNumberOfMessagesDelayed"] == "1"


def test_without_a_queue_to_follow_up_there_are_no_live_updates(
    aws: Aws, slack: FakeSlack, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    del environ["GROUND_SLACK_FOLLOW_UP_QUEUE_URL"]
    envelope = Envelope("event", "event-Ev0010", "s", payload("message_im"))
    message = {"MessageId": "m-1", "ReceiptHandle": "r", "Body": to_json(envelope)}

    built = worker_from_environment(environ, ScriptedConversation.of(progress()))

    assert built.process(queue_event([message])) == {"batchItemFailures": []}
    assert aws.receive(aws.follow_up_url) == []


@pytest.mark.parametrize(
    "missing", ["GROUND_SLACK_BOT_TOKEN", "GROUND_SLACK_TEAM_IDS", "GROUND_DEFINITION"]
)
def test_a_missing_setting_is_named(environ: dict[str, str], missing: str) -> None:
    del environ[missing]

    with pytest.raises(SettingError, match=missing):
        worker_from_environment(environ, ScriptedConversation.of())
