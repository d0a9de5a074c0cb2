"""What several parts share: ages, numbers, and text from outside made safe to show."""

import re

from fulfillment.markdown import code, escape
from fulfillment.sentences import Phrase, Say, phrase

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_ARN = re.compile(r"arn:aws[a-z-]*:[^:\s]*:[^:\s]*:[^:\s]*:[^\s),;\"']+")
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def age(say: Say, seconds: float) -> str:
    """Short, for a table: "3 h". Whole units, rounded down; never negative."""
    if seconds >= _DAY:
        return say("age_short_days", count=int(seconds // _DAY))
    if seconds >= _HOUR:
        return say("age_short_hours", count=int(seconds // _HOUR))
    if seconds >= _MINUTE:
        return say("age_short_minutes", count=int(seconds // _MINUTE))
    return say("age_short_seconds", count=max(int(seconds), 0))


def age_phrase(seconds: float) -> Phrase:
    """For a part of a sentence that is not yet in any language: "3 hours"."""
    if seconds >= _DAY:
        return phrase("age_days", count=int(seconds // _DAY))
    if seconds >= _HOUR:
        return phrase("age_hours", count=int(seconds // _HOUR))
    if seconds >= _MINUTE:
        return phrase("age_minutes", count=int(seconds // _MINUTE))
    return phrase("age_seconds", count=max(int(seconds), 0))


def spoken_age(say: Say, seconds: float) -> str:
    """For a sentence: "3 hours"."""
    return say.phrase(age_phrase(seconds))


def number(say: Say, value: int) -> str:
    """ "1,024"."""
    return f"{value:,}".replace(",", say("thousands"))


def decimal(say: Say, value: float, digits: int = 1) -> str:
    """ "1,024.5": at most `digits` after the mark, and none where they say nothing."""
    whole, _, part = f"{value:,.{digits}f}".partition(".")
    mark = say("decimal_mark") if part.strip("0") else ""
    return f"{whole.replace(',', say('thousands'))}{mark}{part.rstrip('0')}"


def clean(text: str, limit: int = 60) -> str:
    """Text from outside on one line, without control or direction characters, at most `limit`."""
    line = " ".join(_UNPRINTABLE.sub(" ", text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def quoted(text: str, limit: int = 60) -> str:
    """Text from outside as code."""
    return code(clean(text, limit))


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
