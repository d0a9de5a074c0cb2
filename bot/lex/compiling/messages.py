"""Texts as Lex's messages and prompts."""

from collections.abc import Iterable, Sequence
from typing import Literal

from bot.lex.definition import (
    Message,
    MessageGroup,
    MessageText,
    PromptSpecification,
    ResponseSpecification,
)
from bot.model import Locale


def plain(text: str) -> Message:
    return Message(plain_text_message=MessageText(text))


def response(text: str) -> ResponseSpecification | None:
    """A response of one text; none where there is none."""
    return ResponseSpecification((MessageGroup(plain(text)),)) if text else None


def sentence(locale: Locale, *ids: str) -> ResponseSpecification | None:
    """The first of the fixed sentences `ids` that the locale has."""
    texts: Iterable[str] = (locale.messages[one] for one in ids if one in locale.messages)
    return response(next(iter(texts), ""))


def prompt(texts: Sequence[str], retries: int) -> PromptSpecification | None:
    """The first text at first, the next ones on retries.

    Ordered walks message and variations from attempt to attempt (botocore,
    MessageSelectionStrategy); a group holds a message and two variations: no place for a fourth.
    """
    if not texts:
        return None
    first, *others = texts
    group = MessageGroup(plain(first), tuple(plain(text) for text in others[:2]) or None)
    strategy: Literal["Ordered"] | None = "Ordered" if others else None
    return PromptSpecification(
        message_groups=(group,),
        max_retries=retries,
        allow_interrupt=True,
        message_selection_strategy=strategy,
    )
