"""What every source of the timeline is given, and gives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fulfillment.catalog.environments import Environment
from fulfillment.ops.changes.port import Change, Window
from fulfillment.ops.reach import Reach
from fulfillment.ops.visible import is_seen
from fulfillment.sentences import Phrase


@dataclass(frozen=True)
class Read:
    """Of one source: what it saw, and what it left out and why."""

    changes: Sequence[Change] = ()
    notes: tuple[Phrase, ...] = ()


@dataclass(frozen=True)
class Place:
    """One account and region, with what is asked about in it."""

    asked: tuple[Environment, ...]
    """Never empty; the first one's role reads."""
    others: tuple[Environment, ...]
    """The rest of the environments there, asked about or allowed or not."""
    is_whole: bool
    """Whether the person may ask about everything there: then also about what names no place."""

    @property
    def name(self) -> str:
        """Environment that a client is made for."""
        return self.asked[0].name

    def is_seen(self, reach: Reach, environment: str, texts: Sequence[str]) -> bool:
        """Whether the person may know of what `texts` name there; of what is in no environment,
        where they may in all that are asked about. Raises `OpsError`."""
        where = (environment,) if environment else tuple(one.name for one in self.asked)
        return all(is_seen(reach, one, texts) for one in where)


Source = Callable[[Reach, Place, Window], Read]
"""Reads one source in one account and region. Raises `OpsError`."""
WideSource = Callable[[Reach, Sequence[str], Window], Read]
"""Reads one source for several environments at once; may itself ask side by side. Raises
`OpsError`."""


def places(reach: Reach, environments: Sequence[str]) -> tuple[Place, ...]:
    """The environments by account and region, so that each is asked once."""
    found: dict[tuple[str, ...], list[Environment]] = {}
    for name in environments:
        where = reach.environment(name)
        found.setdefault(_key(where), []).append(where)
    every = reach.all_environments.all()
    allowed = frozenset(reach.names())
    return tuple(_place(asked, every, allowed) for asked in found.values())


def _place(
    asked: Sequence[Environment], every: Sequence[Environment], allowed: frozenset[str]
) -> Place:
    same = [one for one in every if _key(one)[:2] == _key(asked[0])[:2]]
    names = {one.name for one in asked}
    others = tuple(one for one in same if one.name not in names)
    return Place(tuple(asked), others, all(one.name in allowed for one in same))


def _key(where: Environment) -> tuple[str, ...]:
    """Account and region, and by what they are read."""
    return (where.account, where.region, where.role, where.profile, where.endpoint_url)
