"""Sentences, rows and facts about services that several handlers share."""

from collections.abc import Mapping, Sequence
from typing import Literal

from fulfillment.markdown import bold, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import (
    UNKNOWN_VERSION,
    Alarm,
    DeploymentState,
    Health,
    ServiceState,
    StoppedTask,
    Targets,
)
from fulfillment.sentences import Phrase, Say, phrase
from fulfillment.turn import Action, Cell, Fact, Invocation, Reply, Tone
from fulfillment.wording import age, shown, spoken_age

MOST_ROWS = 200
"""Of a table: more is no answer, and would not travel."""
SPOKEN_ITEMS = 3
"""Of a list: more cannot be kept in mind."""
MOST_LINES = 10
"""Of a list in a text: the rest is in its table, or counted."""
Verdict = Health | Literal["healthy as read"]
"""What is said of health: never plainly healthy where a check is missing."""
_PRODUCTION = ("prod", "live")
_TONES: dict[Verdict, Tone] = {
    "healthy": "good",
    "healthy as read": "neutral",
    "rolling out": "warning",
    "degraded": "warning",
    "failing": "bad",
}
_VERDICTS: Mapping[Verdict, Phrase] = {
    "healthy": phrase("healthy"),
    "healthy as read": phrase("healthy_as_read"),
    "rolling out": phrase("rolling_out"),
    "degraded": phrase("degraded"),
    "failing": phrase("failing"),
}


def places(fleet: Fleet, environment: str | None) -> tuple[str, ...]:
    """The environment asked about, or all that may be asked about."""
    return (environment,) if environment else fleet.environments()


def most_public(environments: Sequence[str]) -> str:
    """What customers see: the environment that is called production, else the last one."""
    called = [one for one in environments if one.startswith(_PRODUCTION)]
    return (called or list(environments))[-1]


def version_name(say: Say, version: str) -> str:
    """A version, or that it could not be read; "" for none."""
    return say("unknown_version") if version == UNKNOWN_VERSION else version


def version_or_none(say: Say, version: str) -> str:
    """A version, or that there is none."""
    return version_name(say, version) or say("no_version")


def version_text(say: Say, state: ServiceState) -> str:
    """ "1.8.2", or "1.8.2 → 1.9.0" while another version comes in."""
    serving = version_or_none(say, state.version)
    changes = state.incoming and state.incoming != state.version
    return f"{serving} → {version_name(say, state.incoming)}" if changes else serving


def tasks_text(state: ServiceState) -> str:
    return f"{state.running}/{state.desired}"


def verdict(state: ServiceState) -> Verdict:
    is_open = state.health == "healthy" and state.unread
    return "healthy as read" if is_open else state.health


def verdict_text(say: Say, found: Verdict) -> str:
    return say.phrase(_VERDICTS[found])


def health_text(say: Say, state: ServiceState) -> str:
    return verdict_text(say, verdict(state))


def health_cell(say: Say, state: ServiceState) -> Cell:
    return Cell(health_text(say, state), _TONES[verdict(state)])


def name_in(say: Say, state: ServiceState) -> str:
    return say("service_in", service=bold(state.name), environment=bold(state.environment))


def problems(say: Say, state: ServiceState, *, brief: bool = False) -> tuple[str, ...]:
    """What is wrong with a service, worst first, as parts of a sentence in Markdown.

    `brief` leaves out what AWS and containers say in their own words: for a voice.
    """
    found = [*_rollout_problems(say, state, brief)]
    if state.health == "failing" and not found:
        stop = _last_stop(say, state, brief)
        found.append(say("none_run", count=state.desired, last_stop=stop))
    elif state.running < state.desired and state.health == "degraded":
        found.append(say("few_run", running=state.running, count=state.desired))
    if state.targets and state.targets.unhealthy:
        reason = state.targets.reasons[0] if state.targets.reasons else ""
        why = _in_brackets(reason, brief)
        found.append(say("targets_unhealthy", count=state.targets.unhealthy, why=why))
    ringing = [alarm_text(say, alarm, brief=brief) for alarm in state.alarms[:SPOKEN_ITEMS]]
    untold = len(state.alarms) - len(ringing)
    return (*found, *ringing, *([say("alarms_ring_too", count=untold)] if untold else ()))


def alarm_text(say: Say, alarm: Alarm, *, brief: bool = False) -> str:
    since = spoken_age(say, alarm.age_seconds)
    why = _in_brackets(alarm.reason, brief)
    told = say("alarm_rings", alarm=bold(alarm.name), age=since, why=why)
    return told + alarm_handling(say, alarm)


def alarm_handling(say: Say, alarm: Alarm) -> str:
    """Who has seen to it, as the end of a sentence; "" for nobody."""
    if alarm.snoozed:
        left = spoken_age(say, alarm.snoozed.left_seconds)
        return say("alarm_snoozed", name=shown(alarm.snoozed.by, 60), left=left)
    if alarm.acknowledged:
        return say("alarm_acknowledged", name=shown(alarm.acknowledged.by, 60))
    return ""


