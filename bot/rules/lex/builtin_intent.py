"""Built-in intents that there are."""

from collections.abc import Iterator

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.platforms import lex_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    known = lex_platform().built_in_intents
    for intent in subject.bot.intents:
        if intent.builtin and intent.builtin not in known:
            place = subject.places.intent(intent.name, "builtin")
            message = f"Lex has no built-in intent {intent.builtin!r}"
            yield place.problem(message, did_you_mean(intent.builtin, known))


RULE = DefinitionRule(
    id="lex-builtin-intent",
    reason="Lex refuses an intent whose parent is none of its built-in intents.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/built-in-intents.html",
    check=check,
)
