"""Texts of the Slack app within Slack's limits."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.slack.limits import excesses


def check(subject: Subject) -> Iterator[Problem]:
    app = subject.bot.slack
    for excess in excesses(subject.bot, app) if app else ():
        yield subject.places.bot("slack", excess.key).problem(excess.message, excess.cure)


RULE = DefinitionRule(
    id="slack-app-texts",
    reason="Slack refuses a manifest whose names and texts are too short, too long or not in form.",
    source="https://docs.slack.dev/reference/app-manifest",
    check=check,
)
