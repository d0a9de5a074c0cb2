"""Templates: what they accept, what they refuse and where, and how they expand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import TemplateError
from bot.templates import MAX_DEPTH, count, expand, longest, slot_names

WORDS = st.sampled_from(["restart", "the", "service", "now", "please"])
SLOTS = st.sampled_from(["{service}", "{environment}"])


def groups(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    options = st.lists(inner, min_size=1, max_size=3).map("|".join)
    group = st.one_of(options.map("({})".format), options.map("[{}]".format))
    return st.lists(st.one_of(group, inner), min_size=1, max_size=3).map(" ".join)


PARTS = st.recursive(st.one_of(WORDS, SLOTS), groups, max_leaves=12)
TEMPLATES = PARTS.map("go {}".format).filter(lambda template: len(template) < 200)


@pytest.mark.parametrize(
    ("template", "utterances"),
    [
        ("help", ["help"]),
        ("(restart|bounce) {service}", ["restart {service}", "bounce {service}"]),
        ("help [me]", ["help me", "help"]),
        ("help [me|us]", ["help me", "help us", "help"]),
        ("a [b [c]]", ["a b c", "a b", "a"]),
        ("  is   {service}'s health ok ", ["is {service}'s health ok"]),
        ("(a|a) b", ["a b"]),
    ],
)
def test_a_template_expands_to_its_variants(template: str, utterances: list[str]) -> None:
    assert list(expand(template, 100)) == utterances


@pytest.mark.parametrize(
    ("template", "position", "message"),
    [
        ("", 0, "empty"),
        ("   ", 0, "empty"),
        ("[a] [b]", 0, "empty"),
        ("a (b|c", 2, "'(' is never closed with ')'"),
        ("a [b", 2, "'[' is never closed with ']'"),
        ("a (b]", 2, "never closed"),
        ("a {service", 2, "'{' is never closed"),
        ("a {my slot}", 2, "'my slot' is no slot name"),
        ("a \\", 2, "nothing follows"),
        ("a {} b", 2, "'' is no slot name"),
        ("a) b", 1, "unexpected ')'"),
        ("a | b", 2, "unexpected '|'"),
        ("a } b", 2, "unexpected '}'"),
        ("(a|) b", 3, "an alternative is empty: write [...]"),
        ("a [] b", 3, "an alternative is empty"),
        ("service[s]", 7, "glued"),
        ("(re|un)deploy", 7, "glued"),
        ("{service}s", 9, "glued"),
    ],
)
def test_a_malformed_template_names_the_character(
    template: str, position: int, message: str
) -> None:
    with pytest.raises(TemplateError) as raised:
        count(template)
    assert raised.value.position == position
    assert message in str(raised.value)
    assert f"character {position + 1} " in str(raised.value)


def test_groups_may_not_be_nested_without_end() -> None:
    with pytest.raises(TemplateError, match="nested deeper"):
        count("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1))
    assert count("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH) == 1


def test_slots_are_named_once_in_order() -> None:
    assert slot_names("{b} [in {a}] (x|{b})") == ("b", "a")


def test_a_limit_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="limit is 0"):
        expand("a", 0)


def test_a_huge_template_costs_no_more_than_its_limit() -> None:
    template = " ".join(["(a|b|c|d)"] * 40)
    utterances = expand(template, 50)
    assert count(template) == 4**40
    assert len(utterances) == 50


def test_a_sample_meets_every_option() -> None:
    template = "(one|two|three) [four|five] (six|seven|eight|nine) [ten]"
    said = set(" ".join(expand(template, 16)).split())
    assert said == {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}


def test_a_sample_is_no_run_of_neighbours() -> None:
    whole = expand("(a|b) (c|d|e) [f] [g] [h]", 1000)
    places = [whole.index(utterance) for utterance in expand("(a|b) (c|d|e) [f] [g] [h]", 8)]
    assert max(places) - min(places) > len(whole) / 2


@given(TEMPLATES, st.integers(1, 30))
def test_expanding_is_a_deterministic_part_of_the_whole(template: str, limit: int) -> None:
    if count(template) > 3000:
        return
    whole = expand(template, 3000)
    some = expand(template, limit)
    assert some == expand(template, limit)
    assert len(set(some)) == len(some) <= limit
    assert set(some) <= set(whole)
    assert len(some) == limit or len(whole) <= len(some) or count(template) > len(whole)


@given(TEMPLATES)
def test_no_variant_is_longer_than_the_longest(template: str) -> None:
    assert all(len(said) <= len(longest(template)) for said in expand(template, 40))


@given(st.text(alphabet="ab ()[]{}|'", max_size=40))
def test_any_text_is_a_template_or_a_template_error(text: str) -> None:
    said, position = expanded(text)
    assert all(said)
    assert not any(mark in "".join(said) for mark in "()[]|")
    assert 0 <= position <= len(text)


def expanded(text: str) -> tuple[tuple[str, ...], int]:
    """Utterances and 0, or none and where the error is."""
    try:
        return expand(text, 10), 0
    except TemplateError as error:
        return (), error.position


def test_an_enormous_count_is_sampled() -> None:
    template = "go " + "(a|b|c|d)" * 200
    assert count(template) == 4**200
    assert len(expand(template, 20)) == 20


def test_a_template_that_is_too_long_is_refused() -> None:
    with pytest.raises(TemplateError, match="has 11209 characters, of at most 2000") as raised:
        expand("zap " + "[(aa|bb)] " * 1120 + "{now}", 10)
    assert len(str(raised.value)) < 200
