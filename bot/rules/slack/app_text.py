"""Texts that a Slack app may have."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.slack.limits import excesses


def check(subject: Subject) -> Iterator[Problem]:
    app = subject.bot.slack
    for excess in excesses(subject.bot, app) if app else ():
        place = subject.places.bot("slack", excess.key)
        yield place.problem(excess.message, excess.cure)


RULE = DefinitionRule(
    id="slack-app-text",
    reason="Slack refuses an app manifest with a text that is too long or has another form.",
    source="https://docs.slack.dev/reference/app-manifest",
    check=check,
)
