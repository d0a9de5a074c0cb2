"""Say first what is wrong right now, and why."""

from collections.abc import Sequence

from fulfillment.answers import (
    SPOKEN_ITEMS,
    alarm_text,
    context_of,
    first_lines,
    gap_lines,
    health_action,
    name_in,
    places,
    problems,
    verdict_text,
    version_name,
)
from fulfillment.markdown import bold, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import ServiceState, Survey
from fulfillment.sentences import Phrase, Say
from fulfillment.turn import Reply, Turn

_WORST_FIRST = ("failing", "degraded", "rolling out")


def answer(turn: Turn, fleet: Fleet, *, environment: str | None = None) -> Reply:
    """What is broken in one environment, or everywhere that the person may ask about."""
    say = turn.say
    where = places(fleet, environment)
    survey = fleet.survey(where)
    states = [state for one in survey.environments for state in one.services]
    broken = sorted(
        (state for state in states if state.health in _WORST_FIRST and problems(say, state)),
        key=lambda state: _WORST_FIRST.index(state.health),
    )
    gaps = gap_lines(say, _gaps(survey))
    wrong = first_lines(say, [_line(say, one) for one in broken])
    alarms = first_lines(say, _loose_alarms(say, survey))
    lines = [_headline(say, broken, survey, where), *wrong, *alarms]
    lines += [*_rolling(say, states), *gaps]
    return Reply(
        text="\n".join(lines),
        speech=_speech(say, broken, survey, where, gaps),
        actions=tuple(health_action(say, one) for one in broken[:SPOKEN_ITEMS]),
        suggestions=tuple(_suggestions(say, broken, where)),
        context=context_of(broken, environment),
        state="done" if survey.environments else "failed",
    )


def _headline(
    say: Say, broken: Sequence[ServiceState], survey: Survey, where: Sequence[str]
) -> str:
    read = say.all_of([one.environment for one in survey.environments])
    if not read:
        return say("cannot_say", environments=say.all_of(where))
    alarms = sum(len(one.alarms) for one in survey.environments)
    if not broken and not alarms:
        if _has_gaps_inside(survey):
            return say("nothing_broken_as_read", environments=read)
        return say("nothing_broken", environments=read)
    found = [say("counted_services", count=len(broken))] if broken else []
    found += [say("counted_alarms", count=alarms)] if alarms else []
    return say("broken", found=say.all_of(found))


def _line(say: Say, state: ServiceState) -> str:
    return f"- {_how(say, state, '; '.join(problems(say, state)))}"


def _how(say: Say, state: ServiceState, wrong: str) -> str:
    """What is wrong beside a rollout is not why it is rolling out."""
    name = name_in(say, state)
    if state.health == "rolling out":
        return say("wrong_beside_rollout", service=name, problems=wrong)
    health = verdict_text(say, state.health)
    return say("service_is", service=name, health=health, details=wrong)


def _loose_alarms(say: Say, survey: Survey) -> list[str]:
    said = (
        say("alarm_in", environment=bold(one.environment), alarm=alarm_text(say, alarm))
        for one in survey.environments
        for alarm in one.alarms
    )
    return [f"- {line}" for line in said]


def _rolling(say: Say, states: Sequence[ServiceState]) -> list[str]:
    going = [
        say(
            "version_in",
            service=bold(state.name),
            version=version_name(say, state.incoming),
            environment=state.environment,
        )
        for state in states
        if state.health == "rolling out"
    ]
    return [say("rolling_out_now", services=say.all_of(going))] if going else []


def _gaps(survey: Survey) -> list[Phrase]:
    return [*survey.gaps, *_gaps_inside(survey)]


def _gaps_inside(survey: Survey) -> list[Phrase]:
    """Of environments that could be read otherwise."""
    inside = [gap for one in survey.environments for gap in one.gaps]
    of_services = [gap for one in survey.environments for s in one.services for gap in s.gaps]
    return [*inside, *of_services]


def _has_gaps_inside(survey: Survey) -> bool:
    services = [service for one in survey.environments for service in one.services]
    return bool(_gaps_inside(survey)) or any(service.unread for service in services)


def _speech(
    say: Say,
    broken: Sequence[ServiceState],
    survey: Survey,
    where: Sequence[str],
    gaps: Sequence[str],
) -> str:
    if not broken:
        return plain(" ".join([_headline(say, broken, survey, where), *gaps[:1]]))
    first = _how(say, broken[0], problems(say, broken[0], brief=True)[0])
    others = [
        say("service_in", service=state.name, environment=state.environment)
        for state in broken[1:SPOKEN_ITEMS]
    ]
    more = len(broken) - 1 - len(others)
    rest = [*others, *([say("more", count=more)] if more > 0 else [])]
    also = [say("also", services=say.all_of(rest))] if rest else []
    return plain(" ".join([first, *also, *gaps[:1]]))


def _suggestions(say: Say, broken: Sequence[ServiceState], where: Sequence[str]) -> list[str]:
    if not broken:
        return [say("suggest_deployed", environment=one) for one in where[:2]]
    service, environment = broken[0].name, broken[0].environment
    return [
        say("suggest_rollout_in", service=service, environment=environment),
        say("suggest_health_in", service=service, environment=environment),
    ]
