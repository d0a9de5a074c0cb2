"""List the versions of a service that the registry has, and where each one runs."""

from collections.abc import Mapping, Sequence

from fulfillment.answers import MOST_ROWS, cut_line, gap_lines, not_found
from fulfillment.markdown import bold, code, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.registry import Registry
from fulfillment.ops.registry.port import Version, Versions
from fulfillment.ops.state import ServiceState
from fulfillment.scans import counts_cell
from fulfillment.sentences import Say
from fulfillment.turn import Cell, Reply, Table, Turn
from fulfillment.wording import age, clean, decimal, spoken_age

_DIGITS = 12
_MEGABYTE = 1_000_000


def answer(turn: Turn, fleet: Fleet, registry: Registry, *, service: str) -> Reply:
    """Newest first, with age, size, what the scan found, and the environments that run it."""
    say = turn.say
    where = fleet.environments()
    found = fleet.find(service, where)
    if not found.states:
        return not_found(say, service, where, found.gaps)
    versions = registry.versions(found.states[0].environment, service)
    running = _running(found.states)
    gaps = gap_lines(say, found.gaps)
    lines = [_summary(say, service, versions), *_behind(say, versions, running)]
    return Reply(
        text=" ".join([*lines, *gaps, *cut_line(say, len(versions.versions))]),
        speech=plain(" ".join([*lines[:2], *gaps[:1]])),
        table=_table(say, service, versions, running) if versions.versions else None,
        suggestions=(say("suggest_scan", service=service),),
        context={"service": service},
    )


def _running(states: Sequence[ServiceState]) -> dict[str, list[str]]:
    """Version -> the environments that it serves in."""
    running: dict[str, list[str]] = {}
    for state in states:
        if state.version:
            running.setdefault(state.version, []).append(state.environment)
    return running


def _summary(say: Say, service: str, found: Versions) -> str:
    if not found.versions:
        return say("no_versions", service=bold(service), repository=code(found.repository))
    newest = found.versions[0]
    more = say("at_least") if found.has_more else ""
    return say(
        "versions_of",
        service=bold(service),
        count=len(found.versions),
        at_least=more,
        newest=bold(_name(newest)),
        age=spoken_age(say, newest.age_seconds),
    )


def _behind(say: Say, found: Versions, running: Mapping[str, Sequence[str]]) -> list[str]:
    """How many versions each environment is behind the newest one."""
    places = {
        place: at
        for at, version in enumerate(found.versions)
        for tag in version.tags
        for place in running.get(tag, ())
    }
    said = [
        say("is_behind", environment=place, count=at, version=bold(_name(found.versions[at])))
        if at
        else say("runs_newest", environment=place)
        for place, at in places.items()
    ]
    return [say("in_places", places=say.all_of(said))] if said else []


def _name(version: Version) -> str:
    return version.tags[-1] if version.tags else version.digest.rpartition(":")[2][:_DIGITS]


def _table(say: Say, service: str, found: Versions, running: Mapping[str, Sequence[str]]) -> Table:
    columns = (
        say("label_version"),
        say("label_pushed"),
        say("label_size"),
        say("label_scan"),
        say("label_runs_in"),
    )
    rows = tuple(_row(say, one, running) for one in found.versions[:MOST_ROWS])
    return Table(say("table_title", service=service), columns, rows)


def _row(say: Say, one: Version, running: Mapping[str, Sequence[str]]) -> tuple[Cell, ...]:
    places = [place for tag in one.tags for place in running.get(tag, ())]
    size = say("megabytes", size=decimal(say, one.size / _MEGABYTE))
    return (
        Cell(clean(", ".join(one.tags) or _name(one))),
        Cell(age(say, one.age_seconds)),
        Cell(size if one.size else ""),
        counts_cell(say, one.counts),
        Cell(", ".join(places), "good" if places else "neutral"),
    )
