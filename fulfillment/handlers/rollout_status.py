"""Say how the rollout of a service is going, and why it is stuck if it is."""

from collections.abc import Sequence

from fulfillment.answers import (
    context_of,
    gap_lines,
    name_in,
    not_found,
    places,
    problems,
    version_name,
    version_or_none,
)
from fulfillment.diagnosis import Cause, diagnose
from fulfillment.markdown import bold, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import DeploymentState, ServiceState
from fulfillment.sentences import Say
from fulfillment.turn import Cell, Fact, Reply, Turn
from fulfillment.wording import shown, spoken_age

_SHOWN_EVENTS = 3
_SHOWN_CAUSES = 3
_ADVICE = " For more information"


def answer(
    turn: Turn,
    fleet: Fleet,
    *,
    service: str,
    environment: str | None = None,
) -> Reply:
    """In one environment, or everywhere; rollouts under way come first."""
    say = turn.say
    where = places(fleet, environment)
    found = fleet.find(service, where)
    if not found.states:
        return not_found(say, service, where, found.gaps)
    states = sorted(found.states, key=lambda state: not _is_rolling(state))
    gaps = gap_lines(say, [*found.gaps, *(gap for state in states for gap in state.gaps)])
    lines = [_line(say, state) for state in states]
    for state in states:
        if _is_rolling(state):
            lines += [*_causes(say, state), *_events(say, state)]
    return Reply(
        text="\n".join([*lines, *gaps]),
        speech=plain(" ".join([_spoken(say, states[0]), *gaps[:1]])),
        facts=_facts(say, states),
        suggestions=(say("suggest_health", service=service),),
        context=context_of([one for one in states if _is_rolling(one)] or states, environment),
    )


def _is_rolling(state: ServiceState) -> bool:
    return bool(state.incoming) or any(one.state == "failed" for one in state.deployments)


def _line(say: Say, state: ServiceState, *, brief: bool = False) -> str:
    primary = state.primary
    if primary is None or not _is_rolling(state):
        return say(
            "none_under_way",
            service=name_in(say, state),
            version=bold(version_or_none(say, state.version)),
            age=spoken_age(say, state.age_seconds),
        )
    is_failing = state.health == "failing"
    why = f" {_capital(problems(say, state, brief=brief)[0])}." if is_failing else ""
    return f"{_how_far(say, state, primary)}{why}"


def _how_far(say: Say, state: ServiceState, primary: DeploymentState) -> str:
    is_restart = primary.version == state.version
    rollout = say("rollout_of", version=bold(version_name(say, primary.version)))
    return say(
        "how_far",
        what=say("restart") if is_restart else rollout,
        service=name_in(say, state),
        how=say("goes_wrong") if state.health == "failing" else say("under_way"),
        running=primary.running,
        count=primary.desired,
        age=spoken_age(say, primary.age_seconds),
    )


def _causes(say: Say, state: ServiceState) -> list[str]:
    """Why it does not move, the likeliest first; nothing while it does."""
    return [f"- {_cause(say, one)}" for one in _known_causes(state)[:_SHOWN_CAUSES]]


def _cause(say: Say, cause: Cause) -> str:
    why, look_at, evidence = cause.why, cause.look_at, shown(cause.evidence, 160)
    if not evidence:
        return say("cause", why=why, look_at=look_at)
    if cause.seen == 1:
        return say("cause_once", why=why, look_at=look_at, evidence=evidence)
    return say("cause_seen", why=why, look_at=look_at, evidence=evidence, count=cause.seen)


def _known_causes(state: ServiceState) -> tuple[Cause, ...]:
    is_in_trouble = state.health == "failing" or any(one.failed_tasks for one in state.deployments)
    is_stuck = any(one.state == "failed" for one in state.deployments)
    return diagnose(state) if is_in_trouble or is_stuck or state.incoming else ()


def _spoken(say: Say, state: ServiceState) -> str:
    """How far it is, and the likeliest cause with what to look at."""
    primary = state.primary
    causes = _known_causes(state) if _is_rolling(state) else ()
    if primary is None or not causes:
        return _line(say, state, brief=True)
    cause = say("cause", why=causes[0].why, look_at=causes[0].look_at)
    return f"{_how_far(say, state, primary)} {cause}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _events(say: Say, state: ServiceState) -> list[str]:
    """The newest events, each sentence once, without the advice that ECS adds."""
    said = {event.message.partition(_ADVICE)[0]: event for event in reversed(state.events)}
    newest = sorted(said.items(), key=lambda item: item[1].age_seconds)[:_SHOWN_EVENTS]
    lines = (
        say("event", age=spoken_age(say, event.age_seconds), message=shown(message, 200))
        for message, event in newest
    )
    return [f"- {line}" for line in lines]


def _facts(say: Say, states: Sequence[ServiceState]) -> tuple[Fact, ...]:
    primary = states[0].primary
    if primary is None or not _is_rolling(states[0]):
        return ()
    lost = primary.failed_tasks
    running = say("of", done=primary.running, total=primary.desired)
    return (
        Fact(say("label_new_running"), Cell(running)),
        Fact(say("label_starting"), Cell(str(primary.pending))),
        Fact(say("label_failed"), Cell(str(lost), "bad" if lost else "good")),
        Fact(say("label_serving"), Cell(version_or_none(say, states[0].version))),
    )
