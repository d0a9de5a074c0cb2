"""Messages of a flow name slots of their intent."""

import re
from collections.abc import Iterator

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.lex.definition import Message
from bot.model import Intent
from bot.rules.flows import flow_parts
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject

_REFERENCE = re.compile(r"\{([0-9a-zA-Z_-]+)(?:\.([0-9a-zA-Z_-]+))?(?:\.[0-9a-zA-Z_-]+)?\}")


def check(subject: Subject) -> Iterator[Problem]:
    for part in subject.once(flow_parts):
        for text in _texts(part.value) if isinstance(part.value, Message) else ():
            for first, second in _REFERENCE.findall(text):
                mistake = _mistake(subject, part.intent, first, second)
                if mistake:
                    yield part.place().problem(f"{part.at()}: {mistake[0]}", mistake[1])


def _texts(message: Message) -> Iterator[str]:
    for text in (message.plain_text_message, message.ssml_message):
        if text is not None and text.value:
            yield text.value


def _mistake(subject: Subject, intent: Intent, first: str, second: str) -> tuple[str, str] | None:
    """Message and cure: {slot}, {slot.part} or {Intent.slot}."""
    if intent.slot(first) is not None:
        return None
    other = subject.bot.intent(first) if second else None
    owner, name = (other, second) if other else (intent, first)
    if owner.slot(name) is not None:
        return None
    message = f"{owner.name} has no slot {name!r}"
    return message, did_you_mean(name, [slot.name for slot in owner.slots])


RULE = DefinitionRule(
    id="lex-message-reference",
    reason="Lex puts a slot's value in; for a slot that there is not, people would see braces.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/paths-branching.html",
    needs_whole=True,
    check=check,
)