def _rollout_problems(say: Say, state: ServiceState, brief: bool) -> list[str]:
    failed = [one for one in state.deployments if one.state == "failed"]
    primary = state.primary
    if failed:
        return [
            say(
                "rollout_failed",
                version=bold(version_name(say, failed[0].version)),
                why=_in_brackets(failed[0].reason, brief),
                last_stop=_last_stop(say, state, brief),
            )
        ]
    if primary and primary.state == "in progress" and primary.failed_tasks:
        return [
            say(
                "rollout_loses_tasks",
                count=primary.failed_tasks,
                version=bold(version_name(say, primary.version)),
                last_stop=_last_stop(say, state, brief, primary),
                still_serving=_still_serving(say, state),
            )
        ]
    return []


def _last_stop(
    say: Say, state: ServiceState, brief: bool, deployment: DeploymentState | None = None
) -> str:
    """The newest stopped task and why, where one is known."""
    mine = [one for one in state.stopped if not deployment or one.deployment_id == deployment.id]
    if not mine:
        return ""
    why = stop_reason(say, mine[0], brief=brief)
    return say("last_stop", age=spoken_age(say, mine[0].age_seconds), why=why)


def stop_reason(say: Say, task: StoppedTask, *, brief: bool = False) -> str:
    """ "exit code 1 (cannot reach the database)", else what ECS says."""
    detail = task.container_reason or task.reason
    if task.exit_code is None:
        return shown(detail, 160) or say("no_reason")
    return say("exit_code", code=task.exit_code, why=_in_brackets(detail, brief))


def _in_brackets(detail: str, brief: bool) -> str:
    return f" ({shown(detail, 160)})" if detail and not brief else ""


def _still_serving(say: Say, state: ServiceState) -> str:
    if not state.version or state.version == state.incoming:
        return ""
    return say("still_serving", version=bold(version_name(say, state.version)))


def facts(say: Say, state: ServiceState) -> tuple[Fact, ...]:
    """What there is to know of a service, labelled."""
    tasks = say("tasks_running", running=state.running, desired=state.desired)
    found = [
        Fact(say("label_version"), Cell(version_text(say, state))),
        Fact(say("label_tasks"), Cell(tasks)),
        Fact(say("label_health"), health_cell(say, state)),
        Fact(say("label_age"), Cell(age(say, state.age_seconds))),
    ]
    if state.targets:
        total = state.targets.healthy + state.targets.unhealthy + state.targets.other
        tone: Tone = "bad" if state.targets.unhealthy else "good"
        healthy = say("targets_healthy", healthy=state.targets.healthy, total=total)
        found.append(Fact(say("label_targets"), Cell(healthy, tone)))
    if state.alarms:
        names = [alarm.name for alarm in state.alarms[:MOST_LINES]]
        untold = len(state.alarms) - len(names)
        names += [say("more", count=untold)] if untold else []
        found.append(Fact(say("label_alarms"), Cell(", ".join(names), "bad")))
    return tuple(found)


def targets_cell(say: Say, targets: Targets | None) -> Cell:
    """ "2 of 3 healthy", coloured; that it is not known for None."""
    if targets is None:
        return Cell(say("unknown_version"))
    total = targets.healthy + targets.unhealthy + targets.other
    tone: Tone = "bad" if targets.unhealthy else "good" if targets.healthy else "neutral"
    return Cell(say("targets_healthy", healthy=targets.healthy, total=total), tone)


def gap_lines(say: Say, gaps: Sequence[Phrase]) -> list[str]:
    """What could not be read, each sentence once, safe to show."""
    return [shown(gap, 300) for gap in dict.fromkeys(map(say.phrase, gaps))]


def first_lines(say: Say, lines: Sequence[str], most: int = MOST_LINES) -> list[str]:
    """As many as a text takes, and how many more there are."""
    rest = len(lines) - most
    return [*lines[:most], *([say("lines_more", count=rest)] if rest > 0 else [])]


def cut_line(say: Say, count: int) -> list[str]:
    """That not all of `count` things are in a table, where that is so."""
    return [say("rows_cut", most=MOST_ROWS)] if count > MOST_ROWS else []


def health_action(say: Say, state: ServiceState) -> Action:
    slots = {"service": state.name, "environment": state.environment}
    label = say("health_of", service=state.name)
    return Action(label, Invocation("intent", "ServiceHealth", slots))


def context_of(states: Sequence[ServiceState], environment: str | None) -> dict[str, str]:
    """What the conversation is about after these: a single service, a single environment."""
    names = {state.name for state in states}
    found = {"service": names.pop()} if len(names) == 1 else {}
    where = {state.environment for state in states} | ({environment} if environment else set())
    return {**found, "environment": where.pop()} if len(where) == 1 else found


def not_found(say: Say, service: str, where: Sequence[str], gaps: Sequence[Phrase]) -> Reply:
    """Nothing to show: because it could not be read, or because it is not there."""
    if gaps:
        text = " ".join(gap_lines(say, gaps))
        return Reply(text=text, speech=plain(text), state="failed")
    environments = say.any_of([bold(one) for one in where])
    text = say("not_running", service=bold(service), environments=environments)
    return Reply(text=text, speech=plain(text))
