"""Say which release strategies a service is set up for, and what it lacks for the others."""

from collections.abc import Mapping, Sequence

from fulfillment.answers import MOST_ROWS, SPOKEN_ITEMS, gap_lines, not_found, places
from fulfillment.markdown import bold, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.strategies import Strategies
from fulfillment.ops.strategies.port import Judged, Readiness, Requirement, Strategy
from fulfillment.sentences import Phrase, Say, phrase
from fulfillment.turn import Cell, Reply, Table, Turn

_NAMES: Mapping[Strategy, Phrase] = {
    "rolling": phrase("strategy_rolling"),
    "doubling": phrase("strategy_doubling"),
    "canary": phrase("strategy_canary"),
    "linear": phrase("strategy_linear"),
    "blue_green": phrase("strategy_blue_green"),
    "blue_green_dns": phrase("strategy_blue_green_dns"),
    "weighted": phrase("strategy_weighted"),
    "strangler": phrase("strategy_strangler"),
}
_LACKS: Mapping[Requirement, Phrase] = {
    "ecs_controller": phrase("lacks_ecs_controller"),
    "replica": phrase("lacks_replica"),
    "one_task": phrase("lacks_one_task"),
    "two_tasks": phrase("lacks_two_tasks"),
    "target_group": phrase("lacks_target_group"),
    "second_group": phrase("lacks_second_group"),
    "listener_rule": phrase("lacks_listener_rule"),
    "balancer_role": phrase("lacks_balancer_role"),
    "alarms": phrase("lacks_alarms"),
    "hosted_zone": phrase("lacks_hosted_zone"),
    "weighted_records": phrase("lacks_weighted_records"),
    "application_balancer": phrase("lacks_application_balancer"),
    "shared_rule": phrase("lacks_shared_rule"),
}


def answer(
    turn: Turn,
    fleet: Fleet,
    strategies: Strategies,
    *,
    service: str | None = None,
    environment: str | None = None,
) -> Reply:
    """Of one service: strategy by strategy. Of several: who can do what."""
    say = turn.say
    where = places(fleet, environment)
    found = strategies.survey(where, service)
    if not found.services:
        return _nothing(say, service, where, found.gaps)
    gaps = gap_lines(say, found.gaps)
    is_one = len(found.services) == 1
    lines = [_line(say, one) for one in found.services]
    if not service:
        lines = [_counted(say, found.services)]
    spoken = [_spoken(say, one) for one in found.services[:2]]
    if not service:
        spoken = [_counted(say, found.services, SPOKEN_ITEMS)]
    return Reply(
        text="\n".join([*lines, *gaps]),
        speech=plain(" ".join([*spoken, *gaps[:1]])),
        table=_of_one(say, found.services[0]) if is_one else _of_many(say, found.services),
        suggestions=_suggestions(say, found.services),
        context=_context(service, environment),
    )


def _nothing(say: Say, service: str | None, where: Sequence[str], gaps: Sequence[Phrase]) -> Reply:
    if service:
        return not_found(say, service, where, gaps)
    text = " ".join(gap_lines(say, gaps)) or say("no_services", environments=say.all_of(where))
    return Reply(text=text, speech=plain(text), state="failed" if gaps else "done")


def _context(service: str | None, environment: str | None) -> dict[str, str]:
    given = {"service": service, "environment": environment}
    return {name: value for name, value in given.items() if value}


def _line(say: Say, one: Readiness) -> str:
    """What it can do, and for the others what they need and it lacks."""
    ready = [bold(_name(say, each)) for each in one.judged if each.is_ready]
    groups = _by_lack(one.judged)
    lacking = [
        say(
            "for_others",
            strategies=say.all_of([_name(say, each) for each in some]),
            lacks=say.all_of([say.phrase(_LACKS[need]) for need in needs]),
        )
        for needs, some in groups.items()
    ]
    name = say("service_in", service=bold(one.service), environment=bold(one.environment))
    can = say("can_use", service=name, strategies=say.all_of(ready), count=len(ready))
    none = say("can_use_none", service=name)
    return " ".join([can if ready else none, *lacking, *_unread(say, one.judged)])


def _by_lack(judged: Sequence[Judged]) -> dict[tuple[Requirement, ...], list[Judged]]:
    """Strategies that lack the same, together."""
    groups: dict[tuple[Requirement, ...], list[Judged]] = {}
    for one in judged:
        if one.lacks:
            groups.setdefault(one.lacks, []).append(one)
    return groups


def _unread(say: Say, judged: Sequence[Judged]) -> list[str]:
    open_ones = [_name(say, one) for one in judged if one.unread and not one.lacks]
    return [say("not_known_for", strategies=say.all_of(open_ones))] if open_ones else []


def _spoken(say: Say, one: Readiness) -> str:
    ready = [_name(say, each) for each in one.judged if each.is_ready]
    rest = len(ready) - SPOKEN_ITEMS
    some = [*ready[:SPOKEN_ITEMS], *([say("more", count=rest)] if rest > 0 else [])]
    name = say("service_in", service=one.service, environment=one.environment)
    if not some:
        return say("can_use_none", service=name)
    return say("can_use", service=name, strategies=say.all_of(some), count=len(some))


def _counted(say: Say, found: Sequence[Readiness], most: int = len(_NAMES)) -> str:
    """How many services can do each strategy, most first; at most `most` strategies."""
    counts = {
        strategy: sum(
            each.is_ready for one in found for each in one.judged if each.strategy == strategy
        )
        for strategy in _NAMES
    }
    said = [
        say("counted_strategy", strategy=say.phrase(_NAMES[one]), count=count)
        for one, count in sorted(counts.items(), key=lambda item: -item[1])
        if count
    ]
    told = say.all_of(said[:most]) or say("no_version")
    return say("of_services", count=len(found), strategies=told)


def _name(say: Say, one: Judged) -> str:
    return say.phrase(_NAMES[one.strategy])


def _of_one(say: Say, one: Readiness) -> Table:
    columns = (say("label_strategy"), say("label_possible"), say("label_lacks"))
    rows = tuple(
        (Cell(_name(say, each)), _verdict(say, each), _lack(say, each)) for each in one.judged
    )
    title = say("table_title", service=one.service, environment=one.environment)
    return Table(title, columns, rows)


def _verdict(say: Say, one: Judged) -> Cell:
    if one.is_ready:
        return Cell(say("possible"), "good")
    return Cell(say("not_possible"), "warning") if one.lacks else Cell(say("unknown_version"))


def _lack(say: Say, one: Judged) -> Cell:
    return Cell(plain("; ".join(say.phrase(_LACKS[need]) for need in one.lacks)))


def _of_many(say: Say, found: Sequence[Readiness]) -> Table:
    columns = (
        say("label_service"),
        say("label_environment"),
        say("label_possible"),
        say("label_lacking"),
    )
    rows = tuple(
        (
            Cell(one.service),
            Cell(one.environment),
            Cell(", ".join(_name(say, each) for each in one.judged if each.is_ready)),
            Cell(", ".join(_name(say, each) for each in one.judged if each.lacks)),
        )
        for one in found[:MOST_ROWS]
    )
    return Table(say("table_title_all"), columns, rows)


def _suggestions(say: Say, found: Sequence[Readiness]) -> tuple[str, ...]:
    one = found[0]
    return (say("suggest_routing_in", service=one.service, environment=one.environment),)
