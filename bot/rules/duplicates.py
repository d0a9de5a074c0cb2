"""No utterance belongs to two intents."""

from bot.errors import Problem
from bot.grammar import build_grammar, clashes
from bot.model import Bot
from bot.rules.rule import Rule, problem
from bot.words import spelling_of


def check(bot: Bot) -> list[Problem]:
    return [
        problem(
            f"{clash.second.intent}.{locale.id}",
            f"{clash.utterance!r} is also an utterance of {clash.first.intent}",
            "Keep it in one of the two intents",
        )
        for locale in bot.locales
        for clash in clashes(build_grammar(bot.intents, locale.id, spelling_of(locale)))
    ]


RULE = Rule(
    id="duplicate-utterances",
    why="The same utterance in two intents fails the build of the locale.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/how-it-works.html; seen in failed builds",
    check=check,
)
