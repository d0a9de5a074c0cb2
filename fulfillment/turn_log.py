"""One JSON line a turn: who asked for what, what was decided, what came of it. No free text."""

import json
import logging
import traceback
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal

from fulfillment.redaction import redacted
from fulfillment.request import Caller, Outcome

Function = Literal["fulfillment", "act"]
Decision = Literal["allowed", "denied", "malformed", "raised"]
LOGGER = logging.getLogger("ground.turn")


@dataclass(frozen=True)
class TurnRecord:
    request_id: str
    function: Function
    person: str
    """Id of the policy, or the proven identity that it does not know; "" where nobody is proven."""
    intent: str
    """Of the definition; for structured requests their kind: "confirm"."""
    decision: Decision
    outcome: str
    """The reply's state, or "delegate"."""
    duration_ms: int
    channel: str = field(default="", kw_only=True)
    session: str = field(default="", kw_only=True)
    slots: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    """As resolved, redacted; none before they are: until then they are what somebody said."""
    rule: str = field(default="", kw_only=True)
    """What denied it: the id of a rule of the policy, or the name of a check."""

    @classmethod
    def of(
        cls,
        outcome: Outcome,
        caller: Caller | None,
        *,
        request_id: str,
        intent: str,
        duration_ms: int,
    ) -> "TurnRecord":
        """The record of a turn of fulfillment; without a reply, Lex goes on by itself."""
        reply = outcome.reply
        is_denied = reply is not None and reply.state == "denied"
        is_resolved = reply is None or reply.state in ("done", "confirm")
        return cls(
            request_id,
            "fulfillment",
            caller.person.id if caller else "",
            intent,
            "denied" if is_denied else "allowed",
            reply.state if reply else "delegate",
            duration_ms,
            channel=caller.channel if caller else "",
            session=caller.session_id if caller else "",
            slots=redacted(outcome.slots) if is_resolved else {},
            rule=outcome.decided_by,
        )


@dataclass(frozen=True)
class ActRecord(TurnRecord):
    """`request_id` is the assertion's event id, `outcome` what came of the act; see `Audit`."""

    plan_id: str


def log_turn(record: TurnRecord) -> None:
    LOGGER.info(json.dumps(asdict(record)))


def log_bug(request_id: str, error: BaseException) -> None:
    """Where it was raised, without its message: that can hold what a person said."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    document = {"request_id": request_id, "error": type(error).__name__, "at": where[-8:]}
    LOGGER.error(json.dumps(document))
