"""No utterance is only a slot."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject, grammars
from bot.rules.wording import short


def check(subject: Subject) -> Iterator[Problem]:
    for locale, grammar in subject.once(grammars).items():
        found = {
            grammar.owners[state]: symbol
            for symbol, states in grammar.start.items()
            for state in states
            if symbol.startswith("{") and state in grammar.final
        }
        for owner, symbol in found.items():
            place = subject.places.words(owner.intent, locale, "utterances", owner.template)
            message = f"an utterance is only the slot {short(symbol)}"
            yield place.problem(message, "Add a word that says what is wanted")


RULE = DefinitionRule(
    id="lex-slot-alone",
    reason="Any value, said for whatever reason, would be taken for this intent.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/build-intents.html",
    severity="warning",
    check=check,
)
