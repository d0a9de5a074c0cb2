"""How a slot is answered fits into Lex's ten utterances."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.platforms import lex_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import too_many, worded


def check(subject: Subject) -> Iterator[Problem]:
    limit = lex_platform().limits["slot_utterances"]
    for one in worded(subject):
        for slot, templates in one.words.slot_utterances.items():
            if len(templates) > limit:
                path = ("slot_utterances", slot)
                place = subject.places.words(one.intent.name, one.locale, *path)
                cure = "Merge templates with (a|b) and [optional]: one of each is kept"
                yield too_many(place, len(templates), "templates", limit, cure)


RULE = DefinitionRule(
    id="lex-slot-utterance-count",
    reason="Lex takes ten utterances of how a slot is answered.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/quotas.html",
    check=check,
)
