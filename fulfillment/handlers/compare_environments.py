"""Compare the versions of the services in two environments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fulfillment.answers import SPOKEN_ITEMS, gap_lines, version_name, version_text
from fulfillment.markdown import bold, escape, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import UNKNOWN_VERSION, ServiceState
from fulfillment.sentences import Phrase, Say
from fulfillment.turn import Cell, Reply, Table, Turn
from fulfillment.version_order import compare

Verdict = Literal["ahead", "behind", "different", "only here", "only there", "unsure", "same"]
"""Of the first environment against the other."""
_ORDER: tuple[Verdict, ...] = (
    "ahead",
    "behind",
    "different",
    "only here",
    "only there",
    "unsure",
    "same",
)
_NAMED = 8
"""Services that a sentence on a screen names; the table has them all."""
Places = tuple[str, str]


@dataclass(frozen=True)
class Compared:
    """A service in both environments; None where it does not run."""

    name: str
    here: ServiceState | None
    there: ServiceState | None

    @property
    def verdict(self) -> Verdict:
        if self.here is None:
            return "only there"
        if self.there is None:
            return "only here"
        if UNKNOWN_VERSION in (self.here.version, self.there.version):
            return "unsure"
        order = compare(self.here.version, self.there.version)
        if order is None:
            return "different"
        return "same" if order == 0 else "ahead" if order > 0 else "behind"


def answer(
    turn: Turn,
    fleet: Fleet,
    *,
    environment: str,
    other_environment: str | None = None,
    service: str | None = None,
) -> Reply:
    """A table of both versions, what differs first; a sentence for each kind of difference."""
    say = turn.say
    other = other_environment or _next(fleet.environments(), environment)
    if not other:
        return _failed(say("no_other", environment=bold(environment)))
    if other == environment:
        return _failed(say("same_twice", environment=escape(environment)))
    places = (environment, other)
    states, gaps = _read(fleet, places, service)
    if states is None:
        return _failed(" ".join(gap_lines(say, gaps)))
    beside = [] if other_environment else [say("compared_with", other=bold(other))]
    return _reply(say, places, _pairs(*states), [*beside, *gap_lines(say, gaps)])


def _next(environments: Sequence[str], environment: str) -> str:
    """The one after it in the order of the file, before it for the last; "" where it is alone."""
    others = [one for one in environments if one != environment]
    later = environments.index(environment) if environment in environments else 0
    return others[min(later, len(others) - 1)] if others else ""


def _read(
    fleet: Fleet, places: Places, service: str | None
) -> tuple[tuple[list[ServiceState], list[ServiceState]] | None, list[Phrase]]:
    """The services of both, and what could not be read; None where one side is not known."""
    if service:
        found = fleet.find(service, places)
        if found.gaps and len(found.states) < len(places):
            return None, [*found.gaps]
        states = found.states
        gaps = [*found.gaps]
    else:
        survey = fleet.survey(places)
        if len(survey.environments) < len(places):
            return None, [*survey.gaps]
        states = tuple(state for one in survey.environments for state in one.services)
        gaps = [*survey.gaps]
    gaps += [gap for state in states if state.version == UNKNOWN_VERSION for gap in state.gaps]
    here, there = ([one for one in states if one.environment == place] for place in places)
    return (here, there), gaps


def _pairs(here: Sequence[ServiceState], there: Sequence[ServiceState]) -> list[Compared]:
    """By verdict, then by name."""
    mine, yours = ({one.name: one for one in some} for some in (here, there))
    pairs = [Compared(name, mine.get(name), yours.get(name)) for name in sorted({*mine, *yours})]
    return sorted(pairs, key=lambda pair: _ORDER.index(pair.verdict))


def _reply(say: Say, places: Places, pairs: Sequence[Compared], beside: Sequence[str]) -> Reply:
    brief = [*_sentences(say, places, pairs, SPOKEN_ITEMS), *beside[:1]]
    differing = [pair.name for pair in pairs if pair.verdict != "same"]
    context = {"service": pairs[0].name} if len(pairs) == 1 else {}
    return Reply(
        text=" ".join([*_sentences(say, places, pairs, _NAMED), *beside]),
        speech=plain(" ".join(brief)),
        table=_table(say, places, pairs) if pairs else None,
        suggestions=tuple(say("suggest_version", service=name) for name in differing[:1]),
        context=context,
    )


def _sentences(say: Say, places: Places, pairs: Sequence[Compared], most: int) -> list[str]:
    if not pairs:
        return [say("nothing_to_compare", environment=bold(places[0]), other=bold(places[1]))]
    of: dict[Verdict, list[Compared]] = {one: [] for one in _ORDER}
    for pair in pairs:
        of[pair.verdict].append(pair)
    same = len(of["same"])
    if same == len(pairs):
        services = bold(pairs[0].name) if same == 1 else say("counted_shared", count=same)
        environment, other = map(escape, places)
        return [say("all_same", environment=environment, other=other, services=services)]
    said = [*_ahead(say, places, of["ahead"], most)]
    said += _ahead(say, (places[1], places[0]), of["behind"], most)
    if of["different"]:
        services = _named(say, of["different"], most, with_versions=True)
        said.append(say("different", count=len(of["different"]), services=services))
    for found, place in ((of["only here"], places[0]), (of["only there"], places[1])):
        if found:
            said.append(say("missing", environment=place, services=_named(say, found, most)))
    if of["unsure"]:
        said.append(say("unsure", services=_named(say, of["unsure"], most)))
    return [*said, say("and_same", count=same)] if same else said


def _ahead(say: Say, places: Places, pairs: Sequence[Compared], most: int) -> list[str]:
    """The services in which the first place is ahead."""
    if not pairs:
        return []
    environment, other = map(escape, places)
    services = _named(say, pairs, most, with_versions=True)
    return [say("ahead", count=len(pairs), environment=environment, other=other, services=services)]


def _named(say: Say, pairs: Sequence[Compared], most: int, *, with_versions: bool = False) -> str:
    names = [_versions(say, one) if with_versions else bold(one.name) for one in pairs[:most]]
    rest = len(pairs) - most
    return say.all_of([*names, *([say("more", count=rest)] if rest > 0 else [])])


def _versions(say: Say, pair: Compared) -> str:
    """With the newer version first, where one is."""
    here, there = (one.version if one else "" for one in (pair.here, pair.there))
    newer, older = (there, here) if pair.verdict == "behind" else (here, there)
    return say(
        "against",
        service=bold(pair.name),
        version=escape(version_name(say, newer)),
        other_version=escape(version_name(say, older)),
    )


def _table(say: Say, places: Places, pairs: Sequence[Compared]) -> Table:
    return Table(
        title=say("table_title", environment=places[0], other=places[1]),
        columns=(say("label_service"), *places, say("label_compared")),
        rows=tuple(_row(say, places, pair) for pair in pairs),
    )


def _row(say: Say, places: Places, pair: Compared) -> tuple[Cell, ...]:
    versions = [
        version_text(say, one) if one else say("no_version") for one in (pair.here, pair.there)
    ]
    return (
        Cell(pair.name),
        *(Cell(one) for one in versions),
        Cell(_verdict(say, places, pair), "neutral" if pair.verdict == "same" else "warning"),
    )


def _verdict(say: Say, places: Places, pair: Compared) -> str:
    here, there = places
    words: dict[Verdict, str] = {
        "ahead": say("is_ahead", environment=here),
        "behind": say("is_ahead", environment=there),
        "different": say("is_different"),
        "only here": say("is_missing", environment=there),
        "only there": say("is_missing", environment=here),
        "unsure": say("is_unsure"),
        "same": say("is_same"),
    }
    return words[pair.verdict]


def _failed(text: str) -> Reply:
    return Reply(text=text, speech=plain(text), state="failed")
