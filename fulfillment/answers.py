"""Sentences, rows and facts about services that several handlers share."""

from collections.abc import Sequence

from fulfillment.markdown import bold, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import Alarm, DeploymentState, ServiceState, StoppedTask
from fulfillment.turn import Action, Cell, Fact, Invocation, Reply, Tone
from fulfillment.wording import age, counted, listed, shown, spoken_age

SPOKEN_ITEMS = 3
"""Of a list: more cannot be kept in mind."""
_TONES: dict[str, Tone] = {
    "healthy": "good",
    "rolling out": "warning",
    "degraded": "warning",
    "failing": "bad",
}


def places(fleet: Fleet, environment: str | None) -> tuple[str, ...]:
    """The environment asked about, or all that may be asked about."""
    return (environment,) if environment else fleet.environments()


def version_text(state: ServiceState) -> str:
    """ "1.8.2", or "1.8.2 → 1.9.0" while another version comes in."""
    serving = state.version or "nothing"
    changes = state.incoming and state.incoming != state.version
    return f"{serving} → {state.incoming}" if changes else serving


def tasks_text(state: ServiceState) -> str:
    return f"{state.running}/{state.desired}"


def health_text(state: ServiceState) -> str:
    """Never plainly healthy where a check is missing."""
    is_open = state.health == "healthy" and state.unread
    return "healthy as far as I could read" if is_open else state.health


def health_cell(state: ServiceState) -> Cell:
    is_open = state.health == "healthy" and state.unread
    return Cell(health_text(state), "neutral" if is_open else _TONES[state.health])


def name_in(state: ServiceState) -> str:
    return f"{bold(state.name)} in {bold(state.environment)}"


def problems(state: ServiceState, *, brief: bool = False) -> tuple[str, ...]:
    """What is wrong with a service, worst first, as parts of a sentence in Markdown.

    `brief` leaves out what AWS and containers say in their own words: for a voice.
    """
    found = [*_rollout_problems(state, brief)]
    if state.health == "failing" and not found:
        found.append(f"none of its {counted(state.desired, 'task')} runs{_last_stop(state, brief)}")
    elif state.running < state.desired and state.health == "degraded":
        found.append(f"only {state.running} of {counted(state.desired, 'task')} run")
    if state.targets and state.targets.unhealthy:
        reason = state.targets.reasons[0] if state.targets.reasons else ""
        unhealthy = counted(state.targets.unhealthy, "target")
        verb = "is" if state.targets.unhealthy == 1 else "are"
        found.append(f"{unhealthy} {verb} unhealthy{_in_brackets(reason, brief)}")
    return (*found, *(alarm_text(alarm, brief=brief) for alarm in state.alarms))


def alarm_text(alarm: Alarm, *, brief: bool = False) -> str:
    since = spoken_age(alarm.age_seconds)
    why = _in_brackets(alarm.reason, brief)
    return f"the alarm {bold(alarm.name)} has been ringing for {since}{why}"


def _rollout_problems(state: ServiceState, brief: bool) -> list[str]:
    failed = [one for one in state.deployments if one.state == "failed"]
    primary = state.primary
    if failed:
        why = _in_brackets(failed[0].reason, brief)
        return [f"the rollout of {bold(failed[0].version)} failed{why}{_last_stop(state, brief)}"]
    if primary and primary.state == "in progress" and primary.failed_tasks:
        lost = counted(primary.failed_tasks, "task")
        verb = "has" if primary.failed_tasks == 1 else "have"
        return [
            f"{lost} of the rollout of {bold(primary.version)} {verb} failed"
            + _last_stop(state, brief, primary)
            + _still_serving(state)
        ]
    return []


def _last_stop(state: ServiceState, brief: bool, deployment: DeploymentState | None = None) -> str:
    """The newest stopped task and why, where one is known."""
    mine = [one for one in state.stopped if not deployment or one.deployment_id == deployment.id]
    if not mine:
        return ""
    why = stop_reason(mine[0], brief=brief)
    return f", the last one {spoken_age(mine[0].age_seconds)} ago with {why}"


def stop_reason(task: StoppedTask, *, brief: bool = False) -> str:
    """ "exit code 1 (cannot reach the database)", else what ECS says."""
    detail = task.container_reason or task.reason
    if task.exit_code is None:
        return shown(detail, 160) or "no reason given"
    return f"exit code {task.exit_code}{_in_brackets(detail, brief)}"


def _in_brackets(detail: str, brief: bool) -> str:
    return f" ({shown(detail, 160)})" if detail and not brief else ""


def _still_serving(state: ServiceState) -> str:
    if not state.version or state.version == state.incoming:
        return ""
    return f"; {bold(state.version)} still serves"


def facts(state: ServiceState) -> tuple[Fact, ...]:
    """What there is to know of a service, labelled."""
    found = [
        Fact("Version", Cell(version_text(state))),
        Fact("Tasks", Cell(f"{state.running} of {state.desired} running")),
        Fact("Health", health_cell(state)),
        Fact("Age", Cell(age(state.age_seconds))),
    ]
    if state.targets:
        total = state.targets.healthy + state.targets.unhealthy + state.targets.other
        tone: Tone = "bad" if state.targets.unhealthy else "good"
        found.append(Fact("Targets", Cell(f"{state.targets.healthy} of {total} healthy", tone)))
    if state.alarms:
        names = ", ".join(alarm.name for alarm in state.alarms)
        found.append(Fact("Alarms", Cell(names, "bad")))
    return tuple(found)


def gap_lines(gaps: Sequence[str]) -> list[str]:
    """What could not be read, each sentence once, safe to show."""
    return [shown(gap, 300) for gap in dict.fromkeys(gaps)]


def health_action(state: ServiceState, label: str) -> Action:
    slots = {"service": state.name, "environment": state.environment}
    return Action(label, Invocation("intent", "ServiceHealth", slots))


def context_of(states: Sequence[ServiceState], environment: str | None) -> dict[str, str]:
    """What the conversation is about after these: a single service, a single environment."""
    names = {state.name for state in states}
    found = {"service": names.pop()} if len(names) == 1 else {}
    where = {state.environment for state in states} | ({environment} if environment else set())
    return {**found, "environment": where.pop()} if len(where) == 1 else found


def not_found(service: str, where: Sequence[str], gaps: Sequence[str]) -> Reply:
    """Nothing to show: because it could not be read, or because it is not there."""
    if gaps:
        text = " ".join(gap_lines(gaps))
        return Reply(text=text, speech=plain(text), state="failed")
    text = f"{bold(service)} does not run in {listed([bold(one) for one in where], 'or')}."
    return Reply(text=text, speech=plain(text))
