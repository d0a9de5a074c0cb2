"""A free-form slot stands in no utterance."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import Template, answers_of, templates_of
from bot.templates import slot_names

_FREE_FORM = "AMAZON.FreeFormInput"


def check(subject: Subject) -> Iterator[Problem]:
    if not any(slot.type == _FREE_FORM for one in subject.bot.intents for slot in one.slots):
        return
    for one in (*templates_of(subject), *answers_of(subject)):
        for name in _free_form(one):
            message = f"the slot {name!r} takes whatever is said, and cannot stand in an utterance"
            yield one.place.problem(message, "Leave it out: it is filled when it is asked for")


def _free_form(template: Template) -> list[str]:
    slots = template.intent.slots
    free = {slot.name for slot in slots if slot.type == _FREE_FORM}
    if not free:
        return []
    return [name for name in slot_names(template.text) if name in free]


RULE = DefinitionRule(
    id="lex-free-form-slot",
    reason="AMAZON.FreeFormInput takes the whole input while it is asked for, and only then.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/built-in-slot-free-form.html",
    check=check,
)
