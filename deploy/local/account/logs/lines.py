"""Log lines as pure functions of time: the same moment always holds the same lines."""

import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from string import Template
from typing import Protocol


@dataclass(frozen=True)
class Line:
    at: float
    """Epoch seconds."""
    message: str
    stream: str


class Source(Protocol):
    def between(self, start: float, end: float) -> Iterator[Line]:
        """Lines from `start` (included) to `end` (not included), in any order."""


Streams = Callable[[float], Sequence[str]]
"""The streams that are written to at a moment."""


@dataclass(frozen=True)
class Steady:
    """A line that comes every so often, with other numbers and ids each time.

    In `text` stand $n (a number), $ms, $uuid, $hex, $ip, $time, $token.
    """

    seed: str
    text: str
    every: float
    """Seconds."""
    streams: Streams
    began: float = 0.0
    """Epoch seconds; before it there are none."""

    def between(self, start: float, end: float) -> Iterator[Line]:
        step = int(max(start, self.began) // self.every)
        while step * self.every < end:
            made = random.Random(f"{self.seed}:{step}")  # noqa: S311 - made-up lines
            at = (step + made.random() * 0.9) * self.every
            if max(start, self.began) <= at < end:
                yield Line(at, _filled(self.text, made, at), made.choice(self.streams(at)))
            step += 1


@dataclass(frozen=True)
class Once:
    """A line that was written at one moment."""

    line: Line

    def between(self, start: float, end: float) -> Iterator[Line]:
        if start <= self.line.at < end:
            yield self.line


def _filled(text: str, made: random.Random, at: float) -> str:
    return Template(text).safe_substitute(
        n=made.randint(1_000, 99_999),
        ms=made.randint(3, 1_900),
        uuid=uuid.UUID(int=made.getrandbits(128), version=4),
        hex=f"{made.getrandbits(48):012x}",
        ip=f"10.0.{made.randint(10, 11)}.{made.randint(4, 250)}",
        time=datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds"),
        token=f"{made.getrandbits(96):024x}",
    )
