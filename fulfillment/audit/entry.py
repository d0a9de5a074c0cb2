"""What is kept of a change for good: who, what, when, where from, why, and what came of it.

Pure. Nothing that somebody said is in it, and every value is redacted: nothing is taken out later.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, TypedDict

from fulfillment.identity.authorization import Denial
from fulfillment.markdown import plain
from fulfillment.plan import OperationRecord, StoredPlan
from fulfillment.redaction import redact, redacted, without_free_text
from fulfillment.request import Caller

Stage = Literal["intent", "outcome", "denied"]
"""Before an act and after it; or a change that was not allowed."""
_MAX_VALUE = 300
_MAX_REQUESTS = 50


@dataclass(frozen=True)
class AuditEntry:
    at: datetime
    """Aware, UTC."""
    stage: Stage
    person: str
    """Id of the policy, or the proven identity that it does not know."""
    name: str
    identity: str
    channel: str
    session: str
    place: str
    event_id: str
    """Of the channel: the id that all log lines and entries of a turn have in common."""
    intent: str
    slots: Mapping[str, str]
    service: str
    environment: str
    rule: str = ""
    """What denied it: the id of a rule of the policy, or the name of a check."""
    plan_id: str = ""
    title: str = ""
    """Of what would be done: "Restart of orders in staging"."""
    sentence: str = ""
    """What the person said yes to, plain."""
    outcome: str = ""
    """As in `OperationRecord`: "started", "unknown", "refused", or how it ended; or "denied"; ""
    before the act."""
    detail: str = ""
    aws_requests: tuple[str, ...] = ()
    """What was sent to AWS and under which id: "ecs:UpdateService 7b0a…"."""

    @property
    def day(self) -> str:
        return self.at.astimezone(UTC).strftime("%Y-%m-%d")

    @property
    def key(self) -> str:
        """Sorts by time within a day; unlike that of every other entry."""
        return f"{moment(self.at)}#{self.plan_id or self.event_id}#{self.stage}"

    def fields(self) -> dict[str, str]:
        """Every field as a text; what is empty is left out."""
        found = {
            "at": moment(self.at),
            "stage": self.stage,
            "person": self.person,
            "name": self.name,
            "identity": self.identity,
            "channel": self.channel,
            "session": self.session,
            "place": self.place,
            "event_id": self.event_id,
            "intent": self.intent,
            "slots": json.dumps(dict(self.slots), sort_keys=True) if self.slots else "",
            "service": self.service,
            "environment": self.environment,
            "decision": "denied" if self.stage == "denied" else "allowed",
            "rule": self.rule,
            "plan_id": self.plan_id,
            "title": self.title,
            "sentence": self.sentence,
            "outcome": self.outcome,
            "detail": self.detail,
            "aws_requests": " | ".join(self.aws_requests),
        }
        return {name: value for name, value in found.items() if value}


def moment(at: datetime) -> str:
    """ISO 8601 in UTC, to the millisecond: sorts as time does."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def about_to(caller: Caller, stored: StoredPlan, at: datetime) -> AuditEntry:
    """Before the act."""
    return _planned("intent", caller, stored, at)


def done(
    caller: Caller,
    stored: StoredPlan,
    record: OperationRecord,
    at: datetime,
    aws_requests: Sequence[str],
) -> AuditEntry:
    """What came of it."""
    return replace(
        _planned("outcome", caller, stored, at),
        outcome=record.ended or record.outcome,
        detail=_clean(record.detail),
        aws_requests=tuple(aws_requests[:_MAX_REQUESTS]),
    )


def not_allowed(caller: Caller, denial: Denial, at: datetime) -> AuditEntry:
    """A change that was denied before there was a plan; what is known of it by then."""
    asked, places = denial.asked, denial.environments
    return AuditEntry(
        at=at,
        stage="denied",
        intent=asked.intent.name,
        slots=_values(without_free_text(asked.intent, asked.values)),
        service=_clean(asked.service),
        environment=places[0] if len(places) == 1 else "",
        rule=denial.decided_by,
        outcome="denied",
        **_who(caller),
    )


def plan_not_allowed(
    caller: Caller, stored: StoredPlan, denial: Denial, at: datetime
) -> AuditEntry:
    """A plan whose person may not use it, or no longer."""
    entry = _planned("denied", caller, stored, at)
    return replace(entry, outcome="denied", rule=denial.decided_by)


def _planned(stage: Stage, caller: Caller, stored: StoredPlan, at: datetime) -> AuditEntry:
    plan = stored.plan
    return AuditEntry(
        at=at,
        stage=stage,
        intent=plan.intent,
        slots=_values(plan.slots),
        service=plan.service,
        environment=plan.environment,
        plan_id=stored.id,
        title=_clean(plan.title),
        sentence=_clean(plain(plan.sentence)),
        **_who(caller),
    )


class _Who(TypedDict):
    person: str
    name: str
    identity: str
    channel: str
    session: str
    place: str
    event_id: str


def _who(caller: Caller) -> _Who:
    return {
        "person": caller.person.id,
        "name": _clean(caller.person.display_name),
        "identity": caller.person.identity,
        "channel": caller.channel,
        "session": caller.session_id,
        "place": caller.place,
        "event_id": caller.event_id,
    }


def _values(slots: Mapping[str, str]) -> dict[str, str]:
    return {name: value[:_MAX_VALUE] for name, value in redacted(slots).items()}


def _clean(text: str) -> str:
    return redact(text)[:_MAX_VALUE]
