"""Following a change until it is over: a chain of delayed queue messages, each asking once.

No function waits. A link of the chain is deduplicated as any event is, so that SQS delivering one
twice does not make two chains.
"""

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from channels.errors import QueueError, UntrustedEvent
from channels.slack.envelope import Envelope
from channels.slack.origin import Origin, Payload
from channels.slack.render import SlackMessage
from channels.slack.slack_api import Posted
from fulfillment.turn import Progress

DELAY_SECONDS = 5
LONGEST_SECONDS = 30 * 60
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FollowUp:
    """One look at an operation. `shown` is the digest of what the message says now."""

    operation_id: str
    posted: Posted
    origin: Origin
    started_at: int
    count: int
    shown: str

    @property
    def id(self) -> str:
        return f"follow_up-{self.operation_id}-{self.posted.timestamp}-{self.count}"


@dataclass(frozen=True)
class FollowUps:
    """`enqueue` delays by 5 seconds; None where there is no queue and so no live updates."""

    enqueue: Callable[[Envelope], None] | None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def is_on(self) -> bool:
        return self.enqueue is not None

    def start(
        self, origin: Origin, posted: Posted, progress: Progress, message: SlackMessage
    ) -> None:
        """Follow what `posted` shows. Its reply is out, so a failure here must not repeat it."""
        now = int(self.clock().timestamp())
        first = FollowUp(progress.operation_id, posted, origin, now, 1, digest(message))
        try:
            self._send(first)
        except QueueError as error:
            _log.error("slack progress will not be updated: %s", error)

    def again(self, follow_up: FollowUp, shown: str) -> None:
        """The next link of the chain. Raises `QueueError`."""
        self._send(replace(follow_up, count=follow_up.count + 1, shown=shown))

    def is_overdue(self, follow_up: FollowUp) -> bool:
        return self.clock().timestamp() - follow_up.started_at >= LONGEST_SECONDS

    def _send(self, follow_up: FollowUp) -> None:
        if self.enqueue is not None:
            payload = asdict(follow_up)
            session_id = follow_up.origin.session_id
            self.enqueue(Envelope("follow_up", follow_up.id, session_id, payload))


def digest(message: SlackMessage) -> str:
    """To leave a message alone that would not change: chat.update is rate limited."""
    return hashlib.sha256(json.dumps([message.text, message.blocks]).encode()).hexdigest()[:16]


def follow_up_from(payload: Payload) -> FollowUp:
    """Raises `UntrustedEvent` for what `FollowUps` has not written."""
    try:
        return FollowUp(
            operation_id=str(payload["operation_id"]),
            posted=Posted(**payload["posted"]),
            origin=Origin(**payload["origin"]),
            started_at=int(payload["started_at"]),
            count=int(payload["count"]),
            shown=str(payload["shown"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UntrustedEvent(f"a follow-up is malformed: {type(error).__name__}") from error
