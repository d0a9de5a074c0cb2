"""Holds conversations with an endpoint: each in a fresh session, up to its first difference."""

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from bot.testing.comparing import Difference, differences
from bot.testing.endpoint import Endpoint, Heard, Session
from bot.testing.script import Given, Run, Script, Turn

Attributes = Callable[[Run, Session, str], Mapping[str, str]]
"""(run, session, what is said) -> request attributes that go with each turn."""


def no_attributes(*_: object) -> Mapping[str, str]:
    """Nothing beside what the conversation says."""
    return {}


def _new_session() -> str:
    return f"ground-test-{uuid.uuid4().hex}"


@dataclass(frozen=True)
class Settings:
    """How conversations are held. Whatever is not plain data is for tests to replace."""

    locale: str
    """Where a run names none."""
    jobs: int = 1
    attributes: Attributes = no_attributes
    before: Callable[[], object] = lambda: None
    """Called before each conversation; with several `jobs` others are under way then."""
    new_session: Callable[[], str] = _new_session
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True)
class TurnResult:
    turn: Turn
    heard: Heard
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Result:
    """One conversation as it went; the last turn is the one that differs, if one does."""

    script: Script
    locale: str
    turns: tuple[TurnResult, ...] = field(default_factory=tuple)
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        return not any(turn.differences for turn in self.turns)


def hold_all(
    endpoint: Endpoint,
    scripts: Sequence[Script],
    settings: Settings,
    tell: Callable[[Result], object] = lambda _: None,
) -> tuple[Result, ...]:
    """Every conversation, `jobs` at once, in their order. `tell` hears of each when it is over.

    Raises UnreachableError.
    """

    def one(script: Script) -> Result:
        settings.before()
        result = hold(endpoint, script, settings)
        tell(result)
        return result

    if settings.jobs == 1:
        return tuple(map(one, scripts))
    with ThreadPoolExecutor(settings.jobs, thread_name_prefix="conversation") as pool:
        return tuple(pool.map(one, scripts))


def hold(endpoint: Endpoint, script: Script, settings: Settings) -> Result:
    """One conversation. Raises UnreachableError."""
    locale = script.run.locale or settings.locale
    session, began = Session(locale, settings.new_session()), settings.clock()
    turns: list[TurnResult] = []
    for number, turn in enumerate(script.turns):
        heard = send(endpoint, session, turn, given_in(script.run, session, number, turn, settings))
        turns.append(TurnResult(turn, heard, differences(turn.expected, heard)))
        if turns[-1].differences:
            break
    return Result(script, locale, tuple(turns), settings.clock() - began)


def send(endpoint: Endpoint, session: Session, turn: Turn, given: Given) -> Heard:
    """A turn's words, or the session that it puts."""
    return endpoint.say(session, turn.say, given) if turn.say else endpoint.put(session, given)


def given_in(run: Run, session: Session, number: int, turn: Turn, settings: Settings) -> Given:
    """What goes with a turn: its own, the run's, and what settings add to every request."""
    given = turn.given
    first = {} if number else run.session_attributes
    added = settings.attributes(run, session, turn.say)
    attributes = given.session_attributes
    if first:
        attributes = {**first, **(attributes or {})}
    request = {**added, **run.request_attributes, **given.request_attributes}
    return replace(given, session_attributes=attributes, request_attributes=request)
