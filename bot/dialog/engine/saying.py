"""Which message a group sends, and what stands in it."""

import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.dialog.state import Card, CardButton, ContentType, Message
from bot.lex.definition import ImageResponseCard, MessageGroup
from bot.lex.definition import Message as LexMessage

_PLACEHOLDER = re.compile(r"\(\(([^()]+)\)\)|\[([^\[\]]+)\]|\{([^{}]+)\}")
Lookup = Callable[[str, str], str | None]
"""("slot" | "session" | "request", name) -> its text; None where it is not set."""


class NoUsableMessageError(Exception):
    """A group has no message of a content type that the caller accepts. Ends the turn."""


@dataclass(frozen=True)
class Voice:
    """How messages are chosen: what the caller accepts, and the seed of every random choice.

    A function's own messages are sent as they are: it has acted by then, and must be heard.
    """

    accepts: frozenset[str] = frozenset()
    """Content types; none means any."""
    seed: str = ""

    def messages(
        self,
        groups: Sequence[MessageGroup],
        lookup: Lookup,
        *,
        where: str,
        attempt: int | None = None,
    ) -> tuple[Message, ...]:
        """One message a group, in their order.

        `attempt` walks message and variations in order (Ordered); None chooses by the seed
        (Random). A message that names something unset is passed over where another one does not.
        Raises NoUsableMessageError.
        """
        return tuple(
            self._chosen(group, lookup, f"{where}#{number}", attempt)
            for number, group in enumerate(groups)
        )

    def _chosen(
        self, group: MessageGroup, lookup: Lookup, where: str, attempt: int | None
    ) -> Message:
        given = [group.message, *(group.variations or ())]
        readable = [_message(one) for one in given if one is not None]
        usable = [one for one in readable if self._accepts(one.content_type)]
        if not usable:
            raise NoUsableMessageError(where)
        sayable = [one for one in usable if is_sayable(one.content, lookup)] or usable
        number = (
            min(attempt, len(sayable) - 1) if attempt is not None else self._draw(where, sayable)
        )
        return filled(sayable[number], lookup)

    def _accepts(self, content_type: ContentType) -> bool:
        return not self.accepts or content_type in self.accepts or content_type == _CARD

    def _draw(self, where: str, options: Sequence[Message]) -> int:
        return zlib.crc32(f"{self.seed}/{where}".encode()) % len(options)


_CARD: ContentType = "ImageResponseCard"


def is_sayable(text: str, lookup: Lookup) -> bool:
    """Whether everything that `text` names is set."""
    return all(lookup(*_reference(match)) is not None for match in _PLACEHOLDER.finditer(text))


def filled(message: Message, lookup: Lookup) -> Message:
    """`message` with its placeholders replaced; one that is not set stays as it is written."""

    def text(match: re.Match[str]) -> str:
        found = lookup(*_reference(match))
        return match[0] if found is None else found

    return Message(_PLACEHOLDER.sub(text, message.content), message.content_type, message.card)


def _reference(match: re.Match[str]) -> tuple[str, str]:
    if match[1] is not None:
        return "request", match[1]
    return ("session", match[2]) if match[2] is not None else ("slot", match[3])


def _message(lex: LexMessage) -> Message:
    if lex.image_response_card is not None:
        return Message("", _CARD, _card(lex.image_response_card))
    kinds: Mapping[ContentType, object] = {
        "PlainText": lex.plain_text_message,
        "SSML": lex.ssml_message,
        "CustomPayload": lex.custom_payload,
    }
    kind: ContentType = next((one for one, text in kinds.items() if text is not None), "PlainText")
    text = lex.plain_text_message or lex.ssml_message or lex.custom_payload
    return Message((text.value if text else "") or "", kind)


def _card(lex: ImageResponseCard) -> Card:
    buttons = tuple(CardButton(one.text or "", one.value or "") for one in lex.buttons or ())
    return Card(lex.title or "", lex.subtitle or "", lex.image_url or "", buttons)
