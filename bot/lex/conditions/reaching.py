"""Which branches of a conditional can never be taken.

Every value that the conditions tell apart is tried: unset, each constant, and something below,
between and above them. So what is found is certain; what is too large to try is left alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, product
from math import prod

from bot.lex.conditions.evaluating import holds, number, seconds
from bot.lex.conditions.terms import (
    Atom,
    Both,
    Comparison,
    Condition,
    Either,
    Measure,
    Not,
    Reference,
    atoms,
    subject_of,
)

MAX_CASES = 5_000
_MAX_FREE = 8
"""Questions about how many values there are, whose answers double the cases."""


@dataclass(frozen=True)
class NeverTaken:
    """A branch, by its place. `after`: the place of the last earlier one that takes a case of it
    before it does; None where its own condition is never true."""

    branch: int
    after: int | None


def branches_never_taken(conditions: Sequence[Condition]) -> tuple[NeverTaken, ...]:
    """Those of `conditions`, tried in order until one is true, that never get to be the one."""
    questions = tuple(dict.fromkeys(atom for one in conditions for atom in atoms(one)))
    cases = _cases(questions)
    if cases is None:
        return ()
    first: set[int] = set()
    taken_by: dict[int, int] = {}
    for case in cases:
        true = [place for place, one in enumerate(conditions) if _is_true(one, case)]
        first.update(true[:1])
        for place in true[1:]:
            taken_by[place] = max(true[0], taken_by.get(place, 0))
    return tuple(
        NeverTaken(place, taken_by.get(place))
        for place in range(len(conditions))
        if place not in first
    )


_Case = Mapping[Atom, bool]


def _cases(questions: Sequence[Atom]) -> Iterator[_Case] | None:
    """All combinations of answers that some session gives; None where there are too many."""
    subjects: dict[Reference, list[Atom]] = {}
    for atom in questions:
        subjects.setdefault(subject_of(atom), []).append(atom)
    if any(sum(map(_is_free, asked)) > _MAX_FREE for asked in subjects.values()):
        return None
    answers = [_answers(subject, asked) for subject, asked in subjects.items()]
    if prod(len(one) for one in answers) > MAX_CASES:
        return None
    return (
        {atom: answer for part in parts for atom, answer in part.items()}
        for parts in product(*answers)
    )


def _answers(subject: Reference, asked: Sequence[Atom]) -> list[dict[Atom, bool]]:
    """What can be answered to the questions about one subject, each combination once."""
    found: dict[tuple[bool, ...], dict[Atom, bool]] = {}
    for answers in _combinations(subject, asked):
        found.setdefault(tuple(answers.values()), answers)
    return list(found.values())


def _combinations(subject: Reference, asked: Sequence[Atom]) -> Iterator[dict[Atom, bool]]:
    yield dict.fromkeys(asked, False)
    # How many values something has is not tried: each such answer goes with every other one.
    free = [atom for atom in asked if _is_free(atom)]
    told = [atom for atom in asked if not _is_free(atom)]
    for value in _values(told):
        known = {atom: holds(atom, {subject: value}.get) for atom in told}
        for guesses in product((False, True), repeat=len(free)):
            yield {**known, **dict(zip(free, guesses, strict=True))}


def _is_free(atom: Atom) -> bool:
    return isinstance(atom, Comparison) and (
        isinstance(atom.left, Measure) or atom.operator == "CONTAINS"
    )


def _values(asked: Sequence[Atom]) -> list[str]:
    """Values that answer the questions in every way there is."""
    constants = [atom.right for atom in asked if isinstance(atom, Comparison)]
    texts = {one.value.lower() for one in constants if one.kind == "text"}
    numbers = [number(one.value) for one in constants if one.kind == "number"]
    times = [seconds(one.value) for one in constants if one.kind == "duration"]
    return [
        *sorted({"", "\uffff", *texts, *(text + "\0" for text in texts)}),
        *(f"{value:f}" for value in _around(numbers)),
        *(f"PT{value:f}S" for value in _around(times) if value >= 0),
    ]


def _around(points: Sequence[Decimal | None]) -> list[Decimal]:
    """`points`, one below, one above, and one between each two."""
    known = sorted({point for point in points if point is not None})
    if not known:
        return []
    between = [(low + high) / 2 for low, high in pairwise(known)]
    return [known[0] - 1, *known, *between, known[-1] + 1]


def _is_true(condition: Condition, case: _Case) -> bool:
    if isinstance(condition, Either):
        return any(_is_true(term, case) for term in condition.terms)
    if isinstance(condition, Both):
        return all(_is_true(term, case) for term in condition.terms)
    if isinstance(condition, Not):
        return not _is_true(condition.term, case)
    return case[condition]
