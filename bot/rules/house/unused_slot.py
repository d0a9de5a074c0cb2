"""Every optional slot can be given."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.model import IntentWords, Slot
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import worded
from bot.templates import slot_names


def check(subject: Subject) -> Iterator[Problem]:
    for one in worded(subject):
        named = {name for template in one.words.utterances for name in slot_names(template)}
        for slot in one.intent.slots:
            if slot.name not in named and not _is_filled(subject, slot, one.words):
                place = subject.places.intent(one.intent.name, "slots", slot.name)
                message = f"no utterance in {one.locale} names the optional slot {slot.name!r}"
                yield place.problem(message, "Name it in a template, ask for it, or remove it")


def _is_filled(subject: Subject, slot: Slot, words: IntentWords) -> bool:
    """Whether it is asked for, or filled without a word."""
    # A composite slot is asked for part by part.
    asked = slot.required or any(key.split(".")[0] == slot.name for key in words.prompts)
    return asked or bool(slot.defaults) or subject.bot.dialog != "managed" or not words.utterances


RULE = DefinitionRule(
    id="unused-slot",
    reason="An optional slot is filled by what is said first, and nothing that is said fills it.",
    source=OURS,
    severity="warning",
    check=check,
)
