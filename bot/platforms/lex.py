"""`lex.yaml`, typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.packaged import read_packaged


@dataclass(frozen=True)
class LexPlatform:
    """See `lex.yaml` for what each means and where it is written down."""

    large_locales: frozenset[str]
    quotas: Mapping[str, tuple[int, int]]
    limits: Mapping[str, int]
    utterances_per_intent_compiled: int
    utterance_characters_share: float
    locales: Mapping[str, str]
    """Locale id -> its name in Lex."""
    features: Mapping[str, frozenset[str]]
    missing_types: Mapping[str, frozenset[str]]
    only_types: Mapping[str, frozenset[str]]
    built_in_types: frozenset[str]
    built_in_intents: frozenset[str]

    def quota(self, name: str, locale: str) -> int:
        """What one locale takes of `name` ("intents", "utterance_characters", …)."""
        large, other = self.quotas[name]
        return large if locale in self.large_locales else other

    def has(self, feature: str, locale: str) -> bool:
        """Whether the locale has a feature; one that is not named is everywhere."""
        return feature not in self.features or locale in self.features[feature]


@cache
def lex_platform() -> LexPlatform:
    """The one there is, read once."""
    data: dict[str, Any] = read_packaged(Path(__file__).with_name("lex.yaml"))
    return LexPlatform(
        large_locales=frozenset(data["large_locales"]),
        quotas={name: (large, other) for name, (large, other) in data["quotas"].items()},
        limits=data["limits"],
        utterances_per_intent_compiled=data["utterances_per_intent_compiled"],
        utterance_characters_share=data["utterance_characters_share"],
        locales=data["locales"],
        features=_sets(data["features"]),
        missing_types=_sets(data["missing_types"]),
        only_types=_sets(data["only_types"]),
        built_in_types=frozenset(data["built_in_types"]),
        built_in_intents=frozenset(data["built_in_intents"]),
    )


def utf16_length(text: str) -> int:
    """Lex counts as Java's String.length does (guide: quotas)."""
    return len(text.encode("utf-16-le")) // 2


def _sets(lists: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(items) for name, items in lists.items()}
