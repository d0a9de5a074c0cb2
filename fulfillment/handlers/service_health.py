"""Say whether one service is healthy: tasks, targets, alarms, rollout."""

from collections.abc import Sequence

from fulfillment.answers import (
    context_of,
    facts,
    gap_lines,
    health_cell,
    health_text,
    name_in,
    not_found,
    places,
    problems,
    tasks_text,
    version_text,
)
from fulfillment.markdown import bold, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import ServiceState
from fulfillment.turn import Cell, Reply, Table, Turn
from fulfillment.wording import counted, listed


def answer(
    turn: Turn,
    fleet: Fleet,
    *,
    service: str,
    environment: str | None = None,
) -> Reply:
    """In one environment, or a line for each that has it."""
    where = places(fleet, environment)
    found = fleet.find(service, where)
    if not found.states:
        return not_found(service, where, found.gaps)
    states = sorted(found.states, key=lambda state: state.health == "healthy")
    gaps = gap_lines([*found.gaps, *(gap for state in states for gap in state.gaps)])
    is_one = len(states) == 1
    return Reply(
        text="\n".join([*(_line(state) for state in states), *gaps]),
        speech=_speech(states, gaps),
        facts=facts(states[0]) if is_one else (),
        table=None if is_one else _table(service, found.states),
        suggestions=(f"which version of {service} is live?", f"rollout status of {service}"),
        context=context_of(states, environment),
    )


def _line(state: ServiceState, *, brief: bool = False) -> str:
    wrong = "; ".join(problems(state, brief=brief))
    if wrong and state.health != "rolling out":
        return f"{name_in(state)} is {state.health}: {wrong}."
    # What is wrong beside a rollout is not why it is rolling out.
    apart = f" Apart from that, {wrong}." if wrong else ""
    return f"{name_in(state)} is {health_text(state)}: {listed(_good(state))}.{apart}"


def _good(state: ServiceState) -> list[str]:
    said = [f"{state.running} of {counted(state.desired, 'task')} run"]
    if state.health == "rolling out":
        said.append(f"{bold(state.incoming)} is being rolled out")
    if state.targets and not state.targets.unhealthy:
        said.append(f"{counted(state.targets.healthy, 'target')} healthy")
    if not state.alarms and "alarms" not in state.unread:
        said.append("no alarm rings")
    return said


def _table(service: str, states: Sequence[ServiceState]) -> Table:
    rows = tuple(
        (
            Cell(state.environment),
            Cell(version_text(state)),
            Cell(tasks_text(state)),
            health_cell(state),
        )
        for state in states
    )
    return Table(f"Health of {service}", ("Environment", "Version", "Tasks", "Health"), rows)


def _speech(states: Sequence[ServiceState], gaps: Sequence[str]) -> str:
    rest = [f"{health_text(state)} in {state.environment}" for state in states[1:3]]
    said = [_line(states[0], brief=True), *([f"It is {listed(rest)}."] if rest else [])]
    return plain(" ".join([*said, *gaps[:1]]))
