"""Every intent has a handler."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.load_checks import folder_name
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    handlers = subject.surroundings.handlers
    for intent in subject.bot.intents if handlers is not None else ():
        name = folder_name(intent.name)
        if handlers is not None and name not in handlers:
            place = subject.places.intent(intent.name, "intent")
            message = f"nothing answers {intent.name}"
            yield place.problem(message, f"Write fulfillment/handlers/{name}.py")


RULE = DefinitionRule(
    id="handler-missing",
    reason="What people can say is answered by the handler of its name.",
    source=OURS,
    check=check,
)
