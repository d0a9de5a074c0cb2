"""Phrases with a meaning, found by their tokens: the longest one at a place."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from bot.slots.tokens import Token

Meaning = TypeVar("Meaning")


class PhraseTable(Generic[Meaning]):
    """Token sequences -> meanings. The first meaning that a phrase is given stays."""

    def __init__(self, phrases: Iterable[tuple[tuple[str, ...], Meaning]] = ()) -> None:
        self._phrases: dict[tuple[str, ...], Meaning] = {}
        self._longest: dict[str, int] = {}
        for phrase, meaning in phrases:
            if phrase:
                self._phrases.setdefault(phrase, meaning)
                self._longest[phrase[0]] = max(self._longest.get(phrase[0], 0), len(phrase))

    @property
    def first_words(self) -> frozenset[str]:
        """The words that phrases begin with."""
        return frozenset(self._longest)

    def at(self, tokens: Sequence[Token], place: int) -> tuple[int, Meaning] | None:
        """End (exclusive) and meaning of the longest phrase that begins at `place`."""
        # At most places no phrase begins.
        if place >= len(tokens) or tokens[place].text not in self._longest:
            return None
        return next(self.all_at(tokens, place), None)

    def all_at(self, tokens: Sequence[Token], place: int) -> Iterator[tuple[int, Meaning]]:
        """The same for every phrase that begins there, longest first."""
        longest = self._longest.get(tokens[place].text, 0) if place < len(tokens) else 0
        for end in range(min(len(tokens), place + longest), place, -1):
            key = tuple(token.text for token in tokens[place:end])
            if key in self._phrases:
                yield end, self._phrases[key]

    def ending_at(self, tokens: Sequence[Token], end: int) -> int | None:
        """Where the longest phrase that ends at `end` (exclusive) begins."""
        longest = max(self._longest.values(), default=0)
        for start in range(max(0, end - longest), end):
            if tuple(token.text for token in tokens[start:end]) in self._phrases:
                return start
        return None
