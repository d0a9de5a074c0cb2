"""Asking for a slot: the question in words, and its answers as buttons."""

import re

from bot.model import Intent
from fulfillment.markdown import escape, plain
from fulfillment.resolution import Question
from fulfillment.turn import Action, Invocation, Reply

_SLOT = re.compile(r"\{([a-z0-9_]+)\}")


def elicit(intent: Intent, question: Question, locale: str, *, is_spoken_by_lex: bool) -> Reply:
    """The question as a reply. Lex speaks the bot's own prompt, so then the text stays empty.

    `locale`: one of the bot's.
    """
    text = question.text
    if not text and not is_spoken_by_lex:
        text = _prompt(intent, question, locale)
    actions = tuple(
        Action(
            choice,
            Invocation("intent", intent.name, {**question.values, question.slot: choice}),
        )
        for choice in question.choices
    )
    return Reply(
        text=text,
        speech=plain(text),
        actions=actions,
        suggestions=question.choices,
        state="elicit",
        slot_to_elicit=question.slot,
    )


def _prompt(intent: Intent, question: Question, locale: str) -> str:
    prompt = intent.words[locale].prompts[question.slot][0]
    return escape(_SLOT.sub(lambda slot: question.values.get(slot[1], slot[1]), prompt))
