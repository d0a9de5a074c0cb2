"""Help shows how each intent is said."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import worded


def check(subject: Subject) -> Iterator[Problem]:
    for one in worded(subject):
        is_said = bool(one.words.utterances) and subject.bot.dialog == "managed"
        if is_said and not one.words.help:
            place = subject.places.words(one.intent.name, one.locale)
            message = f"{one.intent.name} has no line of help in {one.locale}"
            yield place.problem(message, "Add 'help:' with one utterance that people would say")


RULE = DefinitionRule(
    id="help-missing",
    reason="What help does not show, people do not find.",
    source=OURS,
    severity="warning",
    check=check,
)
