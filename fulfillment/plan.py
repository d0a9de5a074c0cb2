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
Outcome = Literal["started", "unknown"]


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

    def has_expired(self, now: datetime) -> bool:
        return now.timestamp() >= self.expires_at


@dataclass(frozen=True)
class OperationRecord:
    """A change that was sent to AWS. Its id is the plan's."""

    id: str
    intent: str
    service: str
    environment: str
    title: str
    person: str
    outcome: Outcome
    deployment_id: str = ""
    """ECS's id of the deployment that it started; "" where the outcome is unknown."""
    total: int = 0
    """Tasks to replace."""


def fingerprint_of(seen: Mapping[str, object]) -> str:
    """Equal for equal values of `seen`, whatever their order; 32 hexadecimal digits."""
    text = json.dumps(seen, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
