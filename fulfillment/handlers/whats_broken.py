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

_WORST_FIRST = ("failing", "degraded", "rolling out")


def answer(turn: Turn, fleet: Fleet, *, environment: str | None = None) -> Reply:
    """What is broken in one environment, or everywhere that the person may ask about."""
    where = places(fleet, environment)
    survey = fleet.survey(where)
    states = [state for one in survey.environments for state in one.services]
    broken = sorted(
        (state for state in states if state.health in _WORST_FIRST and problems(state)),
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
        limit = ", as far as I could read" if _has_gaps_inside(survey) else ""
        return f"Nothing is broken in {listed(read)}{limit}."
    found = [counted(len(broken), "service")] if broken else []
    belong = "belongs" if alarms == 1 else "belong"
    found += [f"{counted(alarms, 'alarm')} that {belong} to no service"] if alarms else []
    return f"Broken: {listed(found)}."


def _line(state: ServiceState) -> str:
    return f"- {_how(state)} {'; '.join(problems(state))}."


def _how(state: ServiceState) -> str:
    """What is wrong beside a rollout is not why it is rolling out."""
    link = ", and apart from that," if state.health == "rolling out" else ":"
    return f"{name_in(state)} is {state.health}{link}"


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
    return [*survey.gaps, *_gaps_inside(survey)]


def _gaps_inside(survey: Survey) -> list[str]:
    """Of environments that could be read otherwise."""
    inside = [gap for one in survey.environments for gap in one.gaps]
    of_services = [gap for one in survey.environments for s in one.services for gap in s.gaps]
    return [*inside, *of_services]


def _has_gaps_inside(survey: Survey) -> bool:
    services = [service for one in survey.environments for service in one.services]
    return bool(_gaps_inside(survey)) or any(service.unread for service in services)


def _speech(
    broken: Sequence[ServiceState], survey: Survey, where: Sequence[str], gaps: Sequence[str]
) -> str:
    if not broken:
        return plain(" ".join([_headline(broken, survey, where), *gaps[:1]]))
    first = broken[0]
    said = f"{_how(first)} {problems(first, brief=True)[0]}."
    others = [f"{state.name} in {state.environment}" for state in broken[1:SPOKEN_ITEMS]]
    more = len(broken) - 1 - len(others)
    rest = [*others, *([f"{more} more"] if more > 0 else [])]
    also = [f"Also {listed(rest)}."] if rest else []
    return plain(" ".join([said, *also, *gaps[:1]]))


def _suggestions(broken: Sequence[ServiceState], where: Sequence[str]) -> list[str]:
    if not broken:
        return [f"what is deployed in {one}" for one in where[:2]]
    first = broken[0]
    return [
        f"rollout status of {first.name} in {first.environment}",
        f"is {first.name} healthy in {first.environment}?",
    ]
