"""What belongs to an account and region as a whole: asked once for all environments there."""

import re
from collections.abc import Iterable, Sequence

from fulfillment.catalog.environments import Environment
from fulfillment.ops.reach import Reach

_WORD = re.compile(r"[A-Za-z0-9]+")


def once_each(reach: Reach, environments: Sequence[str]) -> tuple[str, ...]:
    """One environment for each account and region among them. Raises `OpsError`."""
    found: dict[tuple[str, str, str], str] = {}
    for name in environments:
        where = reach.environment(name)
        found.setdefault((where.account, where.region, where.endpoint_url), name)
    return tuple(found.values())


def is_whole(reach: Reach, environment: str) -> bool:
    """Whether all environments of its account, in whichever region, are allowed: then also what
    names none of them may be told. Raises `OpsError`."""
    account = reach.environment(environment).account
    every = (one.name for one in reach.all_environments.all() if one.account == account)
    return frozenset(every) <= frozenset(reach.allowed)


def reads_whole(reach: Reach, environment: str) -> bool:
    """Whether the person may know of everything in all environments of its account, whichever was
    asked about: then also of what belongs to none. Raises `OpsError`."""
    account = reach.environment(environment).account
    every = (one.name for one in reach.all_environments.all() if one.account == account)
    return all(map(reach.sees_all, every))


def environment_of(name: str, tags: Iterable[str], known: Sequence[Environment]) -> str:
    """The environment that a thing is of: by the value of a tag, else by the words of its name
    ("shop-production"); "" for one that all share."""
    values = {value.casefold() for value in tags}
    words = {word.casefold() for word in _WORD.findall(name)}
    for said in (values, words):
        for one in known:
            if said & {one.name.casefold(), one.cluster.casefold()}:
                return one.name
    return ""
