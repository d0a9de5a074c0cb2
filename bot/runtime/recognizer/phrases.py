"""Phrases of a list at the edges of an utterance, or making up all of it."""

from collections.abc import Iterable, Sequence

from bot.words import Spelling, plain


class Phrases:
    """Phrases as tuples of words, longest first."""

    def __init__(self, phrases: Iterable[str], spelling: Spelling) -> None:
        split = {plain(phrase, spelling) for phrase in phrases} - {()}
        self._phrases = frozenset(split)
        self._longest = max((len(phrase) for phrase in split), default=0)

    def at(self, words: Sequence[str], start: int) -> int:
        """End of the longest phrase that begins at `start`; `start` itself if there is none."""
        for end in range(min(len(words), start + self._longest), start, -1):
            if tuple(words[start:end]) in self._phrases:
                return end
        return start

    def anywhere(self, words: Sequence[str]) -> bool:
        """Whether some phrase stands somewhere in `words`."""
        return any(self.at(words, start) > start for start in range(len(words)))

    def at_end(self, words: Sequence[str]) -> bool:
        """Whether some phrase ends `words`."""
        return self.before(words, len(words)) < len(words)

    def before(self, words: Sequence[str], end: int) -> int:
        """Start of the longest phrase that ends at `end`; `end` itself if there is none."""
        for start in range(max(0, end - self._longest), end):
            if tuple(words[start:end]) in self._phrases:
                return start
        return end

    def stripped(self, words: Sequence[str]) -> tuple[int, int]:
        """Start and end (exclusive) of what is left without phrases at either edge."""
        start, end = 0, len(words)
        while start < end and (after := self.at(words[:end], start)) > start:
            start = after
        while start < end and (before := self.before(words[start:end], end - start)) < end - start:
            end = start + before
        return start, end
