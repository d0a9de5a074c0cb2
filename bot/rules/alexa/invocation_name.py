"""The skill is called by a name that Alexa takes."""

import re
from collections.abc import Iterator

from bot.errors import Problem
from bot.platforms.alexa import alexa_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject

_FORM = re.compile(r"[^\W\d_]+(?:'s|\.)?(?: [^\W\d_]+(?:'s|\.)?)*")
_ONE_WORD = "ja"
"""Languages whose names are one word as a rule."""


def check(subject: Subject) -> Iterator[Problem]:
    for locale in subject.bot.locales:
        if locale.alexa is None:
            continue
        language = locale.id.partition("_")[0]
        for message, cure in _mistakes(locale.alexa.invocation_name, language):
            place = subject.places.locale(locale.id, "alexa", "invocation_name")
            yield place.problem(f"the invocation name {message}", cure)


def _mistakes(name: str, language: str) -> Iterator[tuple[str, str]]:
    """Messages and cures."""
    platform = alexa_platform()
    least, most = platform.invocation_name_length
    words = name.split()
    if not least <= len(name) <= most:
        yield f"has {len(name)} characters", f"Alexa takes {least} to {most}"
    if name != name.lower() or not _FORM.fullmatch(name):
        cure = "Write lower-case words; numbers as words; a period for each letter of an acronym"
        yield f"{name!r} is not only words", cure
    if len(words) == 1 and language != _ONE_WORD:
        yield f"{name!r} is one word", "Use two or more: one is for brands alone"
    taken = platform.invocation_words["any"] | platform.invocation_words.get(language, frozenset())
    for word in words:
        if word.lower() in taken:
            yield f"holds {word!r}", "Leave it out: Alexa would take it for a command"
    articles = platform.invocation_articles.get(language, frozenset())
    for word in words if len(words) == 2 else ():
        if word.lower() in articles:
            yield f"of two words holds {word!r}", "Use another word, or a third one"


RULE = DefinitionRule(
    id="alexa-invocation-name",
    reason="Certification refuses a name that is a command or that nobody can speak.",
    source="https://developer.amazon.com/docs/alexa/custom-skills/choose-the-invocation-name-for-a-custom-skill.html",
    check=check,
)
