"""A change before it happens, and the record of it after: plain data."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

PLAN_SECONDS = 600
"""How long a plan can be confirmed."""
OPERATION_SECONDS = 86_400

PlanState = Literal["pending", "used", "cancelled"]
Outcome = Literal["started", "unknown", "refused"]
"""refused: the plan is spent, and nothing was changed."""
Ending = Literal["", "succeeded", "failed"]


@dataclass(frozen=True)
class About:
    """What a change is about, as far as it matters to who may do it."""

    service: str
    """"" where it is about none, or where that cannot be told."""
    environments: tuple[str, ...]
    """All that it reaches: each must be allowed. Where it reaches none of ours, all of ours must.
    """
    chosen: Mapping[str, str] = field(default_factory=dict)
    """See `Plan.chosen`."""


@dataclass(frozen=True)
class Plan:
    """What a handler's `plan` gives: exactly what would happen, and the state it was seen in."""

    intent: str
    slots: Mapping[str, str]
    service: str
    environment: str
    sentence: str
    """Markdown, whole: what the person says yes to."""
    speech: str
    title: str
    """Of the operation that it becomes: "Restart of orders in staging"."""
    fingerprint: str
    """Of the state that the sentence is true for; see `fingerprint_of`."""
    details: Mapping[str, str] = field(default_factory=dict)
    """What `apply` needs besides."""
    environments: tuple[str, ...] = ()
    """All that it reaches, where `environment` is not the only one: each must be allowed."""
    chosen: Mapping[str, str] = field(default_factory=dict)
    """Slot -> the value that counts, also where nobody filled it: rules hold for it all the same.
    """
    note: str = ""
    """Markdown: the person's own words that go with it. Asked with `sentence`, kept in no audit."""

    @property
    def about(self) -> About:
        reached = tuple(dict.fromkeys((*self.environments, self.environment)))
        return About(self.service, reached, self.chosen)


@dataclass(frozen=True)
class StoredPlan:
    """A plan that waits for a yes: bound to a person, expiring, usable once."""

    id: str
    plan: Plan
    person: str
    """Id of the person who asked."""
    expires_at: int
    """Epoch seconds."""
    state: PlanState = "pending"
    used_in: str = ""
    """The request that uses it at once, where the policy asks for no yes; "" where it waits."""

    def has_expired(self, now: datetime) -> bool:
        return now.timestamp() >= self.expires_at


@dataclass(frozen=True)
class OperationRecord:
    """What came of a plan that was used. Its id is the plan's."""

    id: str
    intent: str
    service: str
    environment: str
    title: str
    person: str
    outcome: Outcome
    deployment_id: str = ""
    """ECS's id of the deployment that it started; "" where none is known to have been."""
    total: int = 0
    """Tasks to replace."""
    seen_done: int = 0
    """Tasks that were replaced when somebody looked last."""
    seen_total: int = 0
    """Of how many; 0 where nobody has looked yet."""
    ended: Ending = ""
    """How it ended, once somebody has seen that."""
    detail: str = ""
    """Plain: why it was refused, or how it ended."""
    query: str = ""
    """Id of the search that a question has begun; "" for a change."""
    slots: Mapping[str, str] = field(default_factory=dict)
    """Of that question."""


def recorded(
    stored: StoredPlan,
    outcome: Outcome = "started",
    *,
    ended: Ending = "",
    detail: str = "",
    deployment_id: str = "",
    total: int = 0,
) -> OperationRecord:
    """What came of a plan that was used. What is over at once has `ended`."""
    plan = stored.plan
    return OperationRecord(
        id=stored.id,
        intent=plan.intent,
        service=plan.service,
        environment=plan.environment,
        title=plan.title,
        person=stored.person,
        outcome=outcome,
        ended=ended,
        detail=detail,
        deployment_id=deployment_id,
        total=total,
    )


def fingerprint_of(seen: Mapping[str, object]) -> str:
    """Equal for equal values of `seen`, whatever their order; 32 hexadecimal digits."""
    text = json.dumps(seen, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
