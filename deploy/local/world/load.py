"""How much is asked of each service of a world, how fast it answers, and what went wrong: the
`load` and `troubles` of its file, and the curves that they make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from deploy.local.account.curves import Curve, Key, Kind, Trouble
from deploy.local.world.spans import seconds

_KINDS: Mapping[str, tuple[str, str, Kind]] = {
    "requests": ("AWS/ApplicationELB", "RequestCount", "count"),
    "errors": ("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "rare"),
    "latency": ("AWS/ApplicationELB", "TargetResponseTime", "duration"),
    "cpu": ("AWS/ECS", "CPUUtilization", "percent"),
    "memory": ("AWS/ECS", "MemoryUtilization", "percent"),
}
Levels = Mapping[str, float]
"""Measured -> its mean; see `Curve.level`."""


@dataclass(frozen=True)
class TroubleData:
    environment: str
    service: str
    measured: str
    began: float
    """Seconds ago."""
    factor: float


@dataclass(frozen=True)
class Load:
    """Environment -> service -> levels; and what went wrong."""

    levels: Mapping[str, Mapping[str, Levels]]
    troubles: tuple[TroubleData, ...] = ()


def load_of(data: Mapping[str, Any]) -> Load:
    """From a world's file. Raises `ValueError`."""
    levels = data.get("load") or {}
    for environment, services in levels.items():
        for service, measured in services.items():
            if unknown := sorted(set(measured) - set(_KINDS)):
                raise ValueError(
                    f"load.{environment}.{service} has {', '.join(unknown)}: "
                    f"write {', '.join(_KINDS)}"
                )
    troubles = tuple(
        TroubleData(**{**entry, "began": seconds(entry["began"])})
        for entry in data.get("troubles") or ()
    )
    return Load(levels, troubles)


def curves_of(
    load: Load, environment: str, groups: Mapping[str, Mapping[str, str]], now: datetime
) -> dict[Key, Curve]:
    """`groups`: service -> dimensions of its target group; one without is counted by nobody."""
    made: dict[Key, Curve] = {}
    for service, levels in load.levels.get(environment, {}).items():
        for measured, level in levels.items():
            namespace, name, kind = _KINDS[measured]
            is_balanced = namespace == "AWS/ApplicationELB"
            own = {"ClusterName": environment, "ServiceName": service}
            dimensions = groups.get(service) if is_balanced else own
            if dimensions is None:
                continue
            where = (environment, service, measured)
            troubles = _troubles(load.troubles, where, now)
            key = (namespace, name, frozenset(dimensions.items()))
            made[key] = Curve("/".join(where), kind, float(level), troubles)
    return made


def _troubles(
    known: Sequence[TroubleData], where: tuple[str, str, str], now: datetime
) -> tuple[Trouble, ...]:
    return tuple(
        Trouble(now - timedelta(seconds=one.began), one.factor)
        for one in known
        if (one.environment, one.service, one.measured) == where
    )
