"""What a curve does."""

import math

import pytest

from fulfillment.trends import Step, drift, filled, level, peak, step, total
from fulfillment.turn import Point


def a_curve(*values: float | None) -> tuple[Point, ...]:
    return tuple((60.0 * minute, value) for minute, value in enumerate(values))


STEADY = (0.8, 0.7, 0.9, 0.8, 0.75, 0.85, 0.8, 0.7, 0.9, 0.8)


def test_nothing_measured_is_nothing_and_not_zero() -> None:
    empty = a_curve(None, None)

    assert (level(empty), total(empty), peak(empty), step(empty, (), 0.1)) == (None,) * 4
    assert drift(empty) == "steady"
    assert level(a_curve(None, 3, None, 5, 100)) == 5
    assert filled(a_curve(None, 3)) == a_curve(0, 3)


def test_a_step_is_where_two_levels_meet() -> None:
    found = step(a_curve(*STEADY, 2.3, 2.4, 2.5, 2.4, 2.3), (), 0.05)

    assert found == Step(600.0, 0.8, 2.4)
    assert found.is_rise


def test_a_step_goes_down_too() -> None:
    found = step(a_curve(*(5 * value for value in STEADY), *STEADY), (), 0.05)

    assert found is not None
    assert (found.at, found.is_rise) == (600.0, False)


@pytest.mark.parametrize(
    "values",
    [
        STEADY,
        (*STEADY, 9.0, 9.0),
        (*STEADY, 0.95, 1.0, 0.95, 1.0),
        tuple(0.2 * value for value in range(1, 4)),
        tuple(value / 100 for value in (*STEADY, 2.3, 2.4, 2.5, 2.4)),
        (1.0,) * 20,
        (0.0,) * 20,
    ],
    ids=["noise", "a spike at the end", "a little", "few points", "tiny", "flat", "zero"],
)
def test_what_is_no_step(values: tuple[float, ...]) -> None:
    assert step(a_curve(*values), (), 0.05) is None


def test_what_happens_every_day_is_no_step() -> None:
    values = [*STEADY, *(3 * value for value in STEADY)]

    assert step(a_curve(*values), (), 0.05) is not None
    assert step(a_curve(*values), a_curve(*values), 0.05) is None


def test_a_gap_in_the_earlier_time_does_not_make_a_step() -> None:
    values = [*STEADY, *STEADY]
    earlier = a_curve(*STEADY, *(None for _ in STEADY))

    assert step(a_curve(*values), earlier, 0.05) is None


def test_a_slow_change_is_a_drift() -> None:
    rising = a_curve(*(1 + 0.05 * minute for minute in range(30)))

    assert drift(rising) == "rising"
    assert drift(tuple((at, 10 - (value or 0)) for at, value in a_curve(*range(9)))) == "falling"
    assert drift(a_curve(*(1 + 0.1 * math.sin(minute) for minute in range(30)))) == "steady"
    assert peak(a_curve(3, None, 5, 4)) == (120.0, 5)
