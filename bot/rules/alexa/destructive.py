"""Nothing destructive begins by voice."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for intent in subject.bot.intents:
        if intent.effect == "destructive" and "alexa" in intent.channels:
            place = subject.places.intent(intent.name, "channels")
            message = f"{intent.name} is destructive, and offered by voice"
            yield place.problem(message, "List its channels without alexa")


RULE = DefinitionRule(
    id="alexa-destructive",
    reason="A voice is overheard and misheard: what cannot be undone does not begin there.",
    source=OURS,
    check=check,
)
