"""The Lambda function behind the queue: each message once, in order within a session.

It trusts only the queue, so an event of any other shape is refused. A message that fails goes back
to the queue, and with it the later ones of its session, which must not overtake it.
"""

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from channels.client.environment import conversation_from_environment
from channels.definition import read_definition
from channels.errors import SettingError, UndeliveredError, UntrustedEvent
from channels.languages import locale_for
from channels.slack.app import dispatcher
from channels.slack.directory import directory
from channels.slack.envelope import Envelope, from_json, to_json
from channels.slack.follow_ups import DELAY_SECONDS, FollowUps
from channels.slack.ingress import team_ids_from_environment
from channels.slack.ledger import EventLedger
from channels.slack.readers import ChannelReaders
from channels.slack.responder import Responder, Talk, Work
from channels.slack.slack_api import SlackApi, web_client
from channels.slack.sqs import Message, queue_from_environment
from channels.slack.user_groups import UserGroups, ids_from_environment

Json = dict[str, Any]

DEFAULT_API_URL = "https://slack.com/api/"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Worker:
    ledger: EventLedger
    handlers: Mapping[str, Callable[[Work], None]]
    """Kind of envelope -> what to do with it."""

    def process(self, event: Mapping[str, Any]) -> Json:
        """One SQS batch; `batchItemFailures` are tried again. Raises `UntrustedEvent`."""
        failed: list[str] = []
        stopped: set[str] = set()
        for record in _records(event):
            message_id = str(record["messageId"])
            group = record.get("attributes", {}).get("MessageGroupId", message_id)
            if group in stopped or not self._has_done(record.get("body")):
                failed.append(message_id)
                stopped.add(group)
        return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}

    def _has_done(self, body: object) -> bool:
        try:
            self._once(from_json(body))
        except Exception as error:  # noqa: BLE001 - one bad message must not fail the others
            _log.error("slack message failed: %s", type(error).__name__)
            return False
        return True

    def _once(self, envelope: Envelope) -> None:
        claim = self.ledger.claim(envelope.id)
        if claim.state == "done":
            _log.info("slack %s seen before", envelope.kind)
            return
        if claim.state == "busy":
            raise UndeliveredError(f"{envelope.id} is being handled by another worker")
        keep = partial(self.ledger.answered, envelope.id)
        try:
            self.handlers[envelope.kind](Work(envelope, claim.reply, keep))
        except Exception:
            self.ledger.release(envelope.id)
            raise
        self.ledger.done(envelope.id)


def handle(event: Mapping[str, Any], context: object) -> Json:  # noqa: ARG001 - Lambda's signature
    """Lambda entry point."""
    return _worker().process(event)


@cache
def _worker() -> Worker:
    return worker_from_environment(os.environ)


def worker_from_environment(environ: Mapping[str, str], conversation: Talk | None = None) -> Worker:
    """Reads GROUND_SLACK_BOT_TOKEN, GROUND_SLACK_TEAM_IDS, GROUND_DEFINITION, GROUND_TABLE,
    GROUND_LOCALE (the workspace's language: an event does not tell that of who wrote),
    GROUND_SLACK_USER_GROUPS, GROUND_SLACK_API_URL, GROUND_SLACK_FOLLOW_UP_QUEUE_URL (absent: no
    live updates),
    GROUND_SLACK_ALARM_CHANNEL (absent: alarms are not told), and what
    `conversation_from_environment` reads. Raises `SettingError`."""
    token = _required(environ, "GROUND_SLACK_BOT_TOKEN")
    if not team_ids_from_environment(environ):
        raise SettingError("GROUND_SLACK_TEAM_IDS is not set: no workspace may talk to this app")
    _required(environ, "GROUND_DEFINITION")
    bot = read_definition(environ)
    team_ids = team_ids_from_environment(environ)
    api_url = environ.get("GROUND_SLACK_API_URL") or DEFAULT_API_URL
    slack = SlackApi(web_client(token, api_url))
    responder = Responder(
        conversation=conversation or conversation_from_environment("slack", environ),
        bot=bot,
        slack=slack,
        groups=UserGroups(ids_from_environment(environ), slack.user_group).of,
        follow_ups=FollowUps(_follow_up_enqueuer(environ)),
        team_ids=team_ids,
        readers=ChannelReaders(directory(token, api_url), team_ids).of,
        alarm_channel=environ.get("GROUND_SLACK_ALARM_CHANNEL", ""),
        locale=locale_for(bot, (), environ.get("GROUND_LOCALE", "")),
    )
    return worker(responder, token, _ledger(environ))


def worker(responder: Responder, bot_token: str, ledger: EventLedger) -> Worker:
    """What Slack sent goes through Bolt; what we sent ourselves does not."""
    dispatch = dispatcher(responder, bot_token).dispatch
    return Worker(
        ledger,
        {
            "event": dispatch,
            "command": dispatch,
            "action": dispatch,
            "follow_up": responder.on_follow_up,
            "alarm": responder.on_alarm,
        },
    )


def _ledger(environ: Mapping[str, str]) -> EventLedger:
    import boto3  # noqa: PLC0415 - cold start

    table = environ.get("GROUND_TABLE", "ground-control")
    return EventLedger(boto3.Session().resource("dynamodb").Table(table))


def _follow_up_enqueuer(environ: Mapping[str, str]) -> Callable[[Envelope], None] | None:
    """A standard queue: a FIFO queue has no delay of a single message."""
    url = environ.get("GROUND_SLACK_FOLLOW_UP_QUEUE_URL", "")
    if not url:
        return None
    queue = queue_from_environment(url, environ)
    return lambda envelope: queue.send(Message(to_json(envelope), delay_seconds=DELAY_SECONDS))


def _records(event: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    records = event.get("Records") if isinstance(event, Mapping) else None
    if not isinstance(records, list) or not records:
        raise UntrustedEvent("the Slack worker takes SQS events only; this event has no Records")
    for record in records:
        if not isinstance(record, Mapping) or record.get("eventSource") != "aws:sqs":
            raise UntrustedEvent("the Slack worker takes records of aws:sqs only")
        if not record.get("messageId"):
            raise UntrustedEvent("an SQS record has no messageId")
    return records


def _required(environ: Mapping[str, str], name: str) -> str:
    if not environ.get(name):
        raise SettingError(f"{name} is not set: the Slack worker needs it")
    return environ[name]
