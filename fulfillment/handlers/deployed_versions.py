"""List what is deployed in an environment."""

from collections import Counter
from collections.abc import Sequence

from fulfillment.answers import (
    SPOKEN_ITEMS,
    Verdict,
    gap_lines,
    health_cell,
    tasks_text,
    verdict,
    verdict_text,
    version_name,
    version_text,
)
from fulfillment.markdown import bold, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import EnvironmentState, ServiceState
from fulfillment.sentences import Say
from fulfillment.turn import Cell, Reply, Table, Turn
from fulfillment.wording import age

_ORDER: tuple[Verdict, ...] = ("failing", "degraded", "rolling out", "healthy", "healthy as read")


def answer(turn: Turn, fleet: Fleet, *, environment: str) -> Reply:
    """A table: every service with its version, tasks running/desired, health and age."""
    say = turn.say
    state = fleet.services(environment)
    gaps = gap_lines(say, [*state.gaps, *(gap for one in state.services for gap in one.gaps)])
    text = " ".join([_summary(say, state), *gaps])
    return Reply(
        text=text,
        speech=plain(" ".join([_speech(say, state), *gaps[:1]])),
        table=_table(say, state) if state.services else None,
        suggestions=(say("suggest_broken_in", environment=environment),),
        context={"environment": environment},
    )


def _summary(say: Say, state: EnvironmentState) -> str:
    where = bold(state.environment)
    if not state.services:
        return say("nothing_deployed", environment=where)
    counts = Counter(verdict(one) for one in state.services)
    parts = [
        say("counted_health", count=counts[one], health=verdict_text(say, one))
        for one in _ORDER
        if counts[one]
    ]
    return say("summary", count=len(state.services), environment=where, health=", ".join(parts))


def _table(say: Say, state: EnvironmentState) -> Table:
    return Table(
        title=say("table_title", environment=state.environment),
        columns=(
            say("label_service"),
            say("label_version"),
            say("label_tasks"),
            say("label_health"),
            say("label_age"),
        ),
        rows=tuple(_row(say, one) for one in state.services),
    )


def _row(say: Say, state: ServiceState) -> tuple[Cell, ...]:
    return (
        Cell(state.name),
        Cell(version_text(say, state)),
        Cell(tasks_text(state)),
        health_cell(say, state),
        Cell(age(say, state.age_seconds)),
    )


def _speech(say: Say, state: EnvironmentState) -> str:
    bad = [one for one in state.services if one.health in ("failing", "degraded")]
    said = _summary(say, state)
    if not state.services:
        return said
    if bad:
        return f"{said} {say('look_at', services=_named(say, bad))}"
    return f"{said} {say('among_them', services=_named(say, state.services))}"


def _named(say: Say, states: Sequence[ServiceState]) -> str:
    return say.all_of([_name(say, one) for one in states[:SPOKEN_ITEMS]])


def _name(say: Say, state: ServiceState) -> str:
    return f"{state.name} {version_name(say, state.version)}".strip()
