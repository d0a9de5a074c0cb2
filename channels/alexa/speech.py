"""A `Reply` for the ear: words first, then SSML. And for the eye: the card in the Alexa app.

Words are plain text; only `ssml` makes markup, and it escapes everything that is not its own
(`ResponseFactory.speak` of the SDK does not).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from fulfillment.markdown import plain
from fulfillment.sentences import Say
from fulfillment.turn import Reply, Table

MAX_WORDS = 900
"""Characters said at once: about a minute. Escaped at worst, they stay below Alexa's 8,000."""

MAX_ITEMS = 3
"""Of a list: more cannot be kept in mind."""

MAX_CARD = 3000
"""Characters. Alexa allows 8,000; so many keep the response below 24 KB in most scripts."""

_QUOTES = {'"': "&quot;", "'": "&apos;"}
_BULLET = re.compile(r"^\s*(?:[-\N{BULLET}]|\d+\.)\s+")
_URL = re.compile(r"\bhttps?://\S+")
_SPECIAL = re.compile(
    r"(?P<commit>\b(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}\b)"
    r"|(?P<version>\bv?\d+(?:\.\d+){2,}(?:-[A-Za-z0-9.]+)?\b)"
    r"|(?P<ratio>(?<![\d/])\d+/\d+(?![\d/]))"
    r"|(?P<name>\b[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)+\b)"
)


def spoken(say: Say, reply: Reply) -> str:
    """What to say: `speech`, else the text and the first few items; never a whole table."""
    words = _tidy(say, reply.speech) if reply.speech else _spoken_text(say, reply)
    return _fit(say, words)


def ssml(say: Say, words: str) -> str:
    """`words` as an SSML document; versions, commits, counts and service names made sayable."""
    parts: list[str] = []
    position = 0
    for match in _SPECIAL.finditer(words):
        parts += [_escape(words[position : match.start()]), _sayable(say, match)]
        position = match.end()
    return f"<speak>{''.join(parts)}{_escape(words[position:])}</speak>"


def card_text(reply: Reply) -> str:
    """Everything of the reply that the ear does not get, as plain lines."""
    lines = [plain(reply.text) or reply.speech]
    lines += [f"{fact.label}: {fact.value.text}" for fact in reply.facts]
    lines += _table_lines(reply.table) if reply.table else []
    lines += [f"{link.label}: {link.url}" for link in reply.links]
    text = _printable("\n".join(line for line in lines if line))
    return text if len(text) <= MAX_CARD else text[: MAX_CARD - 1] + "…"


def one_of(say: Say, suggestions: Sequence[str]) -> str:
    """The first suggestion as an invitation; "" where there is none."""
    return say("alexa_can_say", words=_tidy(say, suggestions[0])) if suggestions else ""


def _spoken_text(say: Say, reply: Reply) -> str:
    lines = [line for line in plain(reply.text).splitlines() if line.strip()]
    sentences = [line for line in lines if not _BULLET.match(line)]
    items = [_BULLET.sub("", line) for line in lines if _BULLET.match(line)]
    items += [f"{fact.label}: {fact.value.text}" for fact in reply.facts]
    items += [_row_words(row) for row in _rows(reply.table)]
    invitation = one_of(say, reply.suggestions)
    return _tidy(say, "\n".join([*sentences, *_first(say, items), invitation]))


def _first(say: Say, items: Sequence[str]) -> list[str]:
    rest = len(items) - MAX_ITEMS
    return [*items[:MAX_ITEMS], *([say("alexa_and_more", count=rest)] if rest > 0 else [])]


def _rows(table: Table | None) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows] if table else []


def _row_words(row: Sequence[str]) -> str:
    return ", ".join(row[:2])


def _table_lines(table: Table) -> list[str]:
    rows: Iterable[Sequence[str]] = [table.columns, *_rows(table)]
    return [table.title, *(" · ".join(row) for row in rows)]


def _tidy(say: Say, text: str) -> str:
    """One paragraph of sentences: no line breaks, no pictures, nothing that cannot be said."""
    plainer = _URL.sub(say("alexa_a_link"), text)
    marks = _said_marks(say)
    said = (_pronounceable(line.translate(marks)).strip() for line in plainer.splitlines())
    return " ".join(_sentence(" ".join(line.split())) for line in said if line)


def _said_marks(say: Say) -> dict[int, str]:
    """Marks that are said, each as a word."""
    return str.maketrans(
        {
            "\N{RIGHTWARDS ARROW}": f" {say('alexa_becomes')} ",
            "\N{MIDDLE DOT}": ",",
            "\N{BULLET}": " ",
            "\N{EM DASH}": ", ",
            "\N{EN DASH}": f" {say('alexa_until')} ",
            "\N{MULTIPLICATION SIGN}": f" {say('alexa_times')} ",
            "\t": " ",
        }
    )


def _sentence(line: str) -> str:
    return line if line.endswith((".", "!", "?", ":", ",")) else f"{line}."


def _pronounceable(text: str) -> str:
    return "".join(
        character
        for character in text
        if unicodedata.category(character)[0] != "C"
        and unicodedata.category(character) != "So"
        and not "\ufe00" <= character <= "\ufe0f"  # emoji variation selectors
    )


def _printable(text: str) -> str:
    return "".join(
        character
        for character in text
        if character == "\n" or unicodedata.category(character)[0] != "C"
    )


def _fit(say: Say, words: str) -> str:
    if len(words) <= MAX_WORDS:
        return words
    more = say("alexa_more_in_app")
    room = words[: MAX_WORDS - len(more) - 2]
    end = max(room.rfind(mark) for mark in (". ", "! ", "? "))
    if end > 0:
        return f"{room[: end + 1]} {more}"
    return f"{room.rsplit(' ', 1)[0]}. {more}"


def _escape(text: str) -> str:
    return escape(_printable(text), _QUOTES)


def _sayable(say: Say, match: re.Match[str]) -> str:
    text = match.group()
    if match["commit"]:
        return f'<say-as interpret-as="characters">{text[:7]}</say-as>'
    if match["version"]:
        return _version_words(say, text, match.string[: match.start()])
    if match["ratio"]:
        done, _, total = text.partition("/")
        return _escape(say("of", done=done, total=total))
    return re.sub(r"[-_]", " ", text)


def _version_words(say: Say, text: str, before: str) -> str:
    number, _, suffix = text.removeprefix("v").partition("-")
    named = not text.startswith("v") or before.lower().endswith("version ")
    words = f" {say('alexa_point')} ".join(number.split("."))
    tail = f" {re.sub('[.-]', ' ', suffix)}" if suffix else ""
    return f"{words}{tail}" if named else say("alexa_version", number=f"{words}{tail}")
