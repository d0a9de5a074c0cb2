"""What is said of logs, in states that the example world does not have."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fulfillment.handlers import service_errors, service_logs
from fulfillment.log_patterns import Event
from fulfillment.ops.logs import Found
from fulfillment.plan import OperationRecord
from fulfillment.redaction import MASK
from fulfillment.sentences import phrase
from fulfillment.time_range import TimeRange
from fulfillment.turn import Channel, Turn
from tests.fulfillment.handlers.scripted import a_turn
from tests.fulfillment.language import german

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SLOTS = {"service": "orders", "environment": "staging"}
RECORD = OperationRecord("op", "", "orders", "staging", "t", "ana", "started", query="q")


def asked(intent: str, channel: Channel = "terminal", **slots: str) -> Turn:
    return replace(a_turn(intent, **SLOTS, **slots), now=NOW, channel=channel)


def errors(count: int = 3, text: str = "ERROR order {n} refused") -> tuple[Event, ...]:
    return tuple(
        Event(NOW - timedelta(seconds=60 + n), text.format(n=n), f"ecs/orders/{n % 2}abcdef0123")
        for n in range(count)
    )


def found(*events: Event, **over: Any) -> Found:
    given: dict[str, Any] = {"matched": len(events), "scanned_bytes": 2_345_000, "is_over": True}
    return Found("q", events, **{**given, **over})


@dataclass
class Scripted:
    found: Found
    asked: list[tuple[TimeRange, float]] = field(default_factory=list)

    def errors(self, environment: str, service: str, span: TimeRange, *, seconds: float) -> Found:
        assert (environment, service) == ("staging", "orders")
        self.asked.append((span, seconds))
        return self.found

    latest = errors

    def again(self, environment: str, query: str) -> Found:
        assert (environment, query) == ("staging", "q")
        return self.found


@dataclass
class Keeping:
    """Searches that are kept, under one id; "" where none can be."""

    id: str = "op"
    titles: list[str] = field(default_factory=list)

    def keep(self, turn: Turn, query: str, title: str) -> str:
        assert (turn.slots["service"], query) == ("orders", "q")
        self.titles.append(title)
        return self.id


def ask_errors(what: Found, turn: Turn | None = None, kept: Keeping | None = None) -> Any:
    turn = turn or asked("ServiceErrors")
    return service_errors.answer(turn, Scripted(what), kept or Keeping(), **turn.slots)


def test_errors_that_say_the_same_are_told_once() -> None:
    reply = ask_errors(found(*errors(), Event(NOW, "FATAL: out of figs"), Event(NOW, "INFO fine")))

    assert reply.text == (
        "4 errors of **orders** in **staging** in the last hour, of 2 kinds.\n"
        "- 3 times, last 1 minute ago: `ERROR order <n> refused`\n"
        "- once, 0 seconds ago: `FATAL: out of figs`\n"
        "I looked through 2.3 MB of log lines."
    )
    assert reply.speech == (
        "4 errors of orders in staging in the last hour, of 2 kinds. Most often, 3 times: "
        "ERROR order refused."
    )
    assert reply.table is not None
    assert [cell.text for cell in reply.table.rows[0]] == [
        "3",
        "ERROR order <n> refused",
        "1 min ago",
        "1 min ago",
        "ERROR order 0 refused",
    ]
    assert reply.progress is None


def test_no_error_is_said_plainly_only_where_all_was_searched() -> None:
    missing = phrase("search_too_large", gigabytes=5)
    nothing = ask_errors(found())
    stopped = ask_errors(found(missing=missing))

    assert nothing.speech == "No error of orders in staging in the last hour."
    assert "I stopped the search after 5 GB, so this is not all." in stopped.speech
    assert "so this is not all" in stopped.text


def test_what_takes_long_is_answered_in_part_and_followed() -> None:
    kept = Keeping()
    running = found(*errors(), is_over=False)
    first = ask_errors(running, kept=kept)

    assert first.progress is not None
    assert (first.progress.operation_id, first.progress.state) == ("op", "running")
    assert kept.titles == ["Errors of orders in staging"]
    assert "I am still searching and will add what I find." in first.text
    assert first.table is None
    turn = asked("ServiceErrors")
    later = service_errors.follow(turn, Scripted(found(*errors(5))), record=RECORD)
    assert later.progress is not None
    assert (later.progress.operation_id, later.progress.is_final) == ("op", True)
    assert later.text.startswith("5 errors of **orders**")
    assert later.table is not None


@pytest.mark.parametrize(("channel", "id_"), [("alexa", "op"), ("direct", "op"), ("web", "")])
def test_where_nobody_follows_it_is_asked_again(channel: Channel, id_: str) -> None:
    turn = asked("ServiceErrors", channel)
    reply = ask_errors(found(is_over=False), turn, Keeping(id_))

    assert reply.progress is None
    assert reply.speech == (
        "No error of orders in staging in the last hour so far. "
        "I was still searching. Ask again in a moment."
    )


def test_how_long_is_waited_depends_on_the_channel() -> None:
    logs = Scripted(found())
    for channel in ("alexa", "web"):
        turn = asked("ServiceErrors", channel)
        service_errors.answer(turn, logs, Keeping(), **turn.slots)

    assert [seconds for _, seconds in logs.asked] == [3.0, 6.0]


def test_time_ranges_are_said_and_are_a_week_at_most() -> None:
    logs = Scripted(found())
    turn = asked("ServiceErrors", period="P30D")
    reply = service_errors.answer(turn, logs, Keeping(), **turn.slots)

    assert "in the last week" in reply.text
    assert logs.asked[0][0].seconds == 7 * 86_400
    yesterday = asked("ServiceErrors", day="yesterday")
    assert ask_errors(found(), yesterday).text.startswith(
        "No error of **orders** in **staging** yesterday."
    )


def test_more_errors_than_are_given_are_not_counted() -> None:
    reply = ask_errors(found(*errors(1_000), matched=40_000))

    assert reply.text.startswith(
        "More than 1000 errors of **orders** in **staging** in the last hour; the newest 1000 "
        "are of 1 kind."
    )


def test_secrets_reach_no_part_of_an_answer() -> None:
    line = "ERROR login token=abcdef123456 of db://u:hunter22@h refused `x` **y**"
    for reply in (
        ask_errors(found(Event(NOW, line))),
        service_logs.answer(
            asked("ServiceLogs"), Scripted(found(Event(NOW, line))), Keeping(), **SLOTS
        ),
    ):
        assert "hunter22" not in repr(reply)
        assert "abcdef123456" not in repr(reply)
        assert MASK in repr(reply.table)


def test_the_newest_lines_are_read_in_their_order() -> None:
    turn = replace(asked("ServiceLogs"), time_zone="Europe/Berlin")
    lines = errors(2, '{{"level":"info","message":"order {n} taken"}}')
    reply = service_logs.answer(turn, Scripted(found(*lines)), Keeping(), **SLOTS)

    assert reply.text == (
        "2 lines of **orders** in **staging** in the last 15 minutes.\n"
        "I looked through 2.3 MB of log lines."
    )
    assert reply.speech.endswith("The last one, 1 minute ago: order 0 taken.")
    assert reply.table is not None
    assert [[cell.text for cell in row] for row in reply.table.rows] == [
        ["12:58:59", "1abcdef0", '{"level":"info","message":"order 1 taken"}'],
        ["12:59:00", "0abcdef0", '{"level":"info","message":"order 0 taken"}'],
    ]


def test_a_log_without_lines_and_one_with_more() -> None:
    nothing = service_logs.answer(asked("ServiceLogs"), Scripted(found()), Keeping(), **SLOTS)
    more = service_logs.answer(
        asked("ServiceLogs"), Scripted(found(*errors(50), matched=900)), Keeping(), **SLOTS
    )
    slow = service_logs.follow(asked("ServiceLogs"), Scripted(found(is_over=False)), record=RECORD)

    assert nothing.speech == "orders in staging logged nothing in the last 15 minutes."
    assert more.text.startswith("The newest 50 lines of **orders** in **staging**")
    assert slow.progress is not None
    assert not slow.progress.is_final


def test_in_german() -> None:
    turn = replace(asked("ServiceErrors"), say=german("ServiceErrors"), locale="de_DE")
    reply = ask_errors(found(*errors()), turn)

    assert reply.text == (
        "**orders** in **staging** hat in der letzten Stunde 3 Fehler geloggt, von einer Art.\n"
        "- 3-mal, zuletzt vor 1 Minute: `ERROR order <n> refused`\n"
        "Durchgesehen habe ich 2,3 MB Logzeilen."
    )
    lines = replace(asked("ServiceLogs"), say=german("ServiceLogs"), locale="de_DE")
    log = service_logs.answer(lines, Scripted(found(*errors(1))), Keeping(), **SLOTS)
    assert log.speech.startswith("orders in staging hat seit 15 Minuten 1 Zeile geloggt.")
