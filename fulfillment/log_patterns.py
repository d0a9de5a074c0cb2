"""Errors that say the same but for numbers, ids and times, counted as one. Pure.

Secrets are masked before anything else is done with a line.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from fulfillment.log_lines import is_error, read
from fulfillment.redaction import redact

_MOST = 300
"""Characters of a pattern: what comes after is detail."""

_MASKS: Sequence[tuple[re.Pattern[str], str]] = (
    # Moments: ISO 8601 and its looks, then a time of day alone.
    (
        re.compile(
            r"\b\d{4}[-/]\d{2}[-/]\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:[.,]\d+)?"
            r"(?:Z|[+-]\d{2}:?\d{2})?)?"
        ),
        "<time>",
    ),
    (re.compile(r"\b\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?"), "<time>"),
    (re.compile(r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"), "<id>"),
    (re.compile(r"\barn:aws[\w-]*:[^\s\"',;)]+"), "<arn>"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b"), "<address>"),
    (re.compile(r"\b(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F]{1,4}\b"), "<address>"),
    # Files and long routes; "/orders/17" keeps what it is about.
    (re.compile(r"(?<![\w/<.])/?(?:[\w.@~-]+/){2,}[\w.@~-]+(?::\d+)?"), "<path>"),
    (re.compile(r"(?<![\w/])/[\w@~-]+\.[A-Za-z]{1,5}(?::\d+)?\b"), "<path>"),
    (re.compile(r"\b0x[0-9a-fA-F]+\b"), "<id>"),
    # Eight hexadecimal digits or more with both letters and figures: an id or a hash.
    (
        re.compile(r"\b(?=[0-9a-fA-F]*[0-9])(?=[0-9a-fA-F]*[a-fA-F])[0-9a-fA-F]{8,}\b"),
        "<id>",
    ),
    # A name with figures in its middle parts: "task-4f2", "req_8812a".
    (re.compile(r"\b[A-Za-z]{1,20}[-_](?=[\w-]{0,60}\d)[\w-]{3,60}\b"), "<id>"),
    (re.compile(r"(?<![\w.<])[+-]?\d+(?:[.,]\d+)*(?=[A-Za-zµ%]{0,3}(?![\w]))"), "<n>"),
    (re.compile(r"\d+"), "<n>"),
)
_SPACES = re.compile(r"\s+")
_MARK = re.compile(r"\[?<(?:n|id|time|path|arn|address)>(?:ms|s)?\]?")


@dataclass(frozen=True)
class Event:
    """An event of a log."""

    at: datetime
    message: str
    stream: str = ""


@dataclass(frozen=True)
class Pattern:
    """Errors that say the same. All texts are masked and on one line."""

    template: str
    count: int
    first: datetime
    last: datetime
    example: str
    """The newest of them, whole, as far as it is one line."""
    streams: int
    """In how many streams: tasks, mostly."""


def template(text: str) -> str:
    """`text` without what differs from one time to the next: "<n>", "<id>", "<time>", "<path>".

    Doing it twice changes nothing more; at most 300 characters.
    """
    found = redact(text)
    for pattern, mark in _MASKS:
        found = pattern.sub(mark, found)
    return _SPACES.sub(" ", found).strip()[:_MOST].rstrip()


def spoken(pattern: str) -> str:
    """A pattern for an ear: without what stands for what differs."""
    words = _SPACES.sub(" ", _MARK.sub(" ", pattern)).strip(" -:,;.")
    return words or pattern


def patterns(events: Iterable[Event]) -> tuple[Pattern, ...]:
    """The errors among `events`, grouped: the most frequent first, then the newest."""
    groups: dict[str, list[tuple[Event, str]]] = {}
    for event in events:
        line = read(event.message)
        if is_error(line):
            groups.setdefault(template(line.text), []).append((event, line.text))
    found = [_pattern(name, members) for name, members in groups.items()]
    return tuple(sorted(found, key=lambda one: (-one.count, -one.last.timestamp(), one.template)))


def _pattern(name: str, members: Sequence[tuple[Event, str]]) -> Pattern:
    newest, text = max(members, key=lambda one: one[0].at)
    return Pattern(
        template=name,
        count=len(members),
        first=min(event.at for event, _ in members),
        last=newest.at,
        example=_SPACES.sub(" ", redact(text)).strip()[:_MOST],
        streams=len({event.stream for event, _ in members}),
    )
