"""Whether a condition is true of what a session holds.

A comparison of something that is not set is false, with != too (guide: paths-branching: it "is not
evaluated"). Texts compare without regard to case.
"""

import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from bot.lex.conditions.terms import (
    Both,
    Comparison,
    Condition,
    Constant,
    Either,
    IsSet,
    Measure,
    Not,
    Reference,
)

Value = str | tuple[str, ...]
"""An interpreted value; those of a slot that takes several."""
Known = Callable[[Reference], Value | None]
"""What a reference stands for; None where it is not set."""

_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_PART = re.compile(r"(\d+(?:\.\d+)?)([YMWDHS])")
_DATE_SECONDS = {"Y": 31_536_000, "M": 2_592_000, "W": 604_800, "D": 86_400, "H": 3_600, "S": 1}
_TIME_SECONDS = {**_DATE_SECONDS, "M": 60}


def holds(condition: Condition, known: Known) -> bool:
    """Whether `condition` is true where `known` says what everything is. Raises nothing."""
    if isinstance(condition, Either):
        return any(holds(term, known) for term in condition.terms)
    if isinstance(condition, Both):
        return all(holds(term, known) for term in condition.terms)
    if isinstance(condition, Not):
        return not holds(condition.term, known)
    if isinstance(condition, IsSet):
        return known(condition.of) is not None
    return _compares(condition, known)


def _compares(comparison: Comparison, known: Known) -> bool:
    left = comparison.left
    value = known(left.of if isinstance(left, Measure) else left)
    if value is None:
        return False
    if comparison.operator == "CONTAINS":
        values = (value,) if isinstance(value, str) else value
        return comparison.right.value.lower() in [one.lower() for one in values]
    if isinstance(left, Measure):
        return _ordered(comparison.operator, str(_measured(left, value)), comparison.right)
    return _ordered(comparison.operator, _joined(value), comparison.right)


def _measured(measure: Measure, value: Value) -> int:
    if measure.function == "COUNT":
        return 1 if isinstance(value, str) else len(value)
    return len(_joined(value))


def _joined(value: Value) -> str:
    """Several values compare as their texts with commas between (guide)."""
    return value if isinstance(value, str) else ",".join(value)


def _ordered(order: str, value: str, constant: Constant) -> bool:
    if constant.kind == "text":
        return _ORDERS[order](value.lower(), constant.value.lower())
    read = number if constant.kind == "number" else seconds
    left, right = read(value), read(constant.value)
    return left is not None and right is not None and _ORDERS[order](left, right)


def number(text: str) -> Decimal | None:
    """`text` as a number, None where it is none. A percentage (`50%`) compares as its number."""
    found = re.fullmatch(r"(-?\d{1,12}(?:\.\d{1,12})?) ?%?", text)
    return Decimal(found[1]) if found else None


def seconds(text: str) -> Decimal | None:
    """An ISO 8601 duration in seconds, months of 30 days; None where it is none."""
    if not re.fullmatch(r"P(?=.)(\d{1,9}(\.\d{1,9})?[YMWDHS]|T)*", text):
        return None
    date, _, time = text[1:].partition("T")
    parts = [(date, _DATE_SECONDS), (time, _TIME_SECONDS)]
    return sum(
        (
            Decimal(amount) * units[unit]
            for part, units in parts
            for amount, unit in _PART.findall(part)
        ),
        Decimal(0),
    )
