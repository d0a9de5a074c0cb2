"""Prompts and fixed sentences within Lex's length."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.places import Place
from bot.platforms import lex_platform
from bot.platforms.lex import utf16_length
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import too_long, worded

SAID = ("confirmation_prompt", "confirmation_retry", "declined", "retries_exhausted")
"""The fixed sentences that are compiled into the bot."""


def check(subject: Subject) -> Iterator[Problem]:
    limit = lex_platform().limits["message_length"]
    for what, text, place in (*_prompts(subject), *_sentences(subject)):
        length = utf16_length(text)
        if length > limit:
            yield too_long(place, what, length, limit)


def _prompts(subject: Subject) -> Iterator[tuple[str, str, Place]]:
    for one in worded(subject):
        for slot, texts in one.words.prompts.items():
            for number, text in enumerate(texts):
                path = ("prompts", slot, number)
                yield "the prompt", text, subject.places.words(one.intent.name, one.locale, *path)


def _sentences(subject: Subject) -> Iterator[tuple[str, str, Place]]:
    for locale in subject.bot.locales:
        for id_ in SAID:
            if text := locale.messages.get(id_, ""):
                place = subject.places.locale(locale.id, "messages", id_)
                yield f"the message {id_!r}", text, place


RULE = DefinitionRule(
    id="lex-prompt-length",
    reason="Lex refuses a message of more than 1,000 characters.",
    source="botocore lexv2-models, shape PlainTextMessageValue",
    check=check,
)
