"""Checks of a whole definition against what the platforms accept: one rule a file."""

from bot.errors import Problem
from bot.model import Bot
from bot.rules import duplicates, fallback, names, prompts, utterances
from bot.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    names.RULE,
    utterances.RULE,
    prompts.RULE,
    duplicates.RULE,
    fallback.RULE,
)


def check_all(bot: Bot) -> list[Problem]:
    """Every problem that any rule finds, in the order of the rules."""
    return [problem for rule in RULES for problem in rule.check(bot)]


__all__ = ["RULES", "Rule", "check_all"]
