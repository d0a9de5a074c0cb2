"""`polly.yaml`, typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.packaged import read_packaged


@dataclass(frozen=True)
class Voices:
    """The voices of one language, by engine."""

    standard: tuple[str, ...]
    neural: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(sorted({*self.standard, *self.neural}))

    def of(self, engine: str) -> tuple[str, ...] | None:
        """None for an engine whose voices are not listed."""
        return {"standard": self.standard, "neural": self.neural, "": self.standard}.get(engine)


@cache
def polly_voices() -> Mapping[str, Voices]:
    """Locale id -> voices."""
    data = read_packaged(Path(__file__).with_name("polly.yaml"))
    return {
        locale: Voices(tuple(voices["standard"]), tuple(voices["neural"]))
        for locale, voices in data.items()
    }
