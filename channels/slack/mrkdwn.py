"""Text for Slack: escaping, and our Markdown subset as mrkdwn in pieces that fit.

Source: Slack's "Formatting message text": `&`, `<` and `>` are escaped, in this order, and no
mention (`<!channel>`), link or date can then be smuggled in. There is no escape for `*`, `_`, `~`
and the backquote: a word joiner beside them keeps them from pairing up, as far as Slack obeys
word boundaries; the worst that is left is a stray italic.
"""

import re
from collections.abc import Iterable, Iterator

from fulfillment.markdown import Span, spans

WORD_JOINER = "\u2060"
ELLIPSIS = "…"
_MARK_AT_EDGE = re.compile(r"(?<!\w)[*_~`]|[*_~`](?!\w)")
_WORDS = re.compile(r"\S+\s*|\s+")
_ATOM = 200
"""Longest run that is never cut: every piece is far below every limit."""


def escape(text: str) -> str:
    """Outside text as literal mrkdwn."""
    return _escape_controls(_MARK_AT_EDGE.sub(rf"{WORD_JOINER}\g<0>{WORD_JOINER}", text))


def code(text: str) -> str:
    """Outside text as inline code; a backquote would end it."""
    return f"`{_escape_controls(text.replace('`', ELLIPSIS))}`" if text.strip() else ""


def preformatted(lines: Iterable[str]) -> str:
    """Monospaced lines."""
    body = "\n".join(lines).replace("`", "'")
    return f"```\n{_escape_controls(body)}\n```"


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, before escaping."""
    return text if len(text) <= limit else text[: limit - 1] + ELLIPSIS


def paragraphs(markdown: str, limit: int) -> tuple[str, ...]:
    """Our Markdown as mrkdwn texts of at most `limit` characters, cut between words."""
    return tuple(_pack((p for span in spans(markdown) for p in _pieces(span)), limit))


def _pack(pieces: Iterable[str], limit: int) -> Iterator[str]:
    gathered: list[str] = []
    length = 0
    for piece in pieces:
        if gathered and length + len(piece) > limit:
            yield from _unless_blank("".join(gathered))
            gathered, length = [], 0
        gathered.append(piece)
        length += len(piece)
    yield from _unless_blank("".join(gathered))


def _unless_blank(text: str) -> Iterator[str]:
    if text.strip():
        yield text


def _pieces(span: Span) -> Iterator[str]:
    for atom in _atoms(span.text):
        if span.style == "plain" or not atom.strip():
            yield escape(atom)
        elif span.style == "code":
            yield code(atom)
        else:
            yield f"*{_escape_controls(atom.strip().replace('*', ELLIPSIS))}*"


def _atoms(text: str) -> Iterator[str]:
    """Runs of at most 200 characters, cut between words where there are any."""
    run = ""
    for match in _WORDS.finditer(text):
        word = match[0]
        if len(run) + len(word) > _ATOM:
            yield from ([run] if run else [])
            run = ""
        while len(word) > _ATOM:
            yield word[:_ATOM]
            word = word[_ATOM:]
        run += word
    if run:
        yield run


def _escape_controls(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
