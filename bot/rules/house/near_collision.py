"""No utterance is nearly one of another intent."""

from collections.abc import Iterator

from bot.dialog.state import Interpretation
from bot.errors import Problem
from bot.rules.recognizing import recognizer, sampled
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject

NEAR = 0.85
"""Confidence of another intent from which on it is a matter of luck. The nearest in our own
definition, whose blind paraphrases are understood, is 0.81."""


def check(subject: Subject) -> Iterator[Problem]:
    for locale in subject.bot.locales:
        for said in sampled(subject, locale.id):
            found = subject.once(recognizer).recognize(said.text, locale=locale.id)
            other = next((one for one in found.interpretations if one.intent != said.intent), None)
            if other is None or not _is_near(other, found.interpretations[0]):
                continue
            path = ("utterances", said.template)
            place = subject.places.words(said.intent, locale.id, *path)
            message = f"{said.text!r} sounds like {other.intent} ({other.confidence:.2f})"
            yield place.problem(message, "Add a word that only one of the two intents has")


def _is_near(other: Interpretation, best: Interpretation) -> bool:
    if other.confidence is None:
        return False
    return other is best or other.confidence >= NEAR


RULE = DefinitionRule(
    id="near-collision",
    reason="What resembles two intents is taken for one or the other as Lex's model happens to be.",
    source=OURS,
    severity="warning",
    needs_whole=True,
    check=check,
)
