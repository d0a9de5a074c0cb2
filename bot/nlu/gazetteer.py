"""Where a text holds values that a slot type is known to have."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.nlu.tokens import norms

_LONGEST = 12
"""Tokens of a value that are looked at: more are no name any more."""


@dataclass(frozen=True)
class Match:
    start: int
    """Position of the first token."""
    end: int
    """One past the last."""
    types: tuple[str, ...]


@dataclass(frozen=True)
class Gazetteer:
    entries: Mapping[tuple[str, ...], tuple[str, ...]]
    """Tokens of a value -> the types that have it, sorted."""
    heads: Mapping[str, int]
    """First token of a value -> tokens of the longest value that begins so."""

    def matches(self, words: Sequence[str]) -> Iterator[Match]:
        """Left to right, for each type the longest at a place, not overlapping its last one."""
        free: dict[str, int] = {}
        for start, word in enumerate(words):
            longest = self.heads.get(word)
            if longest is None:
                continue
            for size in range(min(longest, len(words) - start), 0, -1):
                found = self.entries.get(tuple(words[start : start + size]), ())
                types = tuple(name for name in found if free.get(name, 0) <= start)
                if types:
                    free.update(dict.fromkeys(types, start + size))
                    yield Match(start, start + size, types)


NO_VALUES = Gazetteer({}, {})


def learn_gazetteer(values: Mapping[str, Sequence[str]]) -> Gazetteer:
    """`values`: slot type -> what people say for its values."""
    found: dict[tuple[str, ...], set[str]] = {}
    for name, phrases in values.items():
        for phrase in phrases:
            words = norms(phrase)
            if 0 < len(words) <= _LONGEST:
                found.setdefault(words, set()).add(name)
    heads: dict[str, int] = {}
    for words in found:
        heads[words[0]] = max(heads.get(words[0], 0), len(words))
    entries = {words: tuple(sorted(types)) for words, types in sorted(found.items())}
    return Gazetteer(entries, dict(sorted(heads.items())))
