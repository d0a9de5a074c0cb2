"""Conditions: how they are read and written, what they are true of, which are in vain."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ConditionError
from bot.lex.conditions import (
    Both,
    Comparison,
    Condition,
    Constant,
    Either,
    IsSet,
    Measure,
    NeverTaken,
    Not,
    Reference,
    RequestAttribute,
    RequestPath,
    SessionAttribute,
    SlotReference,
    branches_never_taken,
    holds,
    parse_condition,
    references,
    written,
)

CASES = yaml.safe_load(Path(__file__).with_name("conditions.yaml").read_text(encoding="utf-8"))

NAMES = st.from_regex(r"[0-9a-zA-Z_-]{1,8}", fullmatch=True)
REFERENCES: st.SearchStrategy[Reference] = st.one_of(
    st.builds(SlotReference, st.lists(NAMES, min_size=1, max_size=3).map(tuple)),
    st.builds(SessionAttribute, st.from_regex(r"[^\[\]]{1,8}", fullmatch=True)),
    st.builds(RequestAttribute, st.from_regex(r"[a-z:_-]{1,8}", fullmatch=True)),
    st.just(RequestPath("$.transcriptions[0].transcription")),
)
CONSTANTS = st.one_of(
    st.builds(Constant, st.just("text"), st.text(max_size=8)),
    st.builds(Constant, st.just("number"), st.integers(-99, 99).map(str)),
    st.builds(Constant, st.just("duration"), st.sampled_from(["PT5M", "P2H", "P1DT2H"])),
)
COMPARISONS = st.builds(
    Comparison,
    REFERENCES | st.builds(Measure, st.sampled_from(["COUNT", "LENGTH"]), REFERENCES),
    st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "CONTAINS"]),
    CONSTANTS,
)


def several(terms: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    lists = st.lists(terms, min_size=2, max_size=3)
    both = lists.map(lambda found: Both(tuple(t for t in found if not isinstance(t, Both))))
    either = lists.map(lambda found: Either(tuple(t for t in found if not isinstance(t, Either))))
    whole = (both | either).filter(lambda found: len(found.terms) > 1)
    return whole | terms.map(Not)


CONDITIONS = st.recursive(COMPARISONS | st.builds(IsSet, REFERENCES), several, max_leaves=8)


def name_of(reference: Reference) -> str:
    return written(IsSet(reference)).removeprefix("fn.IS_SET(").removesuffix(")")


def read_or_none(expression: str) -> Condition | None:
    try:
        return parse_condition(expression)
    except ConditionError:
        return None


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: case["condition"])
def test_what_a_condition_is_true_of(case: dict[Any, Any]) -> None:
    condition = parse_condition(case["condition"])
    for expected in (True, False):
        for session in case[expected]:
            values = {k: tuple(v) if isinstance(v, list) else v for k, v in session.items()}
            known = {one: values.get(name_of(one)) for one in references(condition)}
            assert set(values) <= {name_of(one) for one in known}
            assert holds(condition, known.get) is expected, session


@pytest.mark.parametrize("expression", CASES["refused"])
def test_what_is_no_condition_is_told_with_its_place(expression: str) -> None:
    with pytest.raises(ConditionError) as raised:
        parse_condition(expression)
    assert str(raised.value).startswith(CASES["refused"][expression])
    assert 0 <= raised.value.position <= len(expression)


@pytest.mark.parametrize("case", CASES["never_taken"], ids=lambda case: str(case["branches"]))
def test_branches_that_no_session_takes(case: dict[str, Any]) -> None:
    conditions = [parse_condition(one) for one in case["branches"]]
    expected = tuple(NeverTaken(branch, after) for branch, after in case["never"].items())
    assert branches_never_taken(conditions) == expected


def test_what_is_too_large_to_try_is_left_alone() -> None:
    many = " AND ".join(f'{{s{n}}} = "x" AND {{s{n}}} = "y"' for n in range(12))
    assert branches_never_taken([parse_condition(many)]) == ()


def test_nesting_has_an_end() -> None:
    assert parse_condition("(" * 30 + '[a] = "1"' + ")" * 30) == parse_condition('[a] = "1"')
    with pytest.raises(ConditionError, match="nested deeper"):
        parse_condition("(" * 500 + '[a] = "1"' + ")" * 500)


@given(CONDITIONS)
def test_what_is_written_is_read_back(condition: Condition) -> None:
    assert parse_condition(written(condition)) == condition


@given(st.text(max_size=60) | st.text('{}[]()"!=<>&|ab. fn0', max_size=60))
def test_any_text_is_read_or_refused(expression: str) -> None:
    condition = read_or_none(expression)
    assert condition is None or parse_condition(written(condition)) == condition


@settings(deadline=None)
@given(st.lists(CONDITIONS, min_size=1, max_size=3), st.data())
def test_a_branch_that_some_session_takes_is_never_called_in_vain(
    conditions: list[Condition], data: st.DataObject
) -> None:
    subjects = {one for condition in conditions for one in references(condition)}
    values = st.none() | st.sampled_from(["", "a", "1", "PT5M"]) | st.text(max_size=4)
    known = {one: data.draw(values) for one in sorted(subjects, key=name_of)}
    first = next((n for n, one in enumerate(conditions) if holds(one, known.get)), None)
    assert first not in {found.branch for found in branches_never_taken(conditions)}
