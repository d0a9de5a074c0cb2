"""No utterance belongs to two intents, after their slots are replaced by slot types.

Exact: every variant of every template is compared.
"""

from collections.abc import Iterator

from bot.errors import Problem
from bot.grammar import Owner, clashes
from bot.places import Place
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject, grammars


def check(subject: Subject) -> Iterator[Problem]:
    for locale, grammar in subject.once(grammars).items():
        for clash in clashes(grammar):
            first = _place(subject, locale, clash.first)
            message = f"{clash.utterance!r} also means {clash.first.intent} ({first})"
            cure = "Keep it in one of the two intents"
            yield _place(subject, locale, clash.second).problem(message, cure)


def _place(subject: Subject, locale: str, owner: Owner) -> Place:
    return subject.places.words(owner.intent, locale, "utterances", owner.template)


RULE = DefinitionRule(
    id="duplicate-utterance",
    reason="The build of a locale fails where two intents share an utterance.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/how-it-works.html; seen in failed builds",
    needs_whole=True,
    check=check,
)
