"""Say how the rollout of a service is going, and why it is stuck if it is."""

from collections.abc import Sequence

from fulfillment.answers import context_of, gap_lines, name_in, not_found, places, problems
from fulfillment.markdown import bold, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import DeploymentState, ServiceState
from fulfillment.turn import Cell, Fact, Reply, Turn
from fulfillment.wording import counted, shown, spoken_age

_SHOWN_EVENTS = 3
_ADVICE = " For more information"


def answer(
    turn: Turn,
    fleet: Fleet,
    *,
    service: str,
    environment: str | None = None,
) -> Reply:
    """In one environment, or everywhere; rollouts under way come first."""
    where = places(fleet, environment)
    found = fleet.find(service, where)
    if not found.states:
        return not_found(service, where, found.gaps)
    states = sorted(found.states, key=lambda state: not _is_rolling(state))
    gaps = gap_lines([*found.gaps, *(gap for state in states for gap in state.gaps)])
    lines = [_line(state) for state in states]
    lines += [event for state in states if _is_rolling(state) for event in _events(state)]
    return Reply(
        text="\n".join([*lines, *gaps]),
        speech=plain(" ".join([_line(states[0], brief=True), *gaps[:1]])),
        facts=_facts(states),
        suggestions=(f"is {service} healthy?",),
        context=context_of([one for one in states if _is_rolling(one)] or states, environment),
    )


def _is_rolling(state: ServiceState) -> bool:
    return bool(state.incoming) or any(one.state == "failed" for one in state.deployments)


def _line(state: ServiceState, *, brief: bool = False) -> str:
    primary = state.primary
    if primary is None or not _is_rolling(state):
        return (
            f"No rollout of {name_in(state)} is under way: {bold(state.version or 'nothing')} "
            f"was last deployed or restarted {spoken_age(state.age_seconds)} ago."
        )
    is_failing = state.health == "failing"
    why = f" {_capital(problems(state, brief=brief)[0])}." if is_failing else ""
    return f"{_how_far(state, primary, 'failing' if is_failing else 'under way')}{why}"


def _how_far(state: ServiceState, primary: DeploymentState, how: str) -> str:
    what = "restart" if primary.version == state.version else f"rollout of {bold(primary.version)}"
    tasks = f"{primary.running} of {counted(primary.desired, 'new task')} run"
    began = f"it began {spoken_age(primary.age_seconds)} ago"
    return f"The {what} of {name_in(state)} is {how}: {tasks}, {began}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _events(state: ServiceState) -> list[str]:
    """The newest events, each sentence once, without the advice that ECS adds."""
    said = {event.message.partition(_ADVICE)[0]: event for event in reversed(state.events)}
    newest = sorted(said.items(), key=lambda item: item[1].age_seconds)[:_SHOWN_EVENTS]
    return [
        f"- {spoken_age(event.age_seconds)} ago: {shown(message, 200)}" for message, event in newest
    ]


def _facts(states: Sequence[ServiceState]) -> tuple[Fact, ...]:
    primary = states[0].primary
    if primary is None or not _is_rolling(states[0]):
        return ()
    lost = primary.failed_tasks
    return (
        Fact("New tasks running", Cell(f"{primary.running} of {primary.desired}")),
        Fact("Starting", Cell(str(primary.pending))),
        Fact("Failed", Cell(str(lost), "bad" if lost else "good")),
        Fact("Serving", Cell(states[0].version or "nothing")),
    )
