"""A built-in intent has no slots, and the fallback intent no confirmation."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import worded

_FALLBACK = "AMAZON.FallbackIntent"


def check(subject: Subject) -> Iterator[Problem]:
    for one in worded(subject):
        intent = one.intent
        # With words of our own it is compiled to a custom intent.
        if not intent.builtin or (one.words.utterances and intent.builtin != _FALLBACK):
            continue
        if intent.slots:
            place = subject.places.intent(intent.name, "slots")
            message = f"{intent.builtin} has slots"
            yield place.problem(message, "Remove them, or give the intent utterances of its own")
        flow = subject.definition.flow(intent.name, one.locale)
        if flow.confirmation is not None or (
            subject.bot.dialog == "managed" and intent.effect != "read"
        ):
            place = subject.places.intent(intent.name, "effect")
            message = f"{intent.builtin} would be confirmed"
            yield place.problem(message, "Make its effect read, and its flow without confirmation")


RULE = DefinitionRule(
    id="lex-builtin-intent-slots",
    reason="Lex takes neither slots nor a confirmation for intents derived from its built-in ones.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/built-in-intents.html",
    check=check,
)
