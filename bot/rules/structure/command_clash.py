"""No command hides another one."""

from collections.abc import Iterator

from bot.commands import command_clashes
from bot.errors import Problem
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for first, hidden in command_clashes(subject.bot):
        other = subject.places.intent(first.name, "command")
        place = subject.places.intent(hidden.name, "command")
        message = f"the command {hidden.command!r} begins as {first.command!r} does ({other})"
        yield place.problem(message, "Give one of them another verb")


RULE = DefinitionRule(
    id="command-clash",
    reason="A command is known by its verb: of two that begin alike, one is never reached.",
    source=OURS,
    check=check,
)
