"""A change asks for a role."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for intent in subject.bot.intents:
        roles = {intent.access.default, *intent.access.environment.values()}
        # An imported bot says nothing of who may: nobody of ours answers it.
        if subject.bot.dialog == "managed" and intent.effect != "read" and "anyone" in roles:
            place = subject.places.intent(intent.name, "access")
            message = f"anyone may use {intent.name}, which changes something"
            yield place.problem(message, "Ask for operator or more")


RULE = DefinitionRule(
    id="change-for-anyone",
    reason="Anonymous visitors of the web page are anyone.",
    source=OURS,
    check=check,
)
