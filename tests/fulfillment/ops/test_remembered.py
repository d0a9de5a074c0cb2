"""What is kept, for how long, and how much of it."""

from datetime import timedelta

from fulfillment.ops.remembered import NAMES_FRESH_FOR, Remembered
from tests.fulfillment.world import MovingClock


def test_it_looks_again_after_half_a_minute() -> None:
    clock = MovingClock()
    remembered = Remembered(clock)
    looks = iter([("orders",), ()])

    def names() -> tuple[str, ...]:
        return remembered.get(("services", "main"), NAMES_FRESH_FOR, lambda: next(looks))

    assert [names(), names()] == [("orders",), ("orders",)]
    clock.advance(seconds=31)
    assert remembered.last(("services", "main"), None) == ("orders",)
    assert names() == ()
    assert remembered.last(("services", "other"), None) is None


def test_a_clock_that_went_back_makes_nothing_fresh() -> None:
    clock = MovingClock()
    remembered = Remembered(clock)
    remembered.get("key", timedelta(hours=1), lambda: 1)
    clock.advance(seconds=-5)

    assert remembered.get("key", timedelta(hours=1), lambda: 2) == 2


def test_the_oldest_is_forgotten_first() -> None:
    remembered = Remembered(MovingClock())
    for number in range(2_001):
        remembered.get(number, timedelta(hours=1), lambda: "kept")

    assert remembered.last(0, "") == ""
    assert remembered.last(1, "") == remembered.last(2_000, "") == "kept"
