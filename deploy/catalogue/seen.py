"""What was seen in an account, and the document that is made of it: plain data, pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.printing import on_one_line

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_NOISE = frozenset({"service", "svc", "app", "ecs", "fargate"})


@dataclass(frozen=True)
class SeenService:
    name: str
    owner: str = ""
    """Of its owner tag."""


@dataclass(frozen=True)
class SeenCluster:
    """One ECS cluster, and what else the account has of it."""

    name: str
    account: str
    region: str
    services: tuple[SeenService, ...]


def document(clusters: Sequence[SeenCluster], written: Mapping[str, Any]) -> dict[str, Any]:
    """`{"environments": …}` with only what `written` (the file that people keep) does not say.

    A cluster that is written down keeps its environment's name; another one becomes an environment
    named after it.
    """
    places: Mapping[str, Any] = written.get("environments") or {}
    found: dict[str, Any] = {}
    for cluster in sorted(clusters, key=lambda one: one.name):
        name = _environment_of(cluster, places)
        kept = places.get(name) or {}
        entry = {} if name in places else _place(cluster)
        known = kept.get("services") or {}
        services = {
            one.name: facts
            for one in sorted(cluster.services, key=lambda one: one.name)
            if (facts := _facts(one, cluster, known.get(one.name) or {}))
        }
        if services:
            entry["services"] = services
        if entry:
            found[name] = entry
    return {"environments": found}


def merged(discovered: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    """Both documents as one; where both say something, what people wrote counts.

    What people wrote comes first, in their order: answers list environments so.
    """
    joined: dict[str, Any] = {}
    for key, value in written.items():
        before = discovered.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            joined[key] = merged(before, value)
        else:
            joined[key] = value
    return {**joined, **{key: value for key, value in discovered.items() if key not in joined}}


def spoken(service: str, cluster: str) -> tuple[str, ...]:
    """What people may call a service: its words without those of the cluster and without noise."""
    own = {word.casefold() for word in _WORD.findall(cluster)}
    words = [word.casefold() for word in _WORD.findall(service)]
    short = [word for word in words if word not in own and word not in _NOISE]
    said = (" ".join(words), " ".join(short))
    return tuple(one for one in dict.fromkeys(said) if one and one != service.casefold())


def difference(
    before: Mapping[str, Any], after: Mapping[str, Any], written: Mapping[str, Any]
) -> list[str]:
    """What the second document has, and lacks, against the first, a line each.

    An owner that changes, below what people have `written`, is told as it was and as it is: roles
    can hang on it (`*/owner:payments`).
    """
    old, new = _pairs(before), _pairs(after)
    owned = _owners(merged(before, written)), _owners(merged(after, written))
    signs = {
        **dict.fromkeys(sorted(new.keys() - old.keys()), "+"),
        **dict.fromkeys(sorted(old.keys() - new.keys()), "-"),
        **{place: "~" for place in sorted(old.keys() & new.keys()) if old[place] != new[place]},
    }
    return [on_one_line(f"{sign} {place}{_change(place, *owned)}") for place, sign in signs.items()]


def _owners(document: Mapping[str, Any]) -> dict[str, str]:
    return {place: str(facts.get("owner", "")) for place, facts in _pairs(document).items()}


def _change(place: str, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    old, new = before.get(place, ""), after.get(place, "")
    if old == new:
        return ""
    was, becomes = (repr(one) if one else "none" for one in (old, new))
    return f": owner {was} -> {becomes}"


def _pairs(document: Mapping[str, Any]) -> dict[str, Any]:
    pairs: dict[str, Any] = {}
    for environment, entry in (document.get("environments") or {}).items():
        if place := {key: value for key, value in entry.items() if key != "services"}:
            pairs[environment] = place
        for service, facts in (entry.get("services") or {}).items():
            pairs[f"{environment}/{service}"] = facts
    return pairs


def _environment_of(cluster: SeenCluster, places: Mapping[str, Any]) -> str:
    for name, place in places.items():
        where = (place.get("account"), place.get("region"), place.get("cluster"))
        if where == (cluster.account, cluster.region, cluster.name):
            return str(name)
    name = re.sub(r"[^a-z0-9-]+", "-", cluster.name.casefold()).strip("-") or "cluster"
    name = name if name[0].isalpha() else f"cluster-{name}"
    return name[:63] if name not in places else f"{name[:50]}-{cluster.region}"


def _place(cluster: SeenCluster) -> dict[str, Any]:
    return {"account": cluster.account, "region": cluster.region, "cluster": cluster.name}


def _facts(
    service: SeenService, cluster: SeenCluster, written: Mapping[str, Any]
) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if service.owner and "owner" not in written:
        facts["owner"] = service.owner
    synonyms = list(spoken(service.name, cluster.name))
    if synonyms and "synonyms" not in written:
        facts["synonyms"] = synonyms
    return facts
