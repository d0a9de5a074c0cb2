"""A pattern is written in Lex's small language."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.lex.patterns import pattern_mistake
from bot.platforms import lex_platform
from bot.platforms.lex import utf16_length
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import too_long

_CURE = "Use letters, digits, \\u0041, [sets], (groups), |, ?, {2} and {1,3}"


def check(subject: Subject) -> Iterator[Problem]:
    limit = lex_platform().limits["pattern_length"]
    for one in subject.bot.slot_types:
        place = subject.places.slot_type(one.name, "pattern")
        length = utf16_length(one.pattern)
        if length > limit:
            yield too_long(place, "the pattern", length, limit)
        elif mistake := pattern_mistake(one.pattern):
            yield place.problem(f"the pattern is not one of Lex's: {mistake}", _CURE)


RULE = DefinitionRule(
    id="lex-slot-type-pattern",
    reason="Lex knows a part of regular expressions: no repeating without end, no wild card.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/built-in-slot-alphanumeric.html",
    check=check,
)
