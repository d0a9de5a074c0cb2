"""Say which errors a service logged, those that say the same counted as one, secrets masked."""

from collections.abc import Sequence
from datetime import timedelta

from fulfillment.answers import MOST_ROWS, SPOKEN_ITEMS
from fulfillment.log_answers import (
    kept,
    notes,
    patience,
    progress,
    span_of,
    spoken_notes,
    where,
)
from fulfillment.log_patterns import Pattern, patterns, spoken
from fulfillment.markdown import plain
from fulfillment.ops.logs.port import Found, Logs
from fulfillment.ops.queries import Queries
from fulfillment.plan import OperationRecord
from fulfillment.sentences import Say
from fulfillment.turn import Cell, Reply, Table, Turn
from fulfillment.wording import age, clean, quoted, spoken_age

DEFAULT = timedelta(hours=1)


def answer(
    turn: Turn,
    logs: Logs,
    queries: Queries,
    *,
    service: str,
    environment: str,
    period: str | None = None,
    day: str | None = None,
) -> Reply:
    """In the last hour where no time is named. What takes long is answered in part and followed."""
    span = span_of(turn, period, day, DEFAULT)
    found = logs.errors(environment, service, span, seconds=patience(turn))
    title = plain(turn.say("title", service=service, environment=environment))
    return _reply(turn, found, kept(turn, found, queries, title))


def follow(turn: Turn, logs: Logs, *, record: OperationRecord) -> Reply:
    """The same answer, with what has been found by now."""
    return _reply(turn, logs.again(record.environment, record.query), record.id)


def _reply(turn: Turn, found: Found, operation: str) -> Reply:
    say, slots = turn.say, turn.slots
    service, environment = slots["service"], slots["environment"]
    grouped = patterns(found.events)
    head = _headline(turn, found, grouped)
    return Reply(
        text="\n".join([head, *_lines(turn, grouped), *notes(say, found, operation)]),
        speech=plain(
            " ".join([head, *_spoken(say, grouped), *spoken_notes(say, found, operation)])
        ),
        table=_table(turn, grouped) if grouped and found.is_over else None,
        suggestions=(
            say("suggest_health_in", service=service, environment=environment),
            say("suggest_rollout_in", service=service, environment=environment),
        ),
        context={"service": service, "environment": environment},
        progress=progress(
            found, operation, plain(say("title", service=service, environment=environment))
        ),
    )


def _headline(turn: Turn, found: Found, grouped: Sequence[Pattern]) -> str:
    say, slots = turn.say, turn.slots
    span = span_of(turn, slots.get("period"), slots.get("day"), DEFAULT).said(say)
    place = where(say, slots["service"], slots["environment"])
    count = sum(one.count for one in grouped)
    if not count:
        none = say("no_error", place=place, span=span)
        return none if found.is_over else say("no_error_yet", place=place, span=span)
    # Insights gives the newest thousand; what it matched besides is only known to match.
    kinds = say("kinds", count=len(grouped))
    if found.matched > len(found.events):
        return say("newest_errors", count=count, place=place, span=span, kinds=kinds)
    return say("errors", count=count, place=place, span=span, kinds=kinds)


def _lines(turn: Turn, grouped: Sequence[Pattern]) -> list[str]:
    return [f"- {_line(turn, one)}" for one in grouped[:SPOKEN_ITEMS]]


def _line(turn: Turn, one: Pattern) -> str:
    last = spoken_age(turn.say, (turn.now - one.last).total_seconds())
    return turn.say("pattern", count=one.count, age=last, pattern=quoted(one.template, 160))


def _spoken(say: Say, grouped: Sequence[Pattern]) -> list[str]:
    """The most frequent one: nobody keeps three lines of a log in mind."""
    if not grouped:
        return []
    first = clean(spoken(grouped[0].template), 120)
    return [say("most_often", count=grouped[0].count, pattern=first)]


def _table(turn: Turn, grouped: Sequence[Pattern]) -> Table:
    say = turn.say
    return Table(
        title=plain(
            say("title", service=turn.slots["service"], environment=turn.slots["environment"])
        ),
        columns=(
            say("column_count"),
            say("column_pattern"),
            say("column_first"),
            say("column_last"),
            say("column_example"),
        ),
        rows=tuple(_row(turn, one) for one in grouped[:MOST_ROWS]),
    )


def _row(turn: Turn, one: Pattern) -> tuple[Cell, ...]:
    say, now = turn.say, turn.now
    return (
        Cell(str(one.count), "bad"),
        Cell(clean(one.template, 200)),
        Cell(say("ago", age=age(say, (now - one.first).total_seconds()))),
        Cell(say("ago", age=age(say, (now - one.last).total_seconds()))),
        Cell(clean(one.example, 200)),
    )
