"""Phrases of a list at the edges of an utterance, or making up all of it."""

from collections.abc import Iterable

from bot.words import Spelling, plain

Phrase = tuple[str, ...]


class Phrases:
    """Phrases as tuples of words, longest first."""

    def __init__(self, phrases: Iterable[str], spelling: Spelling) -> None:
        split = {plain(phrase, spelling) for phrase in phrases} - {()}
        self._phrases = frozenset(split)
        # At most places no phrase begins or ends.
        self._beginning = _longest(split, 0)
        self._ending = _longest(split, -1)

    @property
    def words(self) -> frozenset[str]:
        """The words of all phrases."""
        return frozenset(word for phrase in self._phrases for word in phrase)

    def at(self, words: Phrase, start: int) -> int:
        """End of the longest phrase that begins at `start`; `start` itself if there is none."""
        if start < len(words):
            longest = self._beginning.get(words[start], 0)
            for end in range(min(len(words), start + longest), start, -1):
                if words[start:end] in self._phrases:
                    return end
        return start

    def anywhere(self, words: Phrase) -> bool:
        """Whether some phrase stands somewhere in `words`."""
        return not self._beginning.keys().isdisjoint(words) and any(
            self.at(words, start) > start for start in range(len(words))
        )

    def at_end(self, words: Phrase) -> bool:
        """Whether some phrase ends `words`."""
        return self.before(words, len(words)) < len(words)

    def before(self, words: Phrase, end: int) -> int:
        """Start of the longest phrase that ends at `end`; `end` itself if there is none."""
        longest = self._ending.get(words[end - 1], 0) if end else 0
        for start in range(max(0, end - longest), end):
            if words[start:end] in self._phrases:
                return start
        return end

    def stripped(self, words: Phrase) -> tuple[int, int]:
        """Start and end (exclusive) of what is left without phrases at either edge."""
        start, end = 0, len(words)
        while start < end and (after := self.at(words, start)) > start:
            start = after
        while start < end and (before := self.before(words[start:end], end - start)) < end - start:
            end = start + before
        return start, end


def _longest(phrases: Iterable[Phrase], place: int) -> dict[str, int]:
    """Word at `place` of a phrase -> words of the longest such phrase."""
    found: dict[str, int] = {}
    for phrase in phrases:
        found[phrase[place]] = max(found.get(phrase[place], 0), len(phrase))
    return found
