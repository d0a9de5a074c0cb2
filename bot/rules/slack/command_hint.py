"""The list of commands fits into Slack's hint."""

from collections.abc import Iterator

from bot.commands import HELP, commands
from bot.errors import Problem
from bot.platforms.slack import slack_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    if subject.bot.slack is None:
        return
    verbs = [*(" ".join(command.verb) for command in commands(subject.bot)), HELP]
    length = len(" | ".join(verbs))
    most = slack_platform().usage_hint
    if length > most:
        place = subject.places.bot("slack", "command")
        message = f"the verbs of all commands have {length} characters"
        cure = f"Shorten them: beyond {most} the hint leaves some out"
        yield place.problem(message, cure)


RULE = DefinitionRule(
    id="slack-command-hint",
    reason="Slack shows at most 1,000 characters of what a command takes.",
    source="https://docs.slack.dev/reference/app-manifest",
    severity="note",
    check=check,
)
