"""Utterances and values that Alexa cannot hold."""

from collections.abc import Iterator
from dataclasses import replace

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.skill import notes
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for _, problem in notes(subject, "dropped"):
        yield replace(
            problem, cure="Write it in other words, or leave alexa out of the intent's channels"
        )


RULE = DefinitionRule(
    id="alexa-dropped",
    reason="What is no sample is left out of the skill: people cannot say it there.",
    source="https://developer.amazon.com/docs/alexa/custom-skills/create-intents-utterances-and-slots.html",
    severity="warning",
    needs_whole=True,
    check=check,
)
