"""A command can be typed."""

from collections.abc import Iterator

from bot.commands import command_problems
from bot.errors import Problem
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for intent in subject.bot.intents:
        for message in command_problems(intent):
            place = subject.places.intent(intent.name, "command")
            yield place.problem(message, "Write it as: verb {required} [{optional}]")


RULE = DefinitionRule(
    id="command-form",
    reason="A command is read word by word: a verb, then each slot in its place.",
    source=OURS,
    check=check,
)
