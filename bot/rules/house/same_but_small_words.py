"""Utterances of two intents differ in more than small words."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.grammar import Clash, Grammar, Owner, clashes, without
from bot.places import Place
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject, grammars, spellings
from bot.words import plain


def check(subject: Subject) -> Iterator[Problem]:
    for locale, grammar in _grammars(subject):
        told: set[tuple[str, str]] = set()
        for clash in clashes(grammar):
            pair = (clash.first.intent, clash.second.intent)
            if pair not in told and not _is_only_a_slot(clash):
                told.add(pair)
                yield _problem(subject, locale, clash)


def _problem(subject: Subject, locale: str, clash: Clash) -> Problem:
    first = _place(subject, locale, clash.first)
    message = f"{clash.utterance!r}, small words aside, is also {clash.first.intent} ({first})"
    cure = "Let a word of weight tell them apart"
    return _place(subject, locale, clash.second).problem(message, cure)


def _grammars(subject: Subject) -> Iterator[tuple[str, Grammar]]:
    for locale in subject.bot.locales:
        spelling = subject.once(spellings)[locale.id]
        small = {word for each in locale.function_words for word in plain(each, spelling)}
        if small:
            yield locale.id, without(subject.once(grammars)[locale.id], small)


def _place(subject: Subject, locale: str, owner: Owner) -> Place:
    return subject.places.words(owner.intent, locale, "utterances", owner.template)


def _is_only_a_slot(clash: Clash) -> bool:
    """Nothing of weight is said: what it means comes from small words in both."""
    return all(symbol.startswith("{") for symbol in clash.utterance.split())


RULE = DefinitionRule(
    id="same-but-small-words",
    reason="'the', 'of' and their like are what people leave out and what speech is heard without.",
    source=OURS,
    severity="note",
    needs_whole=True,
    check=check,
)
