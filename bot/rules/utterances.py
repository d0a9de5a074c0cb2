"""Utterances within Lex's length and number."""

from bot.errors import Problem
from bot.model import Bot
from bot.rules.rule import Rule, all_words, problem
from bot.templates import longest

MAX_UTTERANCE = 500
"""UTF-16 code units."""
MAX_UTTERANCES = 1500
"""Per intent. A template gives at least one, however few its share of the expansion is."""


def check(bot: Bot) -> list[Problem]:
    found: list[Problem] = []
    for intent, locale, words in all_words(bot):
        where = f"{intent.name}.{locale}"
        if len(words.utterances) > MAX_UTTERANCES:
            message = (
                f"{len(words.utterances)} templates, and Lex takes {MAX_UTTERANCES} utterances"
            )
            found.append(problem(where, message, "Merge templates, or split the intent"))
        for template in words.utterances:
            length = _length(longest(template))
            if length > MAX_UTTERANCE:
                message = f"{template[:40]!r}... gives an utterance of {length} characters"
                found.append(problem(where, message, f"Keep them within {MAX_UTTERANCE}"))
    return found


def _length(utterance: str) -> int:
    # Lex counts as Java's String.length does.
    return len(utterance.encode("utf-16-le")) // 2


RULE = Rule(
    id="utterance-limits",
    why="Lex refuses longer utterances, and more of them in one intent.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/quotas.html",
    check=check,
)
