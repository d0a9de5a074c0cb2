"""Say first what is wrong right now, and why."""

from collections.abc import Sequence

from fulfillment.answers import (
    SPOKEN_ITEMS,
    alarm_text,
    context_of,
    gap_lines,
    health_action,
    name_in,
    places,
    problems,
)
from fulfillment.markdown import bold, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import ServiceState, Survey
from fulfillment.turn import Reply, Turn
from fulfillment.wording import counted, listed

_WORST_FIRST = ("failing", "degraded")


def answer(turn: Turn, fleet: Fleet, *, environment: str | None = None) -> Reply:
    """What is broken in one environment, or everywhere that the person may ask about."""
    where = places(fleet, environment)
    survey = fleet.survey(where)
    states = [state for one in survey.environments for state in one.services]
    broken = sorted(
        (state for state in states if state.health in _WORST_FIRST),
        key=lambda state: _WORST_FIRST.index(state.health),
    )
    gaps = gap_lines(_gaps(survey))
    lines = [_headline(broken, survey, where), *map(_line, broken), *_loose_alarms(survey)]
    lines += [*_rolling(states), *gaps]
    return Reply(
        text="\n".join(lines),
        speech=_speech(broken, survey, where, gaps),
        actions=tuple(health_action(one, f"Health of {one.name}") for one in broken[:SPOKEN_ITEMS]),
        suggestions=tuple(_suggestions(broken, where)),
        context=context_of(broken, environment),
        state="done" if survey.environments else "failed",
    )


def _headline(broken: Sequence[ServiceState], survey: Survey, where: Sequence[str]) -> str:
    read = [one.environment for one in survey.environments]
    if not read:
        return f"I cannot say what is broken in {listed(where)}."
    alarms = sum(len(one.alarms) for one in survey.environments)
    if not broken and not alarms:
        return f"Nothing is broken in {listed(read)}."
    found = [counted(len(broken), "service")] if broken else []
    found += [f"{counted(alarms, 'alarm')} that belongs to no service"] if alarms else []
    return f"Broken: {listed(found)}."


def _line(state: ServiceState) -> str:
    return f"- {name_in(state)} is {state.health}: {'; '.join(problems(state))}."


def _loose_alarms(survey: Survey) -> list[str]:
    return [
        f"- In {bold(one.environment)}: {alarm_text(alarm)}."
        for one in survey.environments
        for alarm in one.alarms
    ]


def _rolling(states: Sequence[ServiceState]) -> list[str]:
    going = [
        f"{bold(state.name)} {state.incoming} in {state.environment}"
        for state in states
        if state.health == "rolling out"
    ]
    return [f"Rolling out: {listed(going)}."] if going else []


def _gaps(survey: Survey) -> list[str]:
    inside = [gap for one in survey.environments for gap in one.gaps]
    of_services = [gap for one in survey.environments for s in one.services for gap in s.gaps]
    return [*survey.gaps, *inside, *of_services]


def _speech(
    broken: Sequence[ServiceState], survey: Survey, where: Sequence[str], gaps: Sequence[str]
) -> str:
    if not broken:
        return plain(" ".join([_headline(broken, survey, where), *gaps[:1]]))
    first = broken[0]
    said = (
        f"{first.name} in {first.environment} is {first.health}: {problems(first, brief=True)[0]}."
    )
    others = [f"{state.name} in {state.environment}" for state in broken[1:SPOKEN_ITEMS]]
    more = len(broken) - 1 - len(others)
    rest = [*others, *([f"{more} more"] if more > 0 else [])]
    return plain(f"{said} Also {listed(rest)}." if rest else said)


def _suggestions(broken: Sequence[ServiceState], where: Sequence[str]) -> list[str]:
    if not broken:
        return [f"what is deployed in {one}" for one in where[:2]]
    first = broken[0]
    return [
        f"rollout status of {first.name} in {first.environment}",
        f"is {first.name} healthy in {first.environment}?",
    ]
