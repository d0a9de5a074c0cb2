"""Utterances that Alexa says in other words."""

from collections.abc import Iterator
from dataclasses import replace

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.skill import notes
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for _, problem in notes(subject, "rewritten"):
        yield replace(problem, cure="Nothing need be done; read it once")


RULE = DefinitionRule(
    id="alexa-rewritten",
    reason="A sample holds letters, apostrophes and hyphens: numbers and symbols become words.",
    source="https://developer.amazon.com/docs/alexa/custom-skills/create-intents-utterances-and-slots.html",
    severity="note",
    needs_whole=True,
    check=check,
)
