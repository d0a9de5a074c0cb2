"""The Markdown subset of `Reply.text`: `**bold**`, `` `code` `` and backslash escapes.

Text from outside goes in through `escape`; channels take it out through `spans`, so no channel
parses Markdown itself and nothing from a user becomes markup.
"""

import re
from dataclasses import dataclass
from typing import Literal

Style = Literal["plain", "bold", "code"]

_SPECIAL = re.compile(r"([\\*`])")
_TOKEN = re.compile(r"\\([\\*`])|\*\*((?:\\.|[^*\\])+)\*\*|`((?:\\.|[^`\\])+)`", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\*`])")


@dataclass(frozen=True)
class Span:
    """A run of text in one style; `text` is literal."""

    text: str
    style: Style = "plain"


def escape(text: str) -> str:
    """Make outside text literal: `spans(escape(x))` gives one plain span `x`."""
    return _SPECIAL.sub(r"\\\1", text)


def bold(text: str) -> str:
    """Outside text in bold."""
    return f"**{escape(text)}**" if text else ""


def code(text: str) -> str:
    """Outside text as code."""
    return f"`{escape(text)}`" if text else ""


def spans(text: str) -> tuple[Span, ...]:
    """Split into styled runs; a mark without its partner is literal. Linear in the length."""
    found: list[Span] = []
    plain_run = ""
    position = 0
    for match in _TOKEN.finditer(text):
        plain_run += text[position : match.start()]
        position = match.end()
        if match[1]:
            plain_run += match[1]
            continue
        found += _plain(plain_run)
        plain_run = ""
        style: Style = "bold" if match[2] else "code"
        found.append(Span(_ESCAPED.sub(r"\1", match[2] or match[3]), style))
    return (*found, *_plain(plain_run + text[position:]))


def plain(text: str) -> str:
    """The words without any marks, for a voice or a log of what was shown."""
    return "".join(span.text for span in spans(text))


def _plain(text: str) -> list[Span]:
    return [Span(text)] if text else []
