"""What a condition is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Operator = Literal["=", "!=", "<", "<=", ">", ">=", "CONTAINS"]


@dataclass(frozen=True)
class SlotReference:
    """`{slot}`, `{Intent.slot}`, `{Intent.slot.part}`: one to three names."""

    path: tuple[str, ...]


@dataclass(frozen=True)
class SessionAttribute:
    """`[name]`"""

    name: str


@dataclass(frozen=True)
class RequestAttribute:
    """`((name))`"""

    name: str


@dataclass(frozen=True)
class RequestPath:
    """Something of the request: `$.inputMode`, `$.transcriptions[0].transcriptionConfidence`."""

    path: str
    """With its `$.`."""


Reference = SlotReference | SessionAttribute | RequestAttribute | RequestPath


@dataclass(frozen=True)
class Measure:
    """How many values something has, or how many characters."""

    function: Literal["COUNT", "LENGTH"]
    of: Reference


@dataclass(frozen=True)
class Constant:
    """`kind`: a text in quotes, or a number or a duration as written."""

    kind: Literal["text", "number", "duration"]
    value: str


@dataclass(frozen=True)
class IsSet:
    of: Reference


@dataclass(frozen=True)
class Comparison:
    left: Reference | Measure
    operator: Operator
    right: Constant


@dataclass(frozen=True)
class Not:
    term: "Condition"


@dataclass(frozen=True)
class Both:
    """AND of two or more."""

    terms: tuple["Condition", ...]


@dataclass(frozen=True)
class Either:
    """OR of two or more."""

    terms: tuple["Condition", ...]


Atom = IsSet | Comparison
Condition = IsSet | Comparison | Not | Both | Either


def atoms(condition: Condition) -> Iterator[Atom]:
    """What is put together by NOT, AND and OR, in the order of writing."""
    if isinstance(condition, Not):
        yield from atoms(condition.term)
    elif isinstance(condition, Both | Either):
        for term in condition.terms:
            yield from atoms(term)
    else:
        yield condition


def subject_of(atom: Atom) -> Reference:
    """What an atom is about."""
    if isinstance(atom, IsSet):
        return atom.of
    return atom.left.of if isinstance(atom.left, Measure) else atom.left


def references(condition: Condition) -> tuple[Reference, ...]:
    """What `condition` looks at, each once, in the order of writing."""
    return tuple(dict.fromkeys(subject_of(atom) for atom in atoms(condition)))
