"""What arrives as text: its media type, its encoding, its length."""

import unicodedata
from email.message import Message as MimeHeaders
from typing import Final

from bot.errors import LexApiError, LexDocumentError
from bot.lex.code_hook import TEXT
from bot.lex.document import Node

MAX_TEXT: Final = 1024
"""Characters of one input."""


def said(node: Node) -> str:
    """What a person says. Control characters are spaces: they mean nothing said, and can forge a
    log line. Raises LexDocumentError."""
    text = node.text(least=1, most=MAX_TEXT)
    return "".join(" " if unicodedata.category(mark) == "Cc" else mark for mark in text)


def utf8(body: bytes) -> str:
    """Raises LexDocumentError."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise LexDocumentError("/inputStream", "is not UTF-8: send text in UTF-8") from None


def check_is_text(content_type: str, name: str, *, required: bool = False) -> None:
    """Refuse any media type but text in UTF-8, however it is spelled. `name`: of the header or
    member, for the message. Raises LexApiError."""
    if not content_type and not required:
        return
    media = MimeHeaders()
    media["content-type"] = content_type
    # The standard library takes what is no media type at all ("foo") for text.
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "text/plain" and media.get_content_charset("utf-8") == "utf-8":
        return
    cure = f"send {name}: {TEXT}"
    if content_type.lower().startswith("audio/"):
        raise LexApiError(
            "ValidationException", f"{name}: audio is not served here, only text; {cure}"
        )
    raise LexApiError("ValidationException", f"{name} {content_type[:100]!r} is no text; {cure}")
