"""A conversation to be held, as plain data: what is sent, and what must come of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from bot.dialog.state import ActiveContext, DialogState, Message


@dataclass(frozen=True)
class Match:
    """A text is as it should be when it is one of `options`: itself, or `/a pattern/` in it."""

    options: tuple[str, ...]

    def holds(self, text: str) -> bool:
        return any(_is(option, text) for option in self.options)

    def __str__(self) -> str:
        return " or ".join(self.options)


PATTERN = re.compile(r"/(.+)/(i?)", re.DOTALL)


@cache
def pattern_of(option: str) -> re.Pattern[str] | None:
    """The pattern that `option` is; None for a plain text. Raises re.error."""
    found = PATTERN.fullmatch(option)
    return re.compile(found[1], re.IGNORECASE if found[2] else 0) if found else None


def _is(option: str, text: str) -> bool:
    pattern = pattern_of(option)
    return pattern.search(text) is not None if pattern else option.strip() == text.strip()


@dataclass(frozen=True)
class ButtonMatch:
    text: Match | None = None
    value: Match | None = None


@dataclass(frozen=True)
class CardMatch:
    """What is None may be anything."""

    title: Match | None = None
    subtitle: Match | None = None
    image_url: Match | None = None
    buttons: tuple[ButtonMatch, ...] | None = None


@dataclass(frozen=True)
class MessageMatch:
    """A message that should come. `literal`: exactly this, never a pattern."""

    text: Match | None = None
    literal: str = ""
    contains: tuple[str, ...] = ()
    """In any case of letters."""
    lacks: tuple[str, ...] = ()
    type: str = ""
    card: CardMatch | None = None


SlotMatch = Match | tuple[Match, ...] | Mapping[str, Match]
"""Of a scalar; the values of a list; the parts of a composite."""


@dataclass(frozen=True)
class Expected:
    """What must come of a turn; None and "" leave it open."""

    intent: str = ""
    state: str = ""
    confirmation: str = ""
    slots: Mapping[str, SlotMatch] | None = None
    """Exactly these are filled."""
    slots_include: Mapping[str, Match] = field(default_factory=dict)
    unfilled: tuple[str, ...] = ()
    action: str = ""
    elicits: str = ""
    """slot, or slot.part."""
    messages: tuple[MessageMatch, ...] | None = None
    reply_contains: str = ""
    session_attributes: Mapping[str, Match] = field(default_factory=dict)
    no_session_attributes: tuple[str, ...] = ()
    active_contexts: Mapping[str, Mapping[str, Match]] | None = None
    request_attributes: Mapping[str, Match] = field(default_factory=dict)
    confidence_at_least: float | None = None
    fails: str = ""


Hints = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Given:
    """What a caller sends beside words. `None` of attributes and contexts keeps the session's."""

    state: DialogState = field(default_factory=DialogState)
    """Its intent and action alone."""
    session_attributes: Mapping[str, str] | None = None
    request_attributes: Mapping[str, str] = field(default_factory=dict)
    active_contexts: tuple[ActiveContext, ...] | None = None
    hints: Hints | None = None
    messages: tuple[Message, ...] = ()
    """Of PutSession."""

    @property
    def changes_session(self) -> bool:
        parts = (self.session_attributes, self.active_contexts, self.hints)
        return any(part is not None for part in parts) or self.state != DialogState()


NOTHING_GIVEN = Given()


@dataclass(frozen=True)
class Turn:
    """`say` is "" where the session is put instead."""

    place: str
    """File and line."""
    say: str = ""
    given: Given = NOTHING_GIVEN
    expected: Expected = field(default_factory=Expected)


@dataclass(frozen=True)
class Run:
    """A way to hold conversations: which language, which channel, with which attributes."""

    name: str = ""
    locale: str = ""
    """"" is the target's own."""
    request_attributes: Mapping[str, str] = field(default_factory=dict)
    session_attributes: Mapping[str, str] = field(default_factory=dict)
    channel: str = ""
    person: str = ""


@dataclass(frozen=True)
class Script:
    """One conversation in one run."""

    place: str
    name: str
    run: Run
    turns: tuple[Turn, ...]

    @property
    def title(self) -> str:
        """What reports and filters call it."""
        about = self.name or next((turn.say for turn in self.turns if turn.say), "a conversation")
        run = ", ".join(part for part in (self.run.name, self.run.locale) if part)
        return f"{about} [{run}]" if run else about
