"""Say which services can be reached from the internet, and under which addresses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fulfillment.answers import SPOKEN_ITEMS, gap_lines, places, targets_cell
from fulfillment.markdown import bold, code, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import Targets
from fulfillment.ops.traffic import Traffic
from fulfillment.ops.traffic.port import Balancer, Listener, Routes, Rule
from fulfillment.sentences import Say
from fulfillment.turn import Cell, Reply, Table, Turn

_PORTS = {"HTTP": 80, "HTTPS": 443}


@dataclass(frozen=True)
class _Way:
    """One address under which the internet gets to a service."""

    environment: str
    service: str
    address: str
    is_encrypted: bool
    balancer: str
    targets: Targets | None


def answer(turn: Turn, fleet: Fleet, traffic: Traffic, *, environment: str | None = None) -> Reply:
    """In one environment or in all: a line for each, a table of all addresses."""
    say = turn.say
    found = traffic.survey(places(fleet, environment))
    gaps = gap_lines(say, found.gaps)
    ways = [way for routes in found.environments for way in _ways(routes)]
    lines = [_line(say, routes, ways) for routes in found.environments]
    warnings = [*_unencrypted(say, ways), *_own_addresses(say, found.environments)]
    return Reply(
        text="\n".join([*lines, *warnings, *gaps]),
        speech=plain(" ".join([*_spoken(say, found.environments, ways), *gaps[:1]])),
        table=_table(say, ways) if ways else None,
        suggestions=_suggestions(say, ways),
        context={"environment": environment} if environment else {},
        state="done" if found.environments else "failed",
    )


def _ways(routes: Routes) -> Iterator[_Way]:
    for balancer in routes.balancers:
        for listener in balancer.listeners if balancer.is_public else ():
            for rule in listener.rules:
                yield from _of_rule(routes, balancer, listener, rule)


def _of_rule(routes: Routes, balancer: Balancer, listener: Listener, rule: Rule) -> Iterator[_Way]:
    services: dict[str, Targets | None] = {}
    for share in rule.shares:
        if share.service and share.percent:
            services.setdefault(share.service, share.targets)
    for host in _hosts(routes, balancer, rule):
        for path in rule.values("path") or ("/",):
            for service, targets in services.items():
                yield _Way(
                    routes.environment,
                    service,
                    _address(listener, host, path),
                    listener.is_encrypted,
                    balancer.name,
                    targets,
                )


def _hosts(routes: Routes, balancer: Balancer, rule: Rule) -> tuple[str, ...]:
    """What the rule asks for, else what the DNS zone calls the balancer, else its own address."""
    named = [one.name for one in routes.records if one.target == balancer.name and one.is_ours]
    return rule.values("host") or tuple(dict.fromkeys(named)) or (balancer.address,)


def _address(listener: Listener, host: str, path: str) -> str:
    scheme = listener.protocol.lower()
    port = "" if _PORTS.get(listener.protocol) == listener.port else f":{listener.port}"
    return f"{scheme}://{host}{port}{path}"


def _services(ways: Sequence[_Way], environment: str) -> list[str]:
    return sorted({way.service for way in ways if way.environment == environment})


def _line(say: Say, routes: Routes, ways: Sequence[_Way]) -> str:
    names = _services(ways, routes.environment)
    where = bold(routes.environment)
    if not names:
        return _none(say, routes, where)
    services = say.all_of([bold(name) for name in names])
    return say("are_public", services=services, count=len(names), environment=where)


def _spoken(say: Say, found: Sequence[Routes], ways: Sequence[_Way]) -> list[str]:
    said = []
    for routes in found[:SPOKEN_ITEMS]:
        names = _services(ways, routes.environment)
        rest = len(names) - SPOKEN_ITEMS
        some = [*names[:SPOKEN_ITEMS], *([say("more", count=rest)] if rest > 0 else [])]
        where = routes.environment
        if names:
            who = say.all_of(some)
            said.append(say("are_public", services=who, count=len(names), environment=where))
        else:
            said.append(_none(say, routes, where))
    return said


def _none(say: Say, routes: Routes, where: str) -> str:
    """Never that nothing is public where something could not be read."""
    if not routes.is_whole:
        return say("ways_unread", environment=where)
    return say("none_public", environment=where)


def _unencrypted(say: Say, ways: Sequence[_Way]) -> list[str]:
    names = sorted({way.balancer for way in ways if not way.is_encrypted})
    if not names:
        return []
    balancers = say.all_of([code(name) for name in names])
    return [say("unencrypted", balancers=balancers, count=len(names))]


def _own_addresses(say: Say, found: Sequence[Routes]) -> list[str]:
    return [
        say(
            "own_addresses",
            services=say.all_of([bold(name) for name in routes.with_public_addresses]),
            environment=routes.environment,
        )
        for routes in found
        if routes.with_public_addresses
    ]


def _table(say: Say, ways: Sequence[_Way]) -> Table:
    columns = (
        say("label_service"),
        say("label_environment"),
        say("label_address"),
        say("label_targets"),
    )
    rows = tuple(
        (
            Cell(way.service),
            Cell(way.environment),
            Cell(way.address, "neutral" if way.is_encrypted else "warning"),
            targets_cell(say, way.targets),
        )
        for way in _in_order(ways)
    )
    return Table(say("table_title"), columns, rows)


def _in_order(ways: Sequence[_Way]) -> list[_Way]:
    """By service, environment as they are listed, and address."""
    order = list(dict.fromkeys(way.environment for way in ways))
    return sorted(ways, key=lambda one: (one.service, order.index(one.environment), one.address))


def _suggestions(say: Say, ways: Sequence[_Way]) -> tuple[str, ...]:
    return tuple(say("suggest_routing", service=way.service) for way in ways[:1])
