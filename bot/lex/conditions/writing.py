"""Terms as the text of a condition."""

import re

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
    RequestAttribute,
    SessionAttribute,
    SlotReference,
)


def written(condition: Condition) -> str:
    """`condition` with spaces and parentheses as `parse_condition` needs them, and no more."""
    if isinstance(condition, Either):
        return " OR ".join(_inside(term, (Either,)) for term in condition.terms)
    if isinstance(condition, Both):
        return " AND ".join(_inside(term, (Either, Both)) for term in condition.terms)
    if isinstance(condition, Not):
        return "!" + _inside(condition.term, (Either, Both, Comparison))
    if isinstance(condition, IsSet):
        return f"fn.IS_SET({_reference(condition.of)})"
    return _comparison(condition)


def _inside(term: Condition, loose: tuple[type, ...]) -> str:
    return f"({written(term)})" if isinstance(term, loose) else written(term)


def _comparison(comparison: Comparison) -> str:
    return f"{_left(comparison.left)} {comparison.operator} {_constant(comparison.right)}"


def _left(left: Reference | Measure) -> str:
    return (
        f"fn.{left.function}({_reference(left.of)})"
        if isinstance(left, Measure)
        else _reference(left)
    )


def _reference(reference: Reference) -> str:
    if isinstance(reference, SlotReference):
        return "{" + ".".join(reference.path) + "}"
    if isinstance(reference, SessionAttribute):
        return f"[{reference.name}]"
    if isinstance(reference, RequestAttribute):
        return f"(({reference.name}))"
    return reference.path


def _constant(constant: Constant) -> str:
    if constant.kind != "text":
        return constant.value
    return '"' + re.sub(r'(["\\])', r"\\\1", constant.value) + '"'
