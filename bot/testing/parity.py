"""The same conversations on two endpoints, and where they differ."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bot.dialog.state import Interpretation
from bot.lex.answers import Answer
from bot.printing import printable
from bot.testing.comparing import NOTHING, filled, message_text, slot_text
from bot.testing.endpoint import Endpoint, Heard, Session
from bot.testing.reporting import state_text
from bot.testing.running import Settings, given_in, send
from bot.testing.script import Script

DEFAULT_TOLERANCE = 0.2
"""Two recognizers rarely agree on a confidence; which side of the threshold matters more."""


@dataclass(frozen=True)
class Divergence:
    """One thing that is not the same. `what`: intent, confidence, slots, messages, action, …"""

    what: str
    left: str
    right: str


@dataclass(frozen=True)
class ComparedTurn:
    place: str
    say: str
    left: Heard
    right: Heard
    divergences: tuple[Divergence, ...] = ()


@dataclass(frozen=True)
class Compared:
    """A conversation on both sides, up to the turn at which they stand at different points."""

    script: Script
    locale: str
    turns: tuple[ComparedTurn, ...]
    left_out: int = 0
    """Turns that were not held, because what was said before had different effects."""

    @property
    def is_same(self) -> bool:
        return not any(turn.divergences for turn in self.turns)


@dataclass(frozen=True)
class Sides:
    """Two endpoints, how reports call them, and how each is talked to."""

    left: Endpoint
    right: Endpoint
    left_settings: Settings
    right_settings: Settings
    names: tuple[str, str] = field(default=("left", "right"))
    tolerance: float = DEFAULT_TOLERANCE
    ignored: frozenset[str] = frozenset()
    """Kinds of differences that do not count: messages, confidence."""


def compare_all(sides: Sides, scripts: Sequence[Script], jobs: int = 1) -> tuple[Compared, ...]:
    """Every conversation on both, in their order. Raises UnreachableError."""
    if jobs == 1:
        return tuple(compare(sides, script) for script in scripts)
    with ThreadPoolExecutor(jobs, thread_name_prefix="parity") as pool:
        return tuple(pool.map(lambda script: compare(sides, script), scripts))


def compare(sides: Sides, script: Script) -> Compared:
    """One conversation on both. What a script expects is left out of account."""
    ways = ((sides.left, sides.left_settings), (sides.right, sides.right_settings))
    locale = script.run.locale or sides.left_settings.locale
    sessions = [Session(locale, settings.new_session()) for _, settings in ways]
    turns: list[ComparedTurn] = []
    for number, turn in enumerate(script.turns):
        left, right = (
            send(endpoint, session, turn, given_in(script.run, session, number, turn, settings))
            for (endpoint, settings), session in zip(ways, sessions, strict=True)
        )
        found = divergences(left, right, sides.tolerance, sides.ignored)
        turns.append(ComparedTurn(turn.place, turn.say or "(puts the session)", left, right, found))
        if _parts(left) != _parts(right):
            break
    return Compared(script, locale, tuple(turns), len(script.turns) - len(turns))


def _parts(heard: Heard) -> tuple[object, ...]:
    """What decides how the next sentence is understood."""
    state = heard.answer.state
    return (heard.error, state.intent.name if state.intent else "", state.action)


def divergences(
    left: Heard, right: Heard, tolerance: float, ignored: frozenset[str] = frozenset()
) -> tuple[Divergence, ...]:
    """Where two answers to the same turn differ."""
    if left.error or right.error:
        found = [Divergence("error", left.error or "an answer", right.error or "an answer")]
        return () if left.error == right.error else tuple(found)
    found = [
        Divergence(what, one or NOTHING, other or NOTHING)
        for (what, one), (_, other) in zip(_told(left), _told(right), strict=True)
        if one != other
    ]
    found += _confidence(left.answer, right.answer, tolerance)
    return tuple(one for one in found if one.what not in ignored)


def _told(heard: Heard) -> Iterator[tuple[str, str]]:
    state = heard.answer.state
    intent, action = state.intent, state.action
    yield "intent", intent.name if intent else ""
    yield "state", intent.phase if intent else ""
    yield "confirmation", intent.confirmation if intent else ""
    slots = {name: slot_text(fill) for name, fill in filled(intent).items()}
    yield "slots", ", ".join(f"{name}={value}" for name, value in sorted(slots.items()))
    parts = (action.type, action.slot_to_elicit, action.sub_slot_to_elicit) if action else ()
    yield "action", " ".join(part for part in parts if part)
    yield "messages", "\n".join(map(message_text, heard.answer.messages))
    yield "contexts", ", ".join(sorted(context.name for context in state.contexts))


def _confidence(left: Answer, right: Answer, tolerance: float) -> list[Divergence]:
    """Of the first interpretation, where both have the same one."""
    one, other = _first(left), _first(right)
    if one is None or other is None or one.intent != other.intent:
        return []
    if one.confidence is None or other.confidence is None:
        return []
    if abs(one.confidence - other.confidence) <= tolerance:
        return []
    return [Divergence("confidence", f"{one.confidence:.2f}", f"{other.confidence:.2f}")]


def _first(answer: Answer) -> Interpretation | None:
    return answer.interpretations[0] if answer.interpretations else None


def parity_text(results: Sequence[Compared], names: tuple[str, str]) -> str:
    """Every conversation that is not the same, turn by turn, and the count."""
    different = [result for result in results if not result.is_same]
    blocks = ["\n".join(_conversation(result, names)) for result in different]
    turns = [turn for result in results for turn in result.turns]
    same = sum(not turn.divergences for turn in turns)
    blocks.append(
        f"{len(results) - len(different)} of {len(results)} conversations and {same} of "
        f"{len(turns)} turns are the same on both"
    )
    return "\n\n".join(blocks)


def _conversation(result: Compared, names: tuple[str, str]) -> Iterator[str]:
    yield printable(f"≠ {result.script.place}: {result.script.title}")
    width = max(len(name) for name in names)
    for turn in result.turns:
        yield printable(f"  you  {turn.say}")
        if not turn.divergences:
            yield printable(f"       same: [{state_text(turn.left)}]")
        for one in turn.divergences:
            yield f"       {one.what}"
            for name, text in zip(names, (one.left, one.right), strict=True):
                first, *rest = printable(text).split("\n")
                yield f"         {name:<{width}}  {first}"
                yield from (f"         {'':<{width}}  {line}" for line in rest)
    if result.left_out:
        yield f"  … {result.left_out} more not held: the two stand at different points"


def parity_json(results: Sequence[Compared], names: tuple[str, str]) -> dict[str, object]:
    """The same as data."""
    return {
        "left": names[0],
        "right": names[1],
        "conversations": len(results),
        "same": sum(result.is_same for result in results),
        "differences": [
            {
                "place": turn.place,
                "locale": result.locale,
                "say": turn.say,
                "what": one.what,
                "left": one.left,
                "right": one.right,
            }
            for result in results
            for turn in result.turns
            for one in turn.divergences
        ],
    }
