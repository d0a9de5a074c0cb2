"""What an invocation name must be (choose-the-invocation-name-for-a-custom-skill; `alexa.yaml`)."""

import re
from collections.abc import Iterator

from bot.platforms.alexa import alexa_platform

_ONE_WORD_LANGUAGES = frozenset(("ja",))
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.\s?)+")
_WORD = re.compile(r"[^\W\d_]+(?:'s|')?")


def invocation_problems(name: str, locale: str) -> tuple[str, ...]:
    """What Alexa would refuse of the invocation name `name` in `locale`, as sentences."""
    return tuple(_problems(name, locale.split("_", maxsplit=1)[0]))


def _problems(name: str, language: str) -> Iterator[str]:
    least, most = alexa_platform().invocation_name_length
    if not least <= len(name) <= most:
        yield f"it has {len(name)} characters, and {least} to {most} are allowed"
    words = name.split(" ")
    odd = [word for word in words if not (_WORD.fullmatch(word) or _ABBREVIATION.fullmatch(word))]
    if odd:
        yield (
            f"{odd[0]!r} is no word: letters, a possessive apostrophe and the periods of "
            "abbreviations are allowed, numbers are written in words"
        )
    if name != name.lower():
        yield "it is not in lower case"
    if len(words) == 1 and language not in _ONE_WORD_LANGUAGES:
        yield "it is one word: only a brand may be"
    yield from _forbidden(words, language)


def _forbidden(words: list[str], language: str) -> Iterator[str]:
    platform = alexa_platform()
    everywhere = platform.invocation_words["any"]
    refused = everywhere | platform.invocation_words.get(language, frozenset())
    for word in words:
        if word.lower() in refused:
            yield f"{word!r} is a word that Alexa keeps for itself"
    articles = platform.invocation_articles.get(language, frozenset())
    if len(words) == 2:
        for word in words:
            if word.lower() in articles:
                yield f"{word!r} may be in no name of two words"
