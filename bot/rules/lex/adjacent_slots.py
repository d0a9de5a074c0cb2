"""Words stand between slots."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject, grammars


def check(subject: Subject) -> Iterator[Problem]:
    for locale, grammar in subject.once(grammars).items():
        found = {
            grammar.owners[state]: f"{symbol} {after}"
            for state, symbol in enumerate(grammar.symbols)
            if symbol.startswith("{")
            for after in grammar.follow[state]
            if after.startswith("{")
        }
        for owner, slots in found.items():
            place = subject.places.words(owner.intent, locale, "utterances", owner.template)
            message = f"{slots!r} has no word between the slots"
            yield place.problem(message, "Add one, where people would say one")


RULE = DefinitionRule(
    id="lex-adjacent-slots",
    reason="Without a word between them, Lex tells worse where one value ends and the next begins.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/build-intents.html",
    severity="note",
    check=check,
)
