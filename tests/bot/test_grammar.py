"""Clashes of two intents' templates: all of them found, none made up."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.grammar import build_grammar, clashes, without
from bot.model import Access, Intent, IntentWords, Slot
from bot.templates import expand
from bot.words import Spelling, plain

PARTS = st.sampled_from(["a", "b", "[a]", "[b|a]", "(a|b)", "(a b|c)", "{x}", "[{x}]"])
TEMPLATES = st.lists(PARTS, min_size=1, max_size=4).map(" ".join).map("go {}".format)


def intent(name: str, *templates: str, slot_type: str = "T") -> Intent:
    words = {"en_US": IntentWords(templates)}
    return Intent(name, "", "read", Access("anyone"), (Slot("x", slot_type),), words=words)


def said(*intents: Intent) -> set[str]:
    return {found.utterance for found in clashes(build_grammar(intents, "en_US", Spelling()))}


def test_slots_of_one_type_sound_the_same() -> None:
    assert said(intent("A", "see {x}"), intent("B", "See [the] {x}!")) == {"see {T}"}
    assert said(intent("A", "see {x}"), intent("B", "see {x}", slot_type="U")) == set()


def test_an_intent_does_not_clash_with_itself() -> None:
    assert said(intent("A", "see", "see [it]")) == set()


def test_each_pair_of_templates_is_told_once() -> None:
    pairs = clashes(
        build_grammar([intent("A", "a [b]", "b"), intent("B", "(a|b)")], "en_US", Spelling())
    )
    assert [(c.first.template, c.second.template, c.utterance) for c in pairs] == [
        (0, 0, "a"), (1, 0, "b"),
    ]  # fmt: skip


def test_another_locale_has_its_own_words() -> None:
    both = [intent("A", "a"), intent("B", "a")]
    german = [replace(found, words={"de_DE": found.words["en_US"]}) for found in both]
    assert clashes(build_grammar(german, "en_US", Spelling())) == ()
    assert len(clashes(build_grammar(german, "de_DE", Spelling()))) == 1


@settings(deadline=None)
@given(TEMPLATES, TEMPLATES)
def test_a_clash_is_found_exactly_when_two_expansions_meet(left: str, right: str) -> None:
    meet = {plain(u) for u in expand(left, 999)} & {plain(u) for u in expand(right, 999)}
    assert bool(said(intent("A", left), intent("B", right))) == bool(meet)


@pytest.mark.parametrize(
    ("first", "second", "utterance"),
    [
        ("list the orders", "list orders of", "list orders"),
        ("(list|show) [all] the orders [now]", "show orders", "show orders"),
        ("the [of] orders", "orders the", "orders"),
        ("show [the [of]] [my] orders", "(show|list) of orders the", "show orders"),
        ("the of", "the", ""),
        ("show the orders", "show the order", ""),
    ],
)
def test_words_that_nobody_says_are_passed_over(first: str, second: str, utterance: str) -> None:
    grammar = build_grammar([intent("A", first), intent("B", second)], "en_US", Spelling())
    found = {clash.utterance for clash in clashes(without(grammar, {"the", "of"}))}
    assert found == ({utterance} if utterance else set())
    assert clashes(without(grammar, frozenset())) == clashes(grammar)


@settings(deadline=None)
@given(TEMPLATES, TEMPLATES)
def test_without_words_utterances_meet_as_their_expansions_do(left: str, right: str) -> None:
    def heard(template: str) -> set[tuple[str, ...]]:
        found = {plain(utterance) for utterance in expand(template, 999)}
        return {tuple(word for word in one if word not in {"a", "go"}) for one in found} - {()}

    grammar = build_grammar([intent("A", left), intent("B", right)], "en_US", Spelling())
    assert bool(clashes(without(grammar, {"a", "go"}))) == bool(heard(left) & heard(right))
