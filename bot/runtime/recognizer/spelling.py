"""Misspelt words put right: one wrong, missing, extra or swapped letter, in words of five or more.

The known words are indexed by what is left of them after one deletion (SymSpell), so a lookup
costs a few dictionary reads however many words there are.
"""

from collections import defaultdict
from collections.abc import Iterable

_SHORTEST = 5
_LONGEST = 24


class Speller:
    """Knows the words of the templates."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._index: dict[str, set[str]] = defaultdict(set)
        for word in self._known:
            if _SHORTEST <= len(word) <= _LONGEST:
                for rest in (word, *_deletions(word)):
                    self._index[rest].add(word)

    def corrected(self, word: str) -> str:
        """The one known word that `word` nearly is, else `word` itself."""
        if word in self._known or not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
            return word
        near = set(self._index.get(word, ()))
        for rest in _deletions(word):
            near |= self._index.get(rest, set())
        near = {known for known in near if known[0] == word[0] and _one_slip(word, known)}
        return min(near) if len({known[:_SHORTEST] for known in near}) == 1 else word


def _one_slip(left: str, right: str) -> bool:
    """One letter wrong, missing or extra, or two neighbours swapped. Two words that leave the same
    rest may be further apart: "weather" and "whether"."""
    place = next(
        (n for n, pair in enumerate(zip(left, right, strict=False)) if len(set(pair)) > 1), -1
    )
    if place < 0:
        return True
    swapped = left[:place] + left[place : place + 2][::-1] + left[place + 2 :]
    return (
        swapped == right
        or left[place + 1 :] == right[place + 1 :]
        or left[place + 1 :] == right[place:]
        or left[place:] == right[place + 1 :]
    )


def _deletions(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]
