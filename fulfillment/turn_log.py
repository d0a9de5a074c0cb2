"""One JSON line a turn: who asked for what, what was decided, what came of it. No free text."""

import json
import logging
import traceback
from dataclasses import asdict, dataclass
from typing import Literal

from fulfillment.turn import Reply

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

    @classmethod
    def of(
        cls,
        reply: Reply | None,
        request_id: str,
        function: Function,
        duration_ms: int,
        person: str = "",
        intent: str = "",
    ) -> "TurnRecord":
        """The record of a turn that ended with `reply`; None is Delegate."""
        is_denied = reply is not None and reply.state == "denied"
        return cls(
            request_id,
            function,
            person,
            intent,
            "denied" if is_denied else "allowed",
            reply.state if reply else "delegate",
            duration_ms,
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
