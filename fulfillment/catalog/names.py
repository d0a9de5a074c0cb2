"""What people call things -> what they are called, and what they may have meant."""

import difflib
import re
from collections.abc import Iterable, Mapping

from bot.model import NameWords

_NEAR = 0.6
_AT_MOST = 3
_NO_WORDS = NameWords()
_BETWEEN = re.compile(r"[\s_]+")


def same(word: str) -> str:
    """`word` as names are compared: in lower case, hyphens between words."""
    return _BETWEEN.sub("-", word.strip().casefold())


def exact(
    word: str, names: Mapping[str, Iterable[str]], language: NameWords = _NO_WORDS
) -> str | None:
    """The name that `word` is, or is a synonym of, as it is said in a language.

    `names`: name -> synonyms. A name as it is written comes before one with another ending.
    """
    spoken = _spoken(names)
    wanted = same(word)
    bare = _bare(wanted, language)
    forms = (wanted, bare, *_other_forms(bare, language.endings))
    return next((spoken[form] for form in forms if form in spoken), None)


def near(
    word: str, names: Mapping[str, Iterable[str]], language: NameWords = _NO_WORDS
) -> tuple[str, ...]:
    """Up to three names that `word` may be a slip of, nearest first."""
    spoken = _spoken(names)
    wanted = _bare(same(word), language)
    found = difflib.get_close_matches(wanted, list(spoken), n=_AT_MOST * 2, cutoff=_NEAR)
    return tuple(dict.fromkeys(spoken[one] for one in found))[:_AT_MOST]


def _spoken(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    spoken = {same(other): name for name, others in names.items() for other in others}
    spoken.update({same(name): name for name in names})
    return spoken


def _bare(wanted: str, language: NameWords) -> str:
    """Without the words that a language puts around a name."""
    for word in language.before:
        wanted = wanted.removeprefix(f"{same(word)}-")
    for word in language.after:
        wanted = wanted.removesuffix(f"-{same(word)}")
    return wanted


def _other_forms(word: str, endings: Iterable[str]) -> list[str]:
    return [
        word.removesuffix(ending) if word.endswith(ending) else word + ending for ending in endings
    ]
