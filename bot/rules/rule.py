"""What a rule is: one thing that a platform, or we, ask of a definition."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.errors import Problem
from bot.model import Bot, Intent, IntentWords


@dataclass(frozen=True)
class Rule:
    """`source` says where the limit is written down."""

    id: str
    why: str
    source: str
    check: Callable[[Bot], list[Problem]]


def problem(where: str, message: str, cure: str) -> Problem:
    """A problem of something in the bot: "RestartService", "RestartService.service"."""
    return Problem(where, 0, message, cure)


def all_words(bot: Bot) -> Iterator[tuple[Intent, str, IntentWords]]:
    """Every intent with each of its locales and the words there."""
    for intent in bot.intents:
        for locale, words in intent.words.items():
            yield intent, locale, words
