"""Say where traffic goes: shares of DNS records, of listener rules, and the targets behind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fulfillment.answers import SPOKEN_ITEMS, first_lines, gap_lines, places, targets_cell
from fulfillment.markdown import bold, code, escape, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.traffic import Traffic
from fulfillment.ops.traffic.port import Balancer, Condition, Record, Routes, Rule, Share
from fulfillment.sentences import Say
from fulfillment.turn import Cell, Reply, Table, Turn
from fulfillment.wording import clean, decimal

_MOST_CONDITIONS = 3
_MOST_SHARES = 3
_SPOKEN_LINES = 2


@dataclass(frozen=True)
class _Path:
    """A rule, and where it stands."""

    environment: str
    balancer: Balancer
    rule: Rule


def answer(
    turn: Turn,
    fleet: Fleet,
    traffic: Traffic,
    *,
    service: str | None = None,
    environment: str | None = None,
) -> Reply:
    """Of one service or of all, in one environment or in all; what is shared comes first."""
    say = turn.say
    found = traffic.survey(places(fleet, environment))
    paths = [path for routes in found.environments for path in _paths(routes, service)]
    records = [one for routes in found.environments for one in _shared(routes, paths, service)]
    gaps = gap_lines(say, found.gaps)
    lines = [*_headlines(say, found.environments, paths, service), *_dns(say, records)]
    lines += [*_shares(say, paths, service), *_dead_ends(say, paths)]
    spoken = " ".join([*lines[:_SPOKEN_LINES], *gaps[:1]])
    return Reply(
        text="\n".join([*lines, *gaps]),
        speech=plain(spoken),
        table=_table(say, paths, records) if paths else None,
        suggestions=(say("suggest_public"),),
        context=_context(service, environment),
        state="done" if found.environments else "failed",
    )


def _context(service: str | None, environment: str | None) -> dict[str, str]:
    given = {"service": service, "environment": environment}
    return {name: value for name, value in given.items() if value}


def _paths(routes: Routes, service: str | None) -> Iterator[_Path]:
    for balancer in routes.balancers:
        for listener in balancer.listeners:
            for rule in listener.rules:
                if service is None or any(share.service == service for share in rule.shares):
                    yield _Path(routes.environment, balancer, rule)


def _shared(routes: Routes, paths: Sequence[_Path], service: str | None) -> list[Record]:
    """Weighted records; of a service, those of the names that lead to its balancers."""
    mine = {path.balancer.name for path in paths if path.environment == routes.environment}
    names = {one.name for one in routes.records if one.is_ours and one.target in mine}
    weighted = [one for one in routes.records if one.percent is not None]
    return [one for one in weighted if service is None or one.name in names]


def _headlines(
    say: Say, found: Sequence[Routes], paths: Sequence[_Path], service: str | None
) -> list[str]:
    said = []
    for routes in found:
        mine = [path for path in paths if path.environment == routes.environment]
        said.append(_headline(say, routes, mine, service))
    return said


def _headline(say: Say, routes: Routes, paths: Sequence[_Path], service: str | None) -> str:
    where = bold(routes.environment)
    if not paths and not routes.is_whole:
        return say("ways_unread", environment=where)
    if service:
        if not paths:
            return say("behind_nothing", service=bold(service), environment=where)
        through = say.all_of(list(dict.fromkeys(code(path.balancer.name) for path in paths)))
        what = say.all_of([_what(say, path.rule) for path in paths[:_MOST_CONDITIONS]])
        name = bold(service)
        return say("gets", service=name, environment=where, requests=what, balancers=through)
    if not paths:
        return say("nothing_behind", environment=where)
    services = {share.service for path in paths for share in path.rule.shares if share.service}
    rules = say("counted_rules", count=len(paths))
    return say("leads_to", environment=where, rules=rules, count=len(services))


def _what(say: Say, rule: Rule) -> str:
    """ "www.shop.example/orders/*", "/orders/* with the header x: y", "everything else"."""
    hosts, paths = rule.values("host"), rule.values("path")
    where = [f"{host}{path}" for host in hosts or ("",) for path in paths or ("",)]
    named = [code(clean(one)) for one in where if one][:_MOST_CONDITIONS]
    others = [_condition(say, kind, values) for kind, values in rule.conditions]
    return " ".join([say.any_of(named) if named else say("everything_else"), *filter(None, others)])


def _condition(say: Say, kind: Condition, values: Sequence[str]) -> str:
    """As the end of a sentence; "" for a host or a path, which are the address itself."""
    value = escape(clean(" | ".join(values)))
    if kind == "header":
        return say("with_header", value=value)
    if kind == "method":
        return say("with_method", value=value)
    if kind == "query":
        return say("with_query", value=value)
    return say("with_source", value=value) if kind == "source" else ""


def _dns(say: Say, records: Sequence[Record]) -> list[str]:
    names = dict.fromkeys(one.name for one in records)
    said = [
        say(
            "dns_shares",
            name=code(name),
            shares=_some(say, [_dns_share(say, one) for one in records if one.name == name]),
        )
        for name in names
    ]
    return first_lines(say, said, SPOKEN_ITEMS)


def _some(say: Say, items: Sequence[str]) -> str:
    """A few of a list, and how many more there are."""
    rest = len(items) - _MOST_SHARES
    return say.all_of([*items[:_MOST_SHARES], *([say("more", count=rest)] if rest > 0 else [])])


def _dns_share(say: Say, one: Record) -> str:
    return say(
        "share_to_record",
        percent=decimal(say, one.percent or 0),
        target=bold(one.target),
        identifier=escape(one.identifier),
    )


def _shares(say: Say, paths: Sequence[_Path], service: str | None) -> list[str]:
    """Rules that share traffic out between services, or between groups where one is asked for."""
    split = [path for path in paths if _is_split(path.rule, service)]
    said = [
        say(
            "rule_shares",
            requests=_what(say, path.rule),
            environment=path.environment,
            shares=_some(say, _said_shares(say, path.rule)),
        )
        for path in split
    ]
    return first_lines(say, said)


def _is_split(rule: Rule, service: str | None) -> bool:
    if service is None:
        return len([one for one in rule.shares if one.percent]) > 1
    return len(rule.shares) > 1


def _said_shares(say: Say, rule: Rule) -> list[str]:
    """By service; with the target group where a service has two."""
    names = [one.service for one in rule.shares]
    return [_share(say, one, is_only=names.count(one.service) == 1) for one in rule.shares]


def _share(say: Say, one: Share, *, is_only: bool) -> str:
    percent, group = decimal(say, one.percent), code(one.target_group)
    if not one.service:
        return say("share_to_group", percent=percent, group=group)
    who = bold(one.service)
    target = who if is_only else say("group_of", service=who, group=group)
    return say("share_to_service", percent=percent, service=target)


def _dead_ends(say: Say, paths: Sequence[_Path]) -> list[str]:
    """Groups that get traffic and have no healthy target: ELB answers 503 for them."""
    dead = {
        share.target_group: (share, path.environment)
        for path in paths
        for share in path.rule.shares
        if share.percent and share.targets and not share.targets.healthy
    }
    return [
        say("dead_end", group=code(share.target_group), environment=environment)
        for share, environment in dead.values()
    ]


def _table(say: Say, paths: Sequence[_Path], records: Sequence[Record]) -> Table:
    columns = (
        say("label_environment"),
        say("label_requests"),
        say("label_target"),
        say("label_share"),
        say("label_targets"),
    )
    dns = [
        (
            Cell(say("label_dns")),
            Cell(one.name),
            Cell(one.target),
            Cell(f"{decimal(say, one.percent or 0)} %"),
            Cell(""),
        )
        for one in records
    ]
    rows = [
        (
            Cell(path.environment),
            Cell(plain(_what(say, path.rule))),
            Cell(_group(share)),
            Cell(f"{decimal(say, share.percent)} %", "neutral" if share.percent else "warning"),
            targets_cell(say, share.targets),
        )
        for path in paths
        for share in path.rule.shares
    ]
    return Table(say("table_title"), columns, (*dns, *rows))


def _group(share: Share) -> str:
    return f"{share.service} ({share.target_group})" if share.service else share.target_group
