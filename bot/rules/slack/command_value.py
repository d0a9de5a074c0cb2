"""Every value of a command's slot can be typed as one word."""

from collections.abc import Iterator

from bot.commands import commands
from bot.errors import Problem
from bot.model import SlotType
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for command in commands(subject.bot):
        intent = subject.bot.intent(command.intent)
        for parameter in command.parameters:
            slot = intent.slot(parameter.slot) if intent else None
            slot_type = subject.bot.slot_type(slot.type) if slot else None
            for value in _untypable(slot_type) if slot_type else ():
                message = f"{value!r} of {slot_type.name if slot_type else ''} is no single word"
                cure = f"Give it a synonym of one word: {command.form} takes a word for each slot"
                place = subject.places.slot_type(
                    slot_type.name if slot_type else "", "values", value
                )
                yield place.problem(message, cure)


def _untypable(slot_type: SlotType) -> list[str]:
    return [
        value.value
        for value in slot_type.values
        if all(" " in phrase for phrase in (value.value, *value.synonyms))
    ]


RULE = DefinitionRule(
    id="slack-command-value",
    reason="A command takes one word for each slot, so a value of two words cannot be typed.",
    source=OURS,
    severity="warning",
    check=check,
)
