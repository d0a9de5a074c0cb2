"""As many utterances as an intent takes."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.platforms import lex_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import too_many, worded


def check(subject: Subject) -> Iterator[Problem]:
    limit = lex_platform().limits["utterances_per_intent"]
    for one in worded(subject):
        count = len(one.words.utterances)
        if count > limit:
            place = subject.places.words(one.intent.name, one.locale, "utterances")
            yield too_many(place, count, "templates", limit, "Merge templates, or split the intent")


RULE = DefinitionRule(
    id="lex-utterance-count",
    reason="Lex takes 1,500 utterances an intent, and each template gives at least one.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/quotas.html",
    check=check,
)
