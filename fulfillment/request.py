"""A request on its way through fulfillment: who asks, for what, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from fulfillment.turn import Audience, Channel, Person, Reply

Phase = Literal["dialog", "fulfillment", "structured"]
"""Lex's two code hooks; or a structured request, which is both at once."""


@dataclass(frozen=True)
class Caller:
    """Who asks, as proven by the assertion; a caller without one is `lex:direct`."""

    person: Person
    channel: Channel
    locale: str
    time_zone: str
    audience: Audience
    session_id: str
    event_id: str
    assertion: str = ""
    """The token itself, for the act function; "" for `lex:direct`. Never logged."""
    place: str = ""
    """Where in the channel, as proven: "slack:C0OPS"; "" where there are no places."""
    is_recorded: bool = True
    """Whether the assertion is on record as this turn's; without it nothing is changed."""


@dataclass(frozen=True)
class IntentRequest:
    """What is asked for. Nothing in it is trusted: a caller of Lex can set all of it."""

    intent: str
    slots: Mapping[str, str] = field(default_factory=dict)
    """As said; an unfilled slot is absent."""
    phase: Phase = "structured"
    confirmation: Literal["None", "Confirmed", "Denied"] = "None"
    plan_id: str = ""
    """The plan that a yes asks to use."""
    context: Mapping[str, str] = field(default_factory=dict)
    utterance: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of it. Without a reply, Lex goes on by itself (Delegate)."""

    reply: Reply | None
    slots: Mapping[str, str] = field(default_factory=dict)
    """Resolved values; what is not here is not filled."""
    plan_id: str = ""
    """The plan that the conversation now waits for a yes to."""
    decided_by: str = ""
    """What denied it: the id of a rule of the policy, or the name of a check."""
    hints: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """What is likely to be said next: intent -> slot -> phrases. See `fulfillment.hints`."""
