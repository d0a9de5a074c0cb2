"""List what is deployed in an environment."""

from collections import Counter
from collections.abc import Sequence

from fulfillment.answers import (
    SPOKEN_ITEMS,
    gap_lines,
    health_cell,
    health_text,
    tasks_text,
    version_text,
)
from fulfillment.markdown import bold, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import EnvironmentState, ServiceState
from fulfillment.turn import Cell, Reply, Table, Turn
from fulfillment.wording import age, counted, listed

COLUMNS = ("Service", "Version", "Tasks", "Health", "Age")
_ORDER = (
    "failing",
    "degraded",
    "rolling out",
    "healthy",
    "healthy as far as I could read",
)


def answer(turn: Turn, fleet: Fleet, *, environment: str) -> Reply:
    """A table: every service with its version, tasks running/desired, health and age."""
    state = fleet.services(environment)
    gaps = gap_lines([*state.gaps, *(gap for one in state.services for gap in one.gaps)])
    text = " ".join([_summary(state), *gaps])
    return Reply(
        text=text,
        speech=plain(" ".join([_speech(state), *gaps[:1]])),
        table=_table(state) if state.services else None,
        suggestions=(f"whats broken in {environment}?",),
        context={"environment": environment},
    )


def _summary(state: EnvironmentState) -> str:
    if not state.services:
        return f"Nothing is deployed in {bold(state.environment)}."
    counts = Counter(health_text(one) for one in state.services)
    parts = [f"{counts[health]} {health}" for health in _ORDER if counts[health]]
    services = counted(len(state.services), "service")
    return f"{bold(services)} in {bold(state.environment)}: {', '.join(parts)}."


def _table(state: EnvironmentState) -> Table:
    return Table(
        title=f"Deployed in {state.environment}",
        columns=COLUMNS,
        rows=tuple(_row(one) for one in state.services),
    )


def _row(state: ServiceState) -> tuple[Cell, ...]:
    return (
        Cell(state.name),
        Cell(version_text(state)),
        Cell(tasks_text(state)),
        health_cell(state),
        Cell(age(state.age_seconds)),
    )


def _speech(state: EnvironmentState) -> str:
    bad = [one for one in state.services if one.health in ("failing", "degraded")]
    named = _named(bad or state.services)
    said = _summary(state)
    if not state.services:
        return said
    return f"{said} {'Look at' if bad else 'Among them'} {named}."


def _named(states: Sequence[ServiceState]) -> str:
    some = [f"{one.name} {one.version}".strip() for one in states[:SPOKEN_ITEMS]]
    return listed(some)
