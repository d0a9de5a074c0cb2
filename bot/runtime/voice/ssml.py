"""Messages as what a voice says: sentences and pauses."""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree import ElementTree

from bot.dialog.state import Message

MAX_PAUSE: Final = 10.0
"""Seconds, as SSML has it."""
_STRENGTHS: Final = {"none": 0.0, "x-weak": 0.1, "weak": 0.2, "strong": 0.7, "x-strong": 1.0}
_USUAL: Final = 0.4
"""Seconds: between messages and paragraphs, and of a break that says no length."""
_TIME: Final = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)(ms|s)")
_ALIASED: Final = "sub"


def spoken_parts(messages: Iterable[Message]) -> tuple[str | float, ...]:
    """Sentences, and pauses in seconds. Payloads and cards are not spoken."""
    parts: list[str | float] = []
    for message in messages:
        said = list(_message(message))
        if parts and said:
            parts.append(_USUAL)
        parts.extend(said)
    return tuple(parts)


def _message(message: Message) -> Iterator[str | float]:
    if message.content_type == "PlainText" and message.content.strip():
        yield message.content.strip()
    elif message.content_type == "SSML":
        yield from _joined(_markup(message.content))


def _markup(content: str) -> Iterator[str | float]:
    """What is no XML is read as text: better than silence. So is a document type: its entities
    could stand for any amount of text."""
    try:
        root = None if "<!" in content else ElementTree.fromstring(content)  # noqa: S314 - no "<!"
    except ElementTree.ParseError:
        root = None
    if root is None:
        yield re.sub(r"<[^>]*>", " ", content)
    else:
        yield from _element(root)


def _element(element: ElementTree.Element) -> Iterator[str | float]:
    name = element.tag.rpartition("}")[2]
    if name == "break":
        yield _pause(element)
    elif name == _ALIASED and element.get("alias"):
        yield element.get("alias", "")
    else:
        yield element.text or ""
        for child in element:
            yield from _element(child)
            yield child.tail or ""
    if name in ("p", "s"):
        yield _USUAL


def _pause(element: ElementTree.Element) -> float:
    time = _TIME.fullmatch(element.get("time", ""))
    if time is not None:
        return min(float(time[1]) / (1000 if time[2] == "ms" else 1), MAX_PAUSE)
    return _STRENGTHS.get(element.get("strength", ""), _USUAL)


def _joined(parts: Iterable[str | float]) -> Iterator[str | float]:
    """Text between two pauses in one piece."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        if text.strip():
            yield " ".join(text.split())
        text = ""
        yield part
    if text.strip():
        yield " ".join(text.split())
