"""A Slack workspace with the whole channel behind it: ingress, moto's queue, worker, fake Slack.

Only the conversation is scripted; no step of the way is left out or replaced by a call.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from channels.slack.envelope import Envelope, from_json, to_json
from channels.slack.follow_ups import FollowUps
from channels.slack.ingress import Ingress, enqueuer
from channels.slack.ledger import EventLedger
from channels.slack.readers import Readers
from channels.slack.responder import Responder
from channels.slack.slack_api import SlackApi, web_client
from channels.slack.worker import Worker, worker
from fulfillment.turn import Reply
from tests.channels.scripted import ScriptedConversation
from tests.channels.slack.aws import Aws, queue_event
from tests.channels.slack.bot import slack_bot
from tests.channels.slack.fake_slack import FakeSlack
from tests.channels.slack.payloads import NOW, SECRET, as_form, as_interaction, as_json
from tests.fulfillment.language import english

TOKEN = "xoxb" + "-made-up"
TEAMS = frozenset({"T0001"})


@dataclass
class Clock:
    now: datetime = field(default_factory=lambda: datetime.fromtimestamp(NOW, UTC))

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Workspace:
    aws: Aws
    slack: FakeSlack
    conversation: ScriptedConversation
    clock: Clock = field(default_factory=Clock)
    alarm_channel: str = "C0ALARMS"
    readers: Callable[[str], Readers] = lambda _: "own"
    follow_ups: list[Envelope] = field(default_factory=list)
    """What the worker has put into the delayed queue and the test has not delivered yet."""

    def send_event(self, document: Mapping[str, Any]) -> dict[str, Any]:
        return self._ingress().answer(as_json(document))

    def send_command(self, document: Mapping[str, Any]) -> dict[str, Any]:
        return self._ingress().answer(as_form(document))

    def send_action(self, document: Mapping[str, Any]) -> dict[str, Any]:
        return self._ingress().answer(as_interaction(document))

    def deliver(self) -> int:
        """One batch from the queue to the worker, as Lambda does; how many of it failed."""
        messages = self.aws.receive(self.aws.queue_url)
        if not messages:
            return 0
        answer = self.worker().process(queue_event(messages))
        failed = {each["itemIdentifier"] for each in answer["batchItemFailures"]}
        done = [message for message in messages if message["MessageId"] not in failed]
        self.aws.delete(self.aws.queue_url, done)
        again = [message for message in messages if message["MessageId"] in failed]
        self.aws.release(self.aws.queue_url, again)
        return len(again)

    def follow(self) -> Envelope:
        """The next follow-up becomes due and is delivered."""
        envelope = self.follow_ups.pop(0)
        assert self.redeliver(envelope) == []
        return envelope

    def redeliver(self, envelope: Envelope) -> list[dict[str, str]]:
        """One message straight to the worker; its failures."""
        message = {"MessageId": "m-1", "ReceiptHandle": "r", "Body": to_json(envelope)}
        failures: list[dict[str, str]] = self.worker().process(queue_event([message]))[
            "batchItemFailures"
        ]
        return failures

    def worker(self) -> Worker:
        responder = Responder(
            conversation=self.conversation,
            bot=slack_bot(),
            slack=SlackApi(web_client(TOKEN, self.slack.api_url)),
            follow_ups=FollowUps(self._follow_up, self.clock),
            team_ids=TEAMS,
            readers=self.readers,
            alarm_channel=self.alarm_channel,
        )
        return worker(responder, TOKEN, EventLedger(self.aws.table, self.clock))

    def _follow_up(self, envelope: Envelope) -> None:
        self.follow_ups.append(from_json(to_json(envelope)))

    def _ingress(self) -> Ingress:
        environ = {**self.aws.environ, "GROUND_SLACK_QUEUE_URL": self.aws.queue_url}
        return Ingress(SECRET, TEAMS, enqueuer(environ), english, now=lambda: float(NOW))


def workspace(aws: Aws, slack: FakeSlack, *answers: Reply | Exception) -> Workspace:
    return Workspace(aws, slack, ScriptedConversation.of(*answers))


def shown(arguments: Mapping[str, Any]) -> str:
    """Everything that a message shows, as one text to look for words in."""
    return json.dumps([arguments.get("text"), arguments.get("blocks")], ensure_ascii=False)
