"""Show the newest lines of a service's log, secrets masked."""

from datetime import timedelta

from fulfillment.figures import zone
from fulfillment.log_answers import kept, notes, patience, progress, span_of, spoken_notes, where
from fulfillment.log_lines import read
from fulfillment.log_patterns import Event
from fulfillment.markdown import plain
from fulfillment.ops.logs.port import Found, Logs
from fulfillment.ops.queries import Queries
from fulfillment.plan import OperationRecord
from fulfillment.redaction import redact
from fulfillment.turn import Cell, Reply, Table, Turn
from fulfillment.wording import clean, sentence, spoken_age

DEFAULT = timedelta(minutes=15)
_LINE = 400
_TASK = 8
"""Characters of a task's id that tell it from its neighbours."""


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
    """Of the last 15 minutes where no time is named: at most fifty lines."""
    span = span_of(turn, period, day, DEFAULT)
    found = logs.latest(environment, service, span, seconds=patience(turn))
    title = plain(turn.say("title", service=service, environment=environment))
    return _reply(turn, found, kept(turn, found, queries, title))


def follow(turn: Turn, logs: Logs, *, record: OperationRecord) -> Reply:
    """The same answer, with what has been found by now."""
    return _reply(turn, logs.again(record.environment, record.query), record.id)


def _reply(turn: Turn, found: Found, operation: str) -> Reply:
    say, slots = turn.say, turn.slots
    service, environment = slots["service"], slots["environment"]
    title = plain(say("title", service=service, environment=environment))
    head = _headline(turn, found)
    return Reply(
        text="\n".join([head, *notes(say, found, operation)]),
        speech=plain(" ".join([head, *_spoken(turn, found), *spoken_notes(say, found, operation)])),
        table=_table(turn, found, title) if found.events and found.is_over else None,
        suggestions=(
            say("suggest_errors", service=service, environment=environment),
            say("suggest_health_in", service=service, environment=environment),
        ),
        context={"service": service, "environment": environment},
        progress=progress(found, operation, title),
    )


def _headline(turn: Turn, found: Found) -> str:
    say, slots = turn.say, turn.slots
    span = span_of(turn, slots.get("period"), slots.get("day"), DEFAULT).said(say)
    place = where(say, slots["service"], slots["environment"])
    count = len(found.events)
    if not count:
        none = say("no_line", place=place, span=span)
        return none if found.is_over else say("no_line_yet", place=place, span=span)
    if found.matched > count:
        return say("newest_lines", count=count, place=place, span=span)
    return say("lines", count=count, place=place, span=span)


def _spoken(turn: Turn, found: Found) -> list[str]:
    if not found.events:
        return []
    newest = found.events[0]
    since = spoken_age(turn.say, (turn.now - newest.at).total_seconds())
    line = sentence(clean(redact(read(newest.message).text), 160))
    return [turn.say("newest", age=since, line=line)]


def _table(turn: Turn, found: Found, title: str) -> Table:
    """Oldest first, as a log is read."""
    say = turn.say
    return Table(
        title=title,
        columns=(say("column_time"), say("column_task"), say("column_line")),
        rows=tuple(_row(turn, one) for one in reversed(found.events)),
    )


def _row(turn: Turn, event: Event) -> tuple[Cell, ...]:
    local = event.at.astimezone(zone(turn.time_zone))
    return (
        Cell(f"{local:%H:%M:%S}"),
        Cell(clean(event.stream.rpartition("/")[2], _TASK + 20)[:_TASK]),
        Cell(clean(redact(event.message), _LINE)),
    )
