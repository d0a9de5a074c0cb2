"""Identifiers in Lex's shape, from a seed: the same calls twice give the same ids."""

import random
import string

_LETTERS = string.ascii_uppercase + string.digits


class Identifiers:
    """Draws ids. Not secret, not unpredictable: only unique."""

    def __init__(self, seed: str = "lex") -> None:
        self._random = random.Random(seed)  # noqa: S311 - names of simulated things
        self._drawn: set[str] = set()

    def draw(self) -> str:
        """Ten capital letters and digits."""
        while True:
            found = "".join(self._random.choices(_LETTERS, k=10))
            if found not in self._drawn:
                self._drawn.add(found)
                return found
