"""A required slot can be asked for."""

from bot.errors import Problem
from bot.model import Bot
from bot.rules.rule import Rule, all_words, problem


def check(bot: Bot) -> list[Problem]:
    return [
        problem(
            f"{intent.name}.{slot.name}",
            f"the required slot has no prompt in {locale}",
            f"Write one under prompts.{slot.name} of the intent's {locale}.yaml",
        )
        for intent, locale, words in all_words(bot)
        for slot in intent.slots
        if slot.required and not words.prompts.get(slot.name)
    ]


RULE = Rule(
    id="required-slot-prompt",
    why="Lex refuses a required slot without a prompt: the dialog could never go on.",
    source="https://docs.aws.amazon.com/lexv2/latest/APIReference/API_SlotValueElicitationSetting.html",
    check=check,
)
