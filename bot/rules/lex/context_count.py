"""Few contexts an intent."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.platforms import lex_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import too_many


def check(subject: Subject) -> Iterator[Problem]:
    limits = lex_platform().limits
    for intent in subject.bot.intents:
        for key in ("input_contexts", "output_contexts"):
            count = len(getattr(intent, key))
            if count > limits[key]:
                place = subject.places.intent(intent.name, key)
                what = key.replace("_", " ")
                yield too_many(place, count, what, limits[key], "Merge or remove some")


RULE = DefinitionRule(
    id="lex-context-count",
    reason="Lex takes 5 input contexts and 10 output contexts an intent.",
    source="botocore lexv2-models, shapes InputContextsList and OutputContextsList",
    check=check,
)
