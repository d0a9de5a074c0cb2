"""What lines of logs say, and which say the same."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fulfillment.log_lines import Level, is_error, read
from fulfillment.log_patterns import Event, patterns, template
from fulfillment.redaction import MASK

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
TRACE = """Traceback (most recent call last):
  File "/app/stock.py", line 41, in reserve
    row = find(sku)
psycopg.OperationalError: connection to 10.0.3.7 refused"""
JAVA = """2026-11-26T11:02:11.120Z ERROR o.shop.Orders - payment failed for order 8812
java.lang.IllegalStateException: no acquirer
\tat shop.Orders.pay(Orders.java:88)
\tat shop.Orders.take(Orders.java:31)"""


@pytest.mark.parametrize(
    ("message", "level", "text"),
    [
        ('{"level":"error","message":"no stock"}', "error", "no stock"),
        ('{"level":"info","msg":"error budget is fine"}', "other", "error budget is fine"),
        ('{"level":50,"msg":"boom"}', "error", "boom"),
        ('{"level":30,"msg":"fine"}', "other", "fine"),
        ('{"severity":"CRITICAL","error":{"message":"disk full"}}', "error", "disk full"),
        ('{"msg":"ERROR no level of its own"}', "error", "ERROR no level of its own"),
        ("2026-11-26 11:00:00 WARN slow", "other", "2026-11-26 11:00:00 WARN slow"),
        ("it says nothing", "unknown", "it says nothing"),
        ("{not json}", "unknown", "{not json}"),
        ("[1, 2]", "unknown", "[1, 2]"),
        (TRACE, "unknown", "psycopg.OperationalError: connection to 10.0.3.7 refused"),
        ("Traceback (most recent call last):", "unknown", ""),
        ('  File "/app/stock.py", line 41, in reserve', "unknown", ""),
        ("\tat shop.Orders.pay(Orders.java:88)", "unknown", ""),
        ("", "unknown", ""),
    ],
)
def test_what_a_line_says(message: str, level: Level, text: str) -> None:
    line = read(message)

    assert (line.level, line.text) == (level, text)


def test_a_stack_trace_is_what_it_is_about() -> None:
    line = read(JAVA)

    assert is_error(line)
    assert line.text.endswith("payment failed for order 8812")


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ('{"level":"info","message":"no error"}', False),
        ("INFO error budget 99.9", False),
        ("ERROR gone", True),
        ("NullPointerException somewhere", True),
        ("all is well", False),
        ('  File "/app/error.py", line 1, in exception', False),
    ],
)
def test_what_counts_as_an_error(message: str, *, said: bool) -> None:
    assert is_error(read(message)) is said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("order 8812 refused after 412ms", "order <n> refused after <n>ms"),
        ("GET /orders/17 answered 502", "GET /orders/<n> answered <n>"),
        ("2026-11-26T11:02:11.120Z ERROR gone", "<time> ERROR gone"),
        ("at 11:02:11,120 it broke", "at <time> it broke"),
        ("task 0f8c2a1e-77aa-4c1d-9b1e-3f2a6b7c8d9e died", "task <id> died"),
        ("commit 9f1c2d7e04b85a63f7c90d1e2a4b86c5d3f0719e", "commit <id>"),
        ("connect to 10.0.3.7:5432 refused", "connect to <address> refused"),
        ("open /app/config/settings.yaml: no such file", "open <path>: no such file"),
        ("req_88ab12 took 3.5 s, 97%", "<id> took <n> s, <n>%"),
        ("arn:aws:ecs:us-east-1:1:task/x is gone", "<arn> is gone"),
        ("pointer 0xdeadbeef", "pointer <id>"),
        ("FATAL: required setting STOCK_DB_URL is not set", None),
    ],
)
def test_what_differs_each_time_is_masked(text: str, expected: str | None) -> None:
    assert template(text) == (text if expected is None else expected)


def test_a_secret_is_in_no_pattern_and_in_no_example() -> None:
    line = "ERROR connect postgres://stock:hunter22@db/stock failed, token=abcdef123456"
    (found,) = patterns([Event(NOON, line)])

    assert "hunter22" not in found.template + found.example
    assert "abcdef123456" not in found.template + found.example
    assert MASK in found.example


def test_errors_that_say_the_same_are_one() -> None:
    events = [
        *(
            Event(NOON + timedelta(seconds=n), f"ERROR order {n} refused", f"task/{n % 3}")
            for n in range(9)
        ),
        Event(NOON, "ERROR order desk closed", "task/0"),
        Event(NOON, "INFO order 9 taken", "task/0"),
    ]
    first, second = patterns(events)

    assert (first.template, first.count, first.streams) == ("ERROR order <n> refused", 9, 3)
    assert (first.first, first.last) == (NOON, NOON + timedelta(seconds=8))
    assert first.example == "ERROR order 8 refused"
    assert second.count == 1


texts = st.text(max_size=400)
numbers = st.integers(0, 10**12)


@given(texts)
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = template(text)

    assert len(once) <= 300
    assert template(once) == once


@given(texts)
def test_any_line_is_read(text: str) -> None:
    line = read(text)

    assert "\n" not in line.text
    assert is_error(line) in (True, False)


@given(numbers, numbers, st.uuids(), st.uuids())
def test_numbers_and_ids_make_no_difference(
    one: int, other: int, mine: object, its: object
) -> None:
    def said(number: int, name: object) -> str:
        return template(f"order {number} of {name} failed after {number} ms")

    assert said(one, mine) == said(other, its)


@given(st.lists(texts, max_size=30))
def test_every_error_is_in_one_pattern(lines: list[str]) -> None:
    events = [Event(NOON, line) for line in lines]
    found = patterns(events)

    assert sum(one.count for one in found) == sum(is_error(read(line)) for line in lines)
    assert len({one.template for one in found}) == len(found)
