"""No environment asks for less than the default."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.forms import ROLES
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for intent in subject.bot.intents:
        default = intent.access.default
        for name, role in intent.access.environment.items():
            if ROLES.index(role) < ROLES.index(default):
                place = subject.places.intent(intent.name, "access", "environment", name)
                message = f"{name} asks for {role}, which is less than the default {default}"
                yield place.problem(message, "Lower the default, and raise it where it must be")


RULE = DefinitionRule(
    id="access-weaker",
    reason="The default is what an environment that nobody thought of asks for.",
    source=OURS,
    check=check,
)
