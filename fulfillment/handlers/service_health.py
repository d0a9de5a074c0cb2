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
    verdict_text,
    version_name,
    version_text,
)
from fulfillment.markdown import bold, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import ServiceState
from fulfillment.sentences import Say
from fulfillment.turn import Cell, Reply, Table, Turn


def answer(
    turn: Turn,
    fleet: Fleet,
    *,
    service: str,
    environment: str | None = None,
) -> Reply:
    """In one environment, or a line for each that has it."""
    say = turn.say
    where = places(fleet, environment)
    found = fleet.find(service, where)
    if not found.states:
        return not_found(say, service, where, found.gaps)
    states = sorted(found.states, key=lambda state: state.health == "healthy")
    gaps = gap_lines(say, [*found.gaps, *(gap for state in states for gap in state.gaps)])
    is_one = len(states) == 1
    return Reply(
        text="\n".join([*(_line(say, state) for state in states), *gaps]),
        speech=_speech(say, states, gaps),
        facts=facts(say, states[0]) if is_one else (),
        table=None if is_one else _table(say, service, found.states),
        suggestions=(
            say("suggest_version", service=service),
            say("suggest_rollout", service=service),
        ),
        context=context_of(states, environment),
    )


def _line(say: Say, state: ServiceState, *, brief: bool = False) -> str:
    wrong = "; ".join(problems(say, state, brief=brief))
    name = name_in(say, state)
    if wrong and state.health != "rolling out":
        health = verdict_text(say, state.health)
        return say("service_is", service=name, health=health, details=wrong)
    good, health = say.all_of(_good(say, state)), health_text(say, state)
    said = say("service_is", service=name, health=health, details=good)
    # What is wrong beside a rollout is not why it is rolling out.
    return f"{said} {say('apart_from_that', problems=wrong)}" if wrong else said


def _good(say: Say, state: ServiceState) -> list[str]:
    said = [say("tasks_run", running=state.running, count=state.desired)]
    if state.health == "rolling out":
        version = bold(version_name(say, state.incoming))
        said.append(say("being_rolled_out", version=version))
    if state.targets and not state.targets.unhealthy:
        said.append(say("all_targets_healthy", count=state.targets.healthy))
    if not state.alarms and "alarms" not in state.unread:
        said.append(say("no_alarm"))
    return said


def _table(say: Say, service: str, states: Sequence[ServiceState]) -> Table:
    columns = (
        say("label_environment"),
        say("label_version"),
        say("label_tasks"),
        say("label_health"),
    )
    rows = tuple(
        (
            Cell(state.environment),
            Cell(version_text(say, state)),
            Cell(tasks_text(state)),
            health_cell(say, state),
        )
        for state in states
    )
    return Table(say("health_of", service=service), columns, rows)


def _speech(say: Say, states: Sequence[ServiceState], gaps: Sequence[str]) -> str:
    rest = [
        say("health_in", health=health_text(say, state), environment=state.environment)
        for state in states[1:3]
    ]
    elsewhere = [say("elsewhere", places=say.all_of(rest))] if rest else []
    return plain(" ".join([_line(say, states[0], brief=True), *elsewhere, *gaps[:1]]))
