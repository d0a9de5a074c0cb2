"""Words that several parts share: ages, lists, text from outside made safe to show."""

import re
from collections.abc import Sequence

from fulfillment.markdown import code, escape

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_ARN = re.compile(r"arn:aws[a-z-]*:[^:\s]*:[^:\s]*:[^:\s]*:[^\s),;\"']+")
_UNITS = ((86_400, "day", "d"), (3_600, "hour", "h"), (60, "minute", "min"), (1, "second", "s"))


def age(seconds: float) -> str:
    """Short, for a table: "3 h". Whole units, rounded down; never negative."""
    for size, _, short in _UNITS:
        if seconds >= size:
            return f"{int(seconds // size)} {short}"
    return "0 s"


def spoken_age(seconds: float) -> str:
    """For a sentence: "3 hours"."""
    for size, name, _ in _UNITS:
        if seconds >= size:
            return counted(int(seconds // size), name)
    return "0 seconds"


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(items: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def clean(text: str, limit: int = 60) -> str:
    """Text from outside on one line, without control or direction characters, at most `limit`."""
    line = " ".join(_UNPRINTABLE.sub(" ", text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def quoted(text: str, limit: int = 60) -> str:
    """Text from outside as code."""
    return code(clean(text, limit)) or "that"


def shown(text: str, limit: int = 300) -> str:
    """Text from AWS (a reason, an event) as literal Markdown on one line, ARNs as their names."""
    return escape(clean(_ARN.sub(_name_of, text), limit))


def _name_of(arn: re.Match[str]) -> str:
    """The kind and name of what an ARN is for: account and region are nobody's business here."""
    parts = arn[0].split(":", 5)[-1].split("/")
    return parts[1] if len(parts) > 1 else parts[0]


def sentence(text: str) -> str:
    """With a full stop at the end, where there is none."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
