"""Socket Mode: the same queue, acknowledged once it has the message. No network."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from channels.errors import QueueError, SettingError
from channels.slack.envelope import Envelope
from channels.slack.socket_mode import QueueingHandler, is_configured, run, socket_mode_handler
from tests.channels.slack.bot import definition_in
from tests.channels.slack.payloads import payload
from tests.channels.slack.workspace import TOKEN

ENVIRON = {
    "GROUND_SLACK_APP_TOKEN": "xapp" + "-made-up",
    "GROUND_SLACK_BOT_TOKEN": TOKEN,
    "GROUND_SLACK_TEAM_IDS": "T0001",
}


QUEUE = {
    "GROUND_DEFINITION": "definition.json",
    "GROUND_SLACK_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/slack.fifo",
    "AWS_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "made-up-key",
    "AWS_SECRET_ACCESS_KEY": "made-up-secret",
}


class FakeClient(BaseSocketModeClient):
    """Keeps what would go over the WebSocket."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def send_socket_mode_response(self, response: Any) -> None:
        assert isinstance(response, SocketModeResponse)
        self.sent.append(response.to_dict())


@pytest.fixture(scope="module")
def handler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueueingHandler]:
    """One for all tests: Slack's client takes a second to stop its threads."""
    definition = definition_in(tmp_path_factory.mktemp("definition"))
    made = socket_mode_handler({**ENVIRON, "GROUND_DEFINITION": definition}, lambda _: None)
    yield made
    made.close()  # type: ignore[no-untyped-call]  # Bolt does not annotate it


@dataclass
class Connection:
    handler: QueueingHandler
    client: FakeClient = field(default_factory=FakeClient)
    enqueued: list[Envelope] = field(default_factory=list)
    acknowledged_before: list[int] = field(default_factory=list)
    is_down: bool = False

    def receive(self, kind: str, document: dict[str, Any]) -> list[dict[str, Any]]:
        self.handler.enqueue = self._enqueue
        self.handler.handle(self.client, SocketModeRequest(kind, "envelope-1", document))
        return self.client.sent

    def _enqueue(self, envelope: Envelope) -> None:
        if self.is_down:
            raise QueueError("127.0.0.1 answered 500")
        self.acknowledged_before.append(len(self.client.sent))
        self.enqueued.append(envelope)


@pytest.mark.parametrize(
    ("kind", "name", "session_id"),
    [
        ("events_api", "app_mention", "slack.T0001.C0001.1767225600.000100.U0ANA"),
        ("slash_commands", "slash_command", "slack.T0001.C0001.command.U0ANA"),
        ("interactive", "block_actions", "slack.T0001.C0001.1767225600.000100.U0ANA"),
    ],
)
def test_each_kind_is_enqueued_and_then_acknowledged(
    handler: QueueingHandler, kind: str, name: str, session_id: str
) -> None:
    connection = Connection(handler)

    sent = connection.receive(kind, payload(name))

    assert [envelope.session_id for envelope in connection.enqueued] == [session_id]
    assert connection.acknowledged_before == [0]
    assert [message["envelope_id"] for message in sent] == ["envelope-1"]


def test_the_message_is_the_one_that_the_ingress_would_enqueue(handler: QueueingHandler) -> None:
    connection = Connection(handler)

    connection.receive("events_api", payload("app_mention"))

    assert (connection.enqueued[0].kind, connection.enqueued[0].id) == ("event", "event-Ev0001")


def test_an_event_that_was_not_enqueued_is_not_acknowledged(handler: QueueingHandler) -> None:
    assert Connection(handler, is_down=True).receive("events_api", payload("app_mention")) == []


def test_a_person_is_told_that_a_command_was_not_enqueued(handler: QueueingHandler) -> None:
    [sent] = Connection(handler, is_down=True).receive("slash_commands", payload("slash_command"))

    assert "try again" in sent["payload"]["text"]


@pytest.mark.parametrize("name", ["message_channels", "message_im_of_a_bot", "app_home_opened"])
def test_what_is_not_for_us_is_acknowledged_and_dropped(
    handler: QueueingHandler, name: str
) -> None:
    connection = Connection(handler)

    assert len(connection.receive("events_api", payload(name))) == 1
    assert connection.enqueued == []


def test_a_command_of_another_workspace_is_told(handler: QueueingHandler) -> None:
    connection = Connection(handler)

    [sent] = connection.receive("slash_commands", payload("slash_command", team_id="T0999"))

    assert "workspace" in sent["payload"]["text"]
    assert connection.enqueued == []


@pytest.mark.parametrize("missing", ["GROUND_SLACK_APP_TOKEN", "GROUND_SLACK_BOT_TOKEN"])
def test_both_tokens_are_needed(missing: str) -> None:
    environ = {name: value for name, value in ENVIRON.items() if name != missing}

    assert is_configured(ENVIRON)
    assert not is_configured(environ)
    with pytest.raises(SettingError, match=missing):
        run(environ)


def test_running_connects(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []

    def start(handler: QueueingHandler) -> None:
        connected.append(handler.app_token)
        handler.close()  # type: ignore[no-untyped-call]  # Bolt does not annotate it

    monkeypatch.setattr(QueueingHandler, "start", start)
    run(ENVIRON | QUEUE)

    assert connected == [ENVIRON["GROUND_SLACK_APP_TOKEN"]]


def test_running_needs_a_queue() -> None:
    with pytest.raises(SettingError, match="GROUND_SLACK_QUEUE_URL"):
        run(ENVIRON)
