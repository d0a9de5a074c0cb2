"""Say which alarms fire, since when, what they measure, and who has seen to them."""

from collections.abc import Mapping, Sequence

from fulfillment.answers import (
    MOST_ROWS,
    SPOKEN_ITEMS,
    alarm_handling,
    cut_line,
    gap_lines,
    places,
)
from fulfillment.markdown import bold, plain
from fulfillment.ops.alarms.matching import belongs_to_service
from fulfillment.ops.alarms.port import Alarms, Firing
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import Alarm
from fulfillment.sentences import Phrase, Say, phrase
from fulfillment.turn import Action, Cell, Invocation, Reply, Table, Turn
from fulfillment.wording import age, clean, spoken_age

_COMPARISONS: Mapping[str, Phrase] = {
    "GreaterThanThreshold": phrase("above"),
    "GreaterThanOrEqualToThreshold": phrase("at_least"),
    "LessThanThreshold": phrase("below"),
    "LessThanOrEqualToThreshold": phrase("at_most"),
}


def answer(
    turn: Turn,
    fleet: Fleet,
    alarms: Alarms,
    *,
    environment: str | None = None,
    service: str | None = None,
) -> Reply:
    """Alarms of one environment or of all, of one service or of all."""
    say = turn.say
    where = places(fleet, environment)
    firing = alarms.firing(where)
    mine = [one for one in firing.alarms if not service or belongs_to_service(one, service)]
    gaps = gap_lines(say, firing.gaps)
    head = _headline(say, firing, mine, where, service)
    only = [_line(say, one) for one in mine] if len(mine) == 1 else []
    return Reply(
        text="\n".join([head, *only, *gaps, *cut_line(say, len(mine))]),
        speech=plain(" ".join([head, *_spoken(say, mine), *gaps[:1]])),
        table=_table(say, mine) if mine else None,
        actions=_actions(turn, mine),
        suggestions=_suggestions(say, mine, where),
        context=_context(mine, environment, service),
        state="done" if firing.read else "failed",
    )


def _headline(
    say: Say, firing: Firing, mine: Sequence[Alarm], where: Sequence[str], service: str | None
) -> str:
    if mine:
        return say("firing", count=len(mine))
    if not firing.read:
        return say("alarms_unread", environments=say.all_of(where))
    read = say.all_of(firing.read)
    if firing.gaps:
        return say("none_fires_as_read", environments=read)
    if service:
        return say("none_fires_of", service=bold(service), environments=read)
    return say("none_fires", environments=read)


def _line(say: Say, alarm: Alarm) -> str:
    return say(
        "firing_for",
        alarm=bold(alarm.name),
        environment=alarm.environment,
        age=spoken_age(say, alarm.age_seconds),
        handling=alarm_handling(say, alarm),
    )


def _spoken(say: Say, mine: Sequence[Alarm]) -> list[str]:
    lines = [_line(say, one) for one in mine[:SPOKEN_ITEMS]]
    more = len(mine) - len(lines)
    return [*lines, say("alexa_and_more", count=more) + "."] if more > 0 else lines


def _table(say: Say, mine: Sequence[Alarm]) -> Table:
    return Table(
        title=say("title"),
        columns=(
            say("column_alarm"),
            say("label_environment"),
            say("column_for"),
            say("column_measures"),
            say("column_about"),
            say("column_who"),
        ),
        rows=tuple(_row(say, one) for one in mine[:MOST_ROWS]),
    )


def _row(say: Say, alarm: Alarm) -> tuple[Cell, ...]:
    is_seen_to = alarm.acknowledged or alarm.snoozed
    return (
        Cell(clean(alarm.name, 100), "neutral" if is_seen_to else "bad"),
        Cell(alarm.environment),
        Cell(age(say, alarm.age_seconds)),
        Cell(clean(measure_text(say, alarm), 200)),
        Cell(clean(alarm.reason, 200)),
        Cell(_who(say, alarm)),
    )


def measure_text(say: Say, alarm: Alarm) -> str:
    """ "p99 of TargetResponseTime above 1.5"; the rule of a composite alarm."""
    if alarm.rule:
        return say("measure_rule", rule=alarm.rule)
    found = alarm.measure
    if found is None:
        return say("measure_expression")
    comparison = _COMPARISONS.get(found.comparison)
    if comparison is None or found.threshold is None:
        return say("measure_band", statistic=found.statistic, metric=found.metric)
    return say(
        "measure",
        statistic=found.statistic,
        metric=found.metric,
        comparison=comparison,
        threshold=f"{found.threshold:g}",
    )


def _who(say: Say, alarm: Alarm) -> str:
    if alarm.snoozed:
        left = spoken_age(say, alarm.snoozed.left_seconds)
        return say("who_snoozed", name=clean(alarm.snoozed.by), left=left)
    if alarm.acknowledged:
        since = spoken_age(say, alarm.acknowledged.age_seconds)
        return say("who_acknowledged", name=clean(alarm.acknowledged.by), age=since)
    return say("who_nobody")


def _actions(turn: Turn, mine: Sequence[Alarm]) -> tuple[Action, ...]:
    """What nobody has seen to yet can be acknowledged, by whoever may."""
    if all(one.intent != "AcknowledgeAlarm" for one in turn.abilities):
        return ()
    open_ones = [one for one in mine if not one.acknowledged and not one.snoozed]
    return tuple(_acknowledge(turn.say, one) for one in open_ones[:SPOKEN_ITEMS])


def _acknowledge(say: Say, alarm: Alarm) -> Action:
    slots = {"alarm": alarm.name, "environment": alarm.environment}
    label = say("acknowledge", alarm=alarm.name)
    return Action(label, Invocation("intent", "AcknowledgeAlarm", slots))


def _suggestions(say: Say, mine: Sequence[Alarm], where: Sequence[str]) -> tuple[str, ...]:
    named = dict.fromkeys(one.environment for one in mine)
    return tuple(say("suggest_broken_in", environment=one) for one in list(named or where)[:2])


def _context(mine: Sequence[Alarm], environment: str | None, service: str | None) -> dict[str, str]:
    found = {"service": service} if service else {}
    where = {one.environment for one in mine} | ({environment} if environment else set())
    return {**found, "environment": where.pop()} if len(where) == 1 else found
