"""A slot has at most three prompts."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.platforms import lex_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import too_many, worded


def check(subject: Subject) -> Iterator[Problem]:
    limit = 1 + lex_platform().limits["variations"]
    for one in worded(subject):
        for slot, texts in one.words.prompts.items():
            if len(texts) > limit:
                place = subject.places.words(one.intent.name, one.locale, "prompts", slot, limit)
                cure = "Keep the best ones: the others are never asked"
                yield too_many(place, len(texts), f"prompts for {slot!r}", limit, cure)


RULE = DefinitionRule(
    id="lex-prompt-count",
    reason="Prompts in order are a message and its variations, of which Lex takes two.",
    source="botocore lexv2-models, shapes MessageVariationsList and MessageSelectionStrategy",
    severity="warning",
    check=check,
)
