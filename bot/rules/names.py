"""Names that Lex accepts, and each only once."""

import re
from collections import Counter
from collections.abc import Iterable

from bot.errors import Problem
from bot.model import Bot
from bot.rules.rule import Rule, problem

_NAME = re.compile(r"([0-9a-zA-Z][_-]?){1,100}")
_CURE = "Use letters and digits with single _ or - between them, at most 100"


def check(bot: Bot) -> list[Problem]:
    places = [bot.name, *(slot_type.name for slot_type in bot.slot_types)]
    for intent in bot.intents:
        places += [intent.name, *(f"{intent.name}.{slot.name}" for slot in intent.slots)]
    found = [
        problem(place, f"{place.rpartition('.')[2]!r} is no name that Lex accepts", _CURE)
        for place in places
        if not _NAME.fullmatch(place.rpartition(".")[2])
    ]
    found += _repeated("intent", (intent.name for intent in bot.intents))
    return found + _repeated("slot type", (slot_type.name for slot_type in bot.slot_types))


def _repeated(what: str, names: Iterable[str]) -> list[Problem]:
    return [
        problem(name, f"there are {count} of the {what} {name!r}", "Rename all but one")
        for name, count in Counter(names).items()
        if count > 1
    ]


RULE = Rule(
    id="names",
    why="Lex refuses resources whose name does not match its Name pattern, and repeated names.",
    source="botocore lexv2-models, shape Name: ^([0-9a-zA-Z][_-]?){1,100}$",
    check=check,
)
