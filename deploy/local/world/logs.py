"""What the services of a world log: the `logs` of its file, and the lines that its tasks write."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from deploy.local.account.ecs.fleet import Fleet
from deploy.local.account.ecs.model import Task
from deploy.local.account.logs.lines import Line, Once, Source, Steady
from deploy.local.world.spans import seconds


@dataclass(frozen=True)
class LineData:
    text: str
    every: float
    """Seconds."""
    environments: tuple[str, ...] = ()
    """Where it is logged; () is everywhere."""
    began: float | None = None
    """Seconds ago; None is always."""


@dataclass(frozen=True)
class LogData:
    lines: Mapping[str, tuple[LineData, ...]] = field(default_factory=dict)
    """Service -> its lines."""
    starts: tuple[str, ...] = ()
    """What every task says once it runs."""
    exits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Service -> what a task of it says before it exits by itself."""


def logs_of(data: Mapping[str, Any]) -> LogData:
    """From a world's file. Raises `ValueError` and `KeyError`."""
    entry = data.get("logs") or {}
    lines = {name: tuple(map(_line, some)) for name, some in (entry.get("lines") or {}).items()}
    exits = {name: tuple(some) for name, some in (entry.get("exits") or {}).items()}
    return LogData(lines, tuple(entry.get("starts") or ()), exits)


def _line(entry: Mapping[str, Any]) -> LineData:
    return LineData(
        text=entry["text"],
        every=seconds(entry["every"]),
        environments=tuple(entry.get("environments", ())),
        began=seconds(entry["began"]) if "began" in entry else None,
    )


def group_name(environment: str, service: str) -> str:
    return f"/ecs/{environment}/{service}"


def sources_of(
    data: LogData, fleet: Fleet, now: datetime
) -> dict[str, Callable[[], Sequence[Source]]]:
    """Log group -> what is written to it: lines that always come, and those of its tasks."""
    found: dict[str, Callable[[], Sequence[Source]]] = {}
    for service in fleet.services.values():
        steady = tuple(_steady(data, fleet, service.cluster, service.name, now))
        group = group_name(service.cluster, service.name)
        found[group] = partial(_written, data, fleet, service.cluster, service.name, steady)
    return found


def _steady(
    data: LogData, fleet: Fleet, environment: str, service: str, now: datetime
) -> Iterator[Steady]:
    streams = partial(_streams, fleet, environment, service)
    for number, line in enumerate(data.lines.get(service, ())):
        if not line.environments or environment in line.environments:
            began = 0.0 if line.began is None else now.timestamp() - line.began
            seed = f"{environment}/{service}/{number}"
            yield Steady(seed, line.text, line.every, streams, began)


def _streams(fleet: Fleet, environment: str, service: str, at: float) -> Sequence[str]:
    """Of the tasks that ran at that moment; of an earlier one, where none is remembered."""
    found = fleet.find(environment, service)
    tasks = found.tasks.values() if found else ()
    names = sorted(stream(service, task.id) for task in tasks if _ran(task, at))
    return names or [stream(service, "0" * 32)]


def _ran(task: Task, at: float) -> bool:
    has_ended = task.stopped_at is not None and task.stopped_at.timestamp() <= at
    is_begun = task.started_at is not None and task.started_at.timestamp() <= at
    return is_begun and not has_ended and task.exit_code is None


def _written(
    data: LogData, fleet: Fleet, environment: str, service: str, steady: Sequence[Source]
) -> Sequence[Source]:
    found = fleet.find(environment, service)
    tasks = list(found.tasks.values()) if found else []
    return [*steady, *(one for task in tasks for one in _of_task(data, service, task))]


def _of_task(data: LogData, service: str, task: Task) -> Iterator[Source]:
    """A task says that it starts, and why it exits."""
    name = stream(service, task.id)
    version = task.spec.containers[0].image.rpartition(":")[2]
    if task.started_at is not None:
        for number, text in enumerate(data.starts):
            said = text.replace("$service", service).replace("$version", version)
            yield Once(Line(task.started_at.timestamp() + number * 0.2, said, name))
    if task.exit_code and task.stopping_at is not None:
        last = task.stopping_at.timestamp()
        for number, text in enumerate(reversed(data.exits.get(service, ()))):
            yield Once(Line(last - 0.05 - number * 0.1, text, name))


def stream(service: str, task_id: str) -> str:
    """As the awslogs driver names it: prefix, container, task."""
    return f"ecs/{service}/{task_id}"
