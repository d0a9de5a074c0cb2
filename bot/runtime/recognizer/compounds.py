"""Compound words taken apart: "rolloutstatus" says "rollout status", "versionsübersicht" says both.

Only into two words of the templates, and only where the locale says what may stand between them.
"""

from collections.abc import Iterable

_SHORTEST = 4
"""Letters of a part: shorter ones are found in words by chance."""
_LONGEST = 48


class Compounds:
    """The compounds of known words; without `joints` there are none."""

    def __init__(self, known: Iterable[str], joints: Iterable[str]) -> None:
        between = tuple(joints)
        self._known = frozenset(word for word in known if len(word) >= _SHORTEST)
        self._joints = ("", *between) if between else ()

    def parts(self, word: str) -> tuple[str, ...]:
        """The two words that `word` is put together from, else `word` itself."""
        if not self._joints or word in self._known or not word.isalpha() or len(word) > _LONGEST:
            return (word,)
        for place in range(len(word) - _SHORTEST, _SHORTEST - 1, -1):
            left = self._left(word[:place]) if word[place:] in self._known else ""
            if left:
                return (left, word[place:])
        return (word,)

    def _left(self, beginning: str) -> str:
        """The known word in front, without the joint that ends it; "" if there is none."""
        ends = (beginning.removesuffix(one) for one in self._joints if beginning.endswith(one))
        return next((word for word in ends if word in self._known), "")
