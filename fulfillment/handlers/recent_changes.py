"""Say what changed lately, in one timeline: what to look at first when something breaks."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from fulfillment.answers import MOST_ROWS, SPOKEN_ITEMS, cut_line, gap_lines, places
from fulfillment.markdown import bold, escape, plain
from fulfillment.ops.changes import Change, Changes, Kind, Timeline, Window
from fulfillment.ops.fleet import Fleet
from fulfillment.sentences import Phrase, Say, phrase
from fulfillment.time_range import TimeRange, clock_time, time_range
from fulfillment.turn import Cell, Reply, Table, Turn
from fulfillment.wording import age, shown, spoken_age

DEFAULT = timedelta(hours=24)
_LAG = timedelta(minutes=15)
"""CloudTrail delivers within about five minutes on average, says its guide."""
_SECOND = timedelta(seconds=1)
_KINDS: tuple[Kind, ...] = ("deployment", "pipeline", "write", "alarm", "action")


def answer(
    turn: Turn,
    fleet: Fleet,
    changes: Changes,
    *,
    environment: str | None = None,
    service: str | None = None,
    period: str | None = None,
    day: str | None = None,
) -> Reply:
    """A table, newest first; for a voice the count and the last three."""
    say = turn.say
    where = places(fleet, environment)
    within = time_range(turn, period, day, default=DEFAULT)
    timeline = changes.recent(where, _window(turn, within, service))
    notes = [*gap_lines(say, timeline.gaps), *_lag(say, turn, within, timeline)]
    notes += cut_line(say, len(timeline.changes))
    headline = _headline(say, timeline, where, service, within)
    named = {"service": service} if service else {}
    return Reply(
        text=" ".join([*headline, *notes]),
        speech=plain(" ".join([*headline, *_newest(turn, timeline.changes), *notes[:1]])),
        table=_table(turn, timeline.changes, within) if timeline.changes else None,
        suggestions=_suggestions(say, timeline.changes),
        context={**named, **({"environment": environment} if environment else {})},
        state="done" if timeline.is_read else "failed",
    )


def _window(turn: Turn, within: TimeRange, service: str | None) -> Window:
    """What has just happened is within "until now", though AWS tells the time in whole seconds."""
    end = within.end + _SECOND if within.end >= turn.now else within.end
    return Window(within.start, end, service or "")


def _headline(
    say: Say, timeline: Timeline, where: Sequence[str], service: str | None, within: TimeRange
) -> list[str]:
    """Nothing where no source could be read: then only that is said."""
    if not timeline.is_read:
        return []
    scope = say.all_of([escape(one) for one in where])
    place = say("of_service", service=bold(service), places=scope) if service else ""
    there, when = place or say("in_places", places=scope), within.said(say)
    if not timeline.changes:
        text = (
            say("nothing_changed_as_read", where=there, when=when)
            if timeline.gaps
            else say("nothing_changed", where=there, when=when)
        )
        return [text[:1].upper() + text[1:]]
    counts = Counter(one.kind for one in timeline.changes)
    kinds = [_counted(say, kind, counts[kind]) for kind in _KINDS if counts[kind]]
    total = len(timeline.changes)
    told = say.all_of(kinds)
    return [say("counted_changes", count=total, where=there, when=when, kinds=told)]


def _counted(say: Say, kind: Kind, count: int) -> str:
    words: dict[Kind, Phrase] = {
        "deployment": phrase("counted_deployments", count=count),
        "pipeline": phrase("counted_runs", count=count),
        "write": phrase("counted_writes", count=count),
        "alarm": phrase("counted_alarm_changes", count=count),
        "action": phrase("counted_actions", count=count),
    }
    return say.phrase(words[kind])


def _lag(say: Say, turn: Turn, within: TimeRange, timeline: Timeline) -> list[str]:
    """Where the time asked about is so short and recent that calls may not be told yet."""
    is_recent = turn.now - within.start <= _LAG
    return [say("trail_lags")] if is_recent and timeline.is_read else []


def _newest(turn: Turn, changes: Sequence[Change]) -> list[str]:
    if not changes:
        return []
    told = [_spoken(turn, one) for one in changes[:SPOKEN_ITEMS]]
    return [turn.say("newest", changes="; ".join(told))]


def _spoken(turn: Turn, change: Change) -> str:
    say = turn.say
    what, environment = _what(say, change), escape(change.environment)
    if change.service and environment:
        service = escape(change.service)
        what = say("change_of", service=service, environment=environment, what=what)
    elif environment:
        what = say("change_in", environment=environment, what=what)
    who = _who(say, change)
    what = say("by_whom", what=what, who=who) if who else what
    ago = spoken_age(say, (turn.now - change.at).total_seconds())
    return say("spoken_change", age=ago, what=what)


def _what(say: Say, change: Change) -> str:
    return shown(say.phrase(change.what), 160)


def _who(say: Say, change: Change) -> str:
    name = shown(change.by, 64)
    return say("through_us", who=name) if name and change.is_ours else name


def _table(turn: Turn, changes: Sequence[Change], within: TimeRange) -> Table:
    say = turn.say
    return Table(
        title=say("table_title", when=within.said(say)),
        columns=(
            say("label_when"),
            say("label_environment"),
            say("label_service"),
            say("label_what"),
            say("label_who"),
        ),
        rows=tuple(_row(turn, one) for one in changes[:MOST_ROWS]),
    )


def _row(turn: Turn, change: Change) -> tuple[Cell, ...]:
    ago = age(turn.say, (turn.now - change.at).total_seconds())
    return (
        Cell(f"{clock_time(turn, change.at)} ({ago})"),
        Cell(change.environment),
        Cell(change.service),
        Cell(plain(_what(turn.say, change)), "bad" if change.is_trouble else "neutral"),
        Cell(plain(_who(turn.say, change))),
    )


def _suggestions(say: Say, changes: Sequence[Change]) -> tuple[str, ...]:
    rolled = [one for one in changes if one.kind == "deployment"]
    if not rolled:
        return (say("suggest_broken"),)
    newest = rolled[0]
    return (
        say("suggest_rollout_in", service=newest.service, environment=newest.environment),
        say("suggest_broken"),
    )
