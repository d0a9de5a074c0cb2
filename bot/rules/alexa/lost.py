"""Features that Alexa does not have."""

from collections.abc import Iterator
from dataclasses import replace

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.skill import notes
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for note, problem in notes(subject, "lost"):
        found = replace(problem, cure="Leave alexa out of the channels, or live with it")
        # A language without a section is a choice, not a loss.
        yield replace(found, severity="note") if note.code == "no_listing" else found


RULE = DefinitionRule(
    id="alexa-lost",
    reason="What a listed channel cannot express is not there for people who use it.",
    source="https://developer.amazon.com/docs/alexa/custom-skills/slot-type-reference.html",
    severity="warning",
    needs_whole=True,
    check=check,
)
