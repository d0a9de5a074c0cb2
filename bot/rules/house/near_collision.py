"""No utterance is nearly one of another intent."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.recognizing import Said, recognizer, sampled
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject

NEAR = 0.8
"""Confidence of another intent from which on it is a matter of luck: "list open kitchen orders"
where "list open orders for the kitchen" is another intent's has it."""


def check(subject: Subject) -> Iterator[Problem]:
    for locale in subject.bot.locales:
        nearest: dict[tuple[str, str], tuple[float, Said]] = {}
        for said in sampled(subject, locale.id):
            for other, confidence in _near(subject, locale.id, said):
                pair = (said.intent, other)
                if confidence > nearest.get(pair, (0.0, said))[0]:
                    nearest[pair] = (confidence, said)
        for (_, other), (confidence, said) in nearest.items():
            path = ("utterances", said.template)
            place = subject.places.words(said.intent, locale.id, *path)
            message = f"{said.text!r} sounds like {other} ({confidence:.2f})"
            yield place.problem(message, "Add a word that only one of the two intents has")


def _near(subject: Subject, locale: str, said: Said) -> Iterator[tuple[str, float]]:
    """Another intent that it may be taken for, and how surely."""
    found = subject.once(recognizer).recognize(said.text, locale=locale).interpretations
    for place, one in enumerate(found):
        confidence = one.confidence or 0.0
        if one.intent != said.intent and confidence and (place == 0 or confidence >= NEAR):
            yield one.intent, confidence


RULE = DefinitionRule(
    id="near-collision",
    reason="What resembles two intents is taken for one or the other as Lex's model happens to be.",
    source=OURS,
    severity="warning",
    needs_whole=True,
    check=check,
)
