"""Lex can ask for every required slot of a managed dialog."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.platforms import lex_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import too_many


def check(subject: Subject) -> Iterator[Problem]:
    limit = lex_platform().limits["branches"]
    if subject.bot.dialog != "managed":
        return
    for intent in subject.bot.intents:
        count = sum(slot.required for slot in intent.slots)
        if count > limit:
            place = subject.places.intent(intent.name, "slots")
            cure = "Split the intent, or make some of them optional"
            yield too_many(place, count, "required slots", limit, cure)


RULE = DefinitionRule(
    id="lex-managed-slots",
    reason="What is asked next is one conditional after the code hook, of four branches at most.",
    source="botocore lexv2-models, shape ConditionalBranches",
    check=check,
)
