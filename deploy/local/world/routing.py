"""The ways into a world, as data: DNS records, and rules of listeners with weights."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class RecordData:
    """A record of the hosted zone: it leads to an environment's load balancer or to an address."""

    name: str
    environment: str = ""
    value: str = ""
    identifier: str = ""
    weight: int | None = None


@dataclass(frozen=True)
class RouteData:
    """A rule of an environment's listener, beside those that each public service has."""

    environment: str
    path: str
    weights: Mapping[str, int]
    """Service -> weight of its target group."""


@dataclass(frozen=True)
class Routing:
    zone: str = ""
    """Id of the hosted zone; "" for none."""
    domain: str = ""
    records: tuple[RecordData, ...] = ()
    routes: tuple[RouteData, ...] = ()


def routing(data: Mapping[str, Any]) -> Routing:
    """From the keys `dns` and `routes` of a world file."""
    dns: Mapping[str, Any] = data.get("dns") or {}
    return Routing(
        zone=dns.get("zone", ""),
        domain=dns.get("domain", ""),
        records=tuple(RecordData(**one) for one in dns.get("records", ())),
        routes=tuple(RouteData(**one) for one in data.get("routes") or ()),
    )
