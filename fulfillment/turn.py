"""Turn in, Reply out: the only contract between channels and fulfillment.

A handler gets a `Turn` (and its slots as parameters) and gives a `Reply`; it knows no channel.
Each channel renders every part of a `Reply` in its own way, or leaves it out on purpose.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from fulfillment.sentences import Say

EPOCH = datetime.fromtimestamp(0, UTC)
MAX_VALUE = 200
"""Characters of a slot's value that are read; the rest is cut off."""

Channel = Literal["slack", "web", "alexa", "terminal", "direct"]
"""Where a turn comes from; "direct" is a caller of the Lex API without a signed assertion."""

Audience = Literal["private", "shared", "public"]
"""Who else can read the answer: nobody; colleagues (a Slack channel); outsiders or an open room."""


@dataclass(frozen=True)
class Person:
    """Who speaks, as policy knows them.

    `id` is the name in the policy ("ana"), or the identity itself for somebody it does not know.
    `roles` maps where to a role: see `fulfillment.identity.roles`.
    """

    id: str
    display_name: str
    identity: str
    """Channel-qualified subject that was proven, e.g. "slack:T0001:U0ANA"."""
    roles: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Id of each group of the policy that they are in -> the roles that it gives."""


@dataclass(frozen=True)
class Ability:
    """Something that this person may ask or do here: what help and fallback offer."""

    intent: str
    utterance: str
    """What to say for it: "whats broken?"."""
    does: str
    """What comes of it, as a sentence."""
    summary: str
    """As the contract has it, whatever the language: more words to know it by."""
    changes: bool = False


@dataclass(frozen=True)
class Turn:
    """One request of one person."""

    intent: str
    slots: Mapping[str, str]
    """Resolved values by slot name; an unfilled slot is absent."""
    person: Person
    channel: Channel
    say: Say
    """The sentences of the person's locale and of the intent."""
    locale: str = "en_US"
    time_zone: str = "UTC"
    audience: Audience = "private"
    context: Mapping[str, str] = field(default_factory=dict)
    """What the conversation was about last: "service", "environment". For reads only."""
    session_id: str = ""
    request_id: str = ""
    """Unique per request of a channel: the event id of its assertion, or Lex's request id."""
    utterance: str = ""
    """What was said or typed, where known; "" for structured invocations and Alexa."""
    abilities: tuple[Ability, ...] = ()
    """What this person may ask and do here, in the definition's order."""
    now: datetime = EPOCH
    """The moment, aware, UTC: what "the last hour" counts from. See `Reach.now`."""


Tone = Literal["neutral", "good", "warning", "bad"]


@dataclass(frozen=True)
class Cell:
    """One table cell or fact value: text, and how a channel may colour it."""

    text: str
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Table:
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Fact:
    """A labelled value: "Version": "1.4.2"."""

    label: str
    value: Cell


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Invocation:
    """A structured request that needs no language understanding: a button, `/ops`, an API caller.

    `kind` is "intent" (name + slots), "confirm" or "cancel" (name is a plan id),
    "operation" (name is an operation id), or "alarm" (name is an alarm's: what to know of it).
    """

    kind: Literal["intent", "confirm", "cancel", "operation", "alarm"]
    name: str
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Action:
    """A button, or something to say next. Never free text: pressing it sends `invocation`."""

    label: str
    invocation: Invocation
    style: Literal["default", "primary", "danger"] = "default"


@dataclass(frozen=True)
class Progress:
    """A change that is under way or over; a channel asks for it again until `state` is final."""

    operation_id: str
    title: str
    state: Literal["running", "succeeded", "failed", "unknown"]
    done: int
    total: int
    """0 where no count is claimed."""
    detail: str = ""
    is_over: bool = False
    """Nothing more will be known of it: final, although it neither succeeded nor failed."""

    @property
    def is_final(self) -> bool:
        return self.is_over or self.state in ("succeeded", "failed")


Unit = Literal["seconds", "percent", "per minute"]
"""What the values of a chart are."""

Point = tuple[float, float | None]
"""Seconds since the epoch, and the value there; None where nothing was measured, which is not 0."""


@dataclass(frozen=True)
class Series:
    """One line of a chart: points by time, at most about 120."""

    name: str
    points: tuple[Point, ...]
    is_past: bool = False
    """An earlier time, moved to the chart's: what the others are held against."""


@dataclass(frozen=True)
class Marker:
    """Something that happened, at a moment in seconds since the epoch."""

    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """Measurements over time: data, which each channel draws in its own way."""

    title: str
    unit: Unit
    series: tuple[Series, ...]
    """The first is the one that matters most: what a channel shows that can show only one."""
    markers: tuple[Marker, ...] = ()
    summary: str = ""
    """What is to be seen, as plain sentences: for those who do not see it."""
    time_zone: str = "UTC"
    """In which times are to be shown: the one that the reply's words are in."""


@dataclass(frozen=True)
class Reply:
    """An answer.

    `text` is Markdown of our subset (`**bold**`, `` `code` ``; see `fulfillment.markdown`), made
    with its escape function: never raw input. `speech` is short, plain, for an ear; "" means that
    the text is fit to be said.
    """

    text: str
    speech: str = ""
    table: Table | None = None
    chart: Chart | None = None
    facts: tuple[Fact, ...] = ()
    links: tuple[Link, ...] = ()
    actions: tuple[Action, ...] = ()
    suggestions: tuple[str, ...] = ()
    """Utterances worth saying next."""
    context: Mapping[str, str] = field(default_factory=dict)
    """Context changes: merged over the conversation's context; "" removes a key."""
    progress: Progress | None = None
    state: Literal["done", "confirm", "elicit", "failed", "denied"] = "done"
    """What comes next: nothing, a yes or no, a slot value; or that nothing was done, and why."""
    slot_to_elicit: str = ""
