"""Every command has a verb of its own."""

from collections.abc import Iterator

from bot.commands import HELP, commands
from bot.errors import Problem
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], str] = {}
    for command in commands(subject.bot):
        place = subject.places.intent(command.intent, "command")
        verb = " ".join(command.verb)
        other = seen.setdefault(command.verb, command.intent)
        if other != command.intent:
            message = f"the command {verb!r} is that of {other} too"
            yield place.problem(message, "Choose another verb for one of them")
        if command.verb == (HELP,):
            message = f"the command {verb!r} lists all commands"
            yield place.problem(message, "Choose another verb")


RULE = DefinitionRule(
    id="slack-command-verb",
    reason="What is typed is read by its verb alone; help is how people see what they can type.",
    source=OURS,
    check=check,
)
