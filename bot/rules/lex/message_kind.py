"""A message is of one kind."""

from collections.abc import Iterator
from dataclasses import fields

from bot.errors import Problem
from bot.lex.definition import Message
from bot.rules.flows import flow_parts
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for part in subject.once(flow_parts):
        if isinstance(part.value, Message):
            count = sum(getattr(part.value, field.name) is not None for field in fields(Message))
            if count != 1:
                message = f"{part.at()}: a message of {count} kinds"
                yield part.place().problem(message, "Write one of text, ssml, payload, card")


RULE = DefinitionRule(
    id="lex-message-kind",
    reason="A message is plain text, SSML, a custom payload or a card: one of them.",
    source="botocore lexv2-models, shape Message",
    check=check,
)
