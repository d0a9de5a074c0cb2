"""The simulated clock."""

import logging
import threading
from datetime import UTC, datetime, timedelta

import pytest

from deploy.local.account.clock import RealTimeDriver, SimulatedClock
from tests.deploy.account.harness import eventually

START = datetime(2026, 1, 1, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_runs_what_is_due_in_order_each_at_its_own_time() -> None:
    clock = SimulatedClock(START)
    seen: list[tuple[str, datetime]] = []
    for name, seconds in (("late", 9.0), ("early", 2.0), ("never", 11.0), ("also early", 2.0)):
        clock.call_at(at(seconds), lambda name=name: seen.append((name, clock.now())))  # type: ignore[misc]

    assert clock.advance(10) == at(10) == clock.now()
    assert seen == [("early", at(2)), ("also early", at(2)), ("late", at(9))]


def test_runs_what_callbacks_schedule_within_the_span() -> None:
    clock = SimulatedClock(START)
    seen: list[datetime] = []

    def again() -> None:
        seen.append(clock.now())
        clock.call_in(3, again)

    clock.call_in(3, again)
    clock.advance(10)

    assert seen == [at(3), at(6), at(9)]


def test_what_is_overdue_runs_without_moving_time_back() -> None:
    clock = SimulatedClock(START)
    seen: list[datetime] = []
    clock.advance(5)
    clock.call_at(at(1), lambda: seen.append(clock.now()))

    clock.advance(0)

    assert seen == [at(5)]


def test_time_does_not_go_back() -> None:
    with pytest.raises(ValueError, match="only moves forward"):
        SimulatedClock(START).advance(-1)


def test_an_event_that_fails_is_logged_and_does_not_stop_time(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = SimulatedClock(START)
    seen: list[int] = []
    clock.call_in(1, lambda: 1 // 0)
    clock.call_in(2, lambda: seen.append(2))

    with caplog.at_level(logging.ERROR):
        clock.advance(3)

    assert seen == [2]
    assert "ZeroDivisionError" in caplog.text


def test_advances_of_several_threads_add_up_and_run_everything_once() -> None:
    clock = SimulatedClock(START)
    seen: list[int] = []
    for second in range(100):
        clock.call_at(at(second), lambda second=second: seen.append(second))  # type: ignore[misc]
    threads = [threading.Thread(target=clock.advance, args=(25,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert clock.now() == at(100)
    assert seen == list(range(100))


def test_adopts_what_another_clock_has_waiting() -> None:
    past, clock = SimulatedClock(START), SimulatedClock(at(100))
    seen: list[datetime] = []
    past.call_at(at(103), lambda: seen.append(clock.now()))

    clock.adopt(past)
    past.advance(200)
    clock.advance(5)

    assert seen == [at(103)]


def test_the_driver_lets_wall_time_pass_until_it_is_stopped() -> None:
    clock = SimulatedClock(START)
    driver = RealTimeDriver(clock, step_seconds=0.001)
    driver.start()
    eventually(lambda: clock.now() > START)
    driver.stop()
    stopped = clock.now()

    assert clock.now() == stopped
    assert stopped - START < timedelta(minutes=1)


def test_a_driver_that_never_started_can_be_stopped() -> None:
    RealTimeDriver(SimulatedClock(START)).stop()
