"""Exactly one fallback intent."""

from bot.errors import Problem
from bot.model import Bot
from bot.rules.rule import Rule, problem

FALLBACK = "AMAZON.FallbackIntent"


def check(bot: Bot) -> list[Problem]:
    names = [intent.name for intent in bot.intents if intent.builtin == FALLBACK]
    if len(names) == 1:
        return []
    if not names:
        cure = f"Add an intent with 'builtin: {FALLBACK}'"
        return [problem(bot.name, "there is no fallback intent", cure)]
    message = f"there are {len(names)} fallback intents: {', '.join(names)}"
    return [problem(bot.name, message, "Keep one of them")]


RULE = Rule(
    id="one-fallback",
    why="A Lex locale has exactly one fallback intent; CloudFormation refuses a bot without.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/built-in-intent-fallback.html",
    check=check,
)
