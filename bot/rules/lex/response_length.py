"""All that is said at once within Lex's length."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.lex.definition import Message, MessageGroup
from bot.platforms import lex_platform
from bot.platforms.lex import utf16_length
from bot.rules.flows import flow_parts
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import too_long


def check(subject: Subject) -> Iterator[Problem]:
    limit = lex_platform().limits["response_length"]
    for part in subject.once(flow_parts):
        groups = getattr(part.value, "message_groups", None)
        length = sum(map(_longest, groups or ()))
        if length > limit:
            yield too_long(part.place(), f"{part.at()}: this response", length, limit)


def _longest(group: MessageGroup) -> int:
    messages = [one for one in (group.message, *(group.variations or ())) if one is not None]
    return max((_length(message) for message in messages), default=0)


def _length(message: Message) -> int:
    texts = (message.plain_text_message, message.ssml_message, message.custom_payload)
    return max((utf16_length(text.value) for text in texts if text and text.value), default=0)


RULE = DefinitionRule(
    id="lex-response-length",
    reason="The messages of one response have at most 4,000 characters together.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/quotas.html",
    check=check,
)
