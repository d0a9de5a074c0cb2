"""List the tasks of a service: where each runs, since when, and how healthy it is."""

from collections import Counter
from collections.abc import Mapping, Sequence

from fulfillment.answers import gap_lines, stop_reason, version_name
from fulfillment.markdown import bold, plain
from fulfillment.ops.tasks import Tasks
from fulfillment.ops.tasks.port import ServiceTasks, TargetState, TaskHealth, TaskState
from fulfillment.sentences import Phrase, Say, phrase
from fulfillment.turn import Cell, Reply, Table, Tone, Turn
from fulfillment.wording import age, clean, shown, spoken_age

_SHORT_ID = 8
_STATUS: Mapping[str, Phrase] = {
    "provisioning": phrase("is_provisioning"),
    "pending": phrase("is_pending"),
    "activating": phrase("is_pending"),
    "running": phrase("is_running"),
    "deactivating": phrase("is_stopping"),
    "stopping": phrase("is_stopping"),
    "deprovisioning": phrase("is_stopping"),
}
_HEALTH: Mapping[TaskHealth, tuple[Phrase, Tone]] = {
    "healthy": (phrase("healthy"), "good"),
    "unhealthy": (phrase("unhealthy"), "bad"),
    "unknown": (phrase("no_check"), "neutral"),
}
_TARGET: Mapping[TargetState, tuple[Phrase, Tone]] = {
    "": (phrase("no_target"), "neutral"),
    "healthy": (phrase("healthy"), "good"),
    "unhealthy": (phrase("unhealthy"), "bad"),
    "initial": (phrase("target_initial"), "warning"),
    "draining": (phrase("target_draining"), "warning"),
    "other": (phrase("unknown_version"), "neutral"),
}


def answer(turn: Turn, tasks: Tasks, *, service: str, environment: str) -> Reply:
    """A sentence on how many run where, what is wrong, and a table of them all."""
    say = turn.say
    found = tasks.of(environment, service)
    gaps = gap_lines(say, found.gaps)
    lines = [_summary(say, found), *_wrong(say, found)]
    stopped = _last_stop(say, found)
    more = [say("more_tasks", count=len(found.tasks))] if found.has_more else []
    return Reply(
        text=" ".join([*lines, *stopped, *more, *gaps]),
        speech=plain(" ".join([*lines[:2], *gaps[:1]])),
        table=_table(say, found) if found.tasks else None,
        suggestions=(say("suggest_health_in", service=service, environment=environment),),
        context={"service": service, "environment": environment},
    )


def _summary(say: Say, found: ServiceTasks) -> str:
    running = [one for one in found.tasks if one.is_running]
    name = say("service_in", service=bold(found.service), environment=bold(found.environment))
    if not found.desired and not found.tasks:
        return say("wants_none", service=name)
    zones = Counter(one.zone for one in running if one.zone)
    where = [say("in_zone", count=count, zone=zone) for zone, count in sorted(zones.items())]
    return say(
        "tasks_in_zones",
        service=name,
        running=len(running),
        count=found.desired,
        zones=f" ({say.all_of(where)})" if where else "",
    )


def _wrong(say: Say, found: ServiceTasks) -> list[str]:
    """What one should know of them; that all is well where it is known to be."""
    unhealthy = [one for one in found.tasks if one.is_unhealthy]
    zones = [one.zone for one in found.tasks if one.is_running and one.zone]
    said = []
    if unhealthy:
        reasons = [one.target_reason for one in unhealthy if one.target_reason]
        why = f" ({shown(reasons[0], 160)})" if reasons else ""
        said.append(say("some_unhealthy", count=len(unhealthy), why=why))
    elif found.tasks and all(_is_well(one) for one in found.tasks):
        said.append(say("all_well", count=len(found.tasks)))
    if len(zones) > 1 and len(set(zones)) == 1:
        said.append(say("one_zone"))
    return said


def _is_well(one: TaskState) -> bool:
    """Some check says that it is healthy, and none says anything else."""
    return (
        one.is_running
        and {one.health, one.target} <= {"healthy", "unknown", ""}
        and ("healthy" in (one.health, one.target))
    )


def _last_stop(say: Say, found: ServiceTasks) -> list[str]:
    if not found.stopped:
        return []
    last = found.stopped[0]
    why, since = stop_reason(say, last), spoken_age(say, last.age_seconds)
    return [say("stopped_lately", count=len(found.stopped), age=since, why=why)]


def _table(say: Say, found: ServiceTasks) -> Table:
    columns: Sequence[str] = (
        say("label_task"),
        say("label_version"),
        say("label_zone"),
        say("label_state"),
        say("label_health"),
        say("label_target_state"),
        say("label_started"),
    )
    title = say("table_title", service=found.service, environment=found.environment)
    return Table(title, tuple(columns), tuple(_row(say, one) for one in found.tasks))


def _row(say: Say, one: TaskState) -> tuple[Cell, ...]:
    health, health_tone = _HEALTH[one.health]
    target, target_tone = _TARGET[one.target]
    status = say.phrase(_STATUS[one.status]) if one.status in _STATUS else clean(one.status)
    return (
        Cell(one.id[:_SHORT_ID]),
        Cell(version_name(say, one.version)),
        Cell(one.zone),
        Cell(status, "neutral" if one.is_running else "warning"),
        Cell(say.phrase(health), health_tone),
        Cell(say.phrase(target), target_tone),
        Cell("" if one.age_seconds is None else age(say, one.age_seconds)),
    )
