"""What a line of a log says: its level and its words, whether it is JSON or text. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Level = Literal["error", "other", "unknown"]

_MOST = 8_000
"""Characters of a line that are looked at: CloudWatch takes a megabyte."""
_ERROR_LEVELS = frozenset(
    {"error", "err", "fatal", "critical", "crit", "panic", "alert", "emerg", "emergency", "severe"}
)
_OTHER_LEVELS = frozenset(
    {"trace", "debug", "info", "information", "notice", "warn", "warning", "verbose", "fine"}
)
_LEVEL_KEYS = ("level", "severity", "lvl", "levelname", "log.level", "loglevel", "severityText")
_MESSAGE_KEYS = ("message", "msg", "error", "err", "exception", "event", "body")
_NUMBERED_ERROR = 50
"""Of the loggers that number levels (bunyan, pino): 50 is an error, 60 fatal."""
_NAMED = re.compile(
    r"\b(FATAL|CRITICAL|ERROR|SEVERE|PANIC|EMERG|ALERT|ERR|WARNING|WARN|NOTICE|INFO|DEBUG|TRACE)\b"
)
_NEAR_THE_START = 80
_SOUNDS_WRONG = re.compile(
    r"error|exception|fatal|critical|panic|traceback|segfault|out of memory|oom.?kill",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"\s*(?:at\s+[\w$.<>/]+[ (:]|File \"|\.{3} \d+ more|in [\w./]+:\d+|goroutine \d+|\t|#\d+ )"
)
_TRACEBACK = re.compile(r"Traceback \(most recent call last\)|^stack ?trace:?$", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """`text` is the first line of what it says: a stack trace is folded to what it is about."""

    level: Level
    text: str


def read(message: str) -> Line:
    """Understand one event of a log, at most 8,000 characters of it. Never raises."""
    message = message[:_MOST].strip()
    document = _document(message)
    if document is None:
        return Line(_level_of_text(message), folded(message))
    words = _words(document) or message
    level = _level_of(document)
    return Line(_level_of_text(words) if level == "unknown" else level, folded(words))


def is_error(line: Line) -> bool:
    """Its level says so; without a level, its words. Nothing of a stack trace alone is one."""
    if line.level == "unknown":
        return bool(line.text) and _SOUNDS_WRONG.search(line.text) is not None
    return line.level == "error" and bool(line.text)


def folded(text: str) -> str:
    """The line that says what happened: the first one; of a Python traceback the last.

    "" where there are only frames of a stack.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    has_traceback = any(_TRACEBACK.search(line) for line in lines)
    telling = [line for line in lines if not _FRAME.match(line) and not _TRACEBACK.search(line)]
    if not telling:
        return ""
    unindented = [line for line in telling if not line[0].isspace()]
    if has_traceback and not _TRACEBACK.search(lines[0]):
        return telling[0].strip()
    chosen = (unindented or telling)[-1 if has_traceback else 0]
    return chosen.strip()


def _document(message: str) -> Mapping[str, Any] | None:
    start = message.find("{")
    if start < 0 or start > _NEAR_THE_START or not message.endswith("}"):
        return None
    try:
        found = json.loads(message[start:])
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and found else None


def _words(document: Mapping[str, Any]) -> str:
    for key in _MESSAGE_KEYS:
        value = document.get(key)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, Mapping) and isinstance(value.get("message"), str):
            return str(value["message"])
    return ""


def _level_of(document: Mapping[str, Any]) -> Level:
    for key in _LEVEL_KEYS:
        value = document.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return "error" if value >= _NUMBERED_ERROR else "other"
        if isinstance(value, str) and value:
            return _named(value)
    return "unknown"


def _level_of_text(text: str) -> Level:
    found = _NAMED.search(text[:_NEAR_THE_START])
    return _named(found[1]) if found else "unknown"


def _named(name: str) -> Level:
    lower = name.strip().lower()
    if lower in _ERROR_LEVELS:
        return "error"
    return "other" if lower in _OTHER_LEVELS else "unknown"
