"""What hears and what speaks: sound in, text out, and the other way round."""

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.runtime.recognizer.protocol import Eliciting, Hints

RATE: Final = 16_000
"""Samples a second of every `Sound`."""

Sound = NDArray[np.int16]
"""One channel, `RATE` samples a second."""


class Hearing(Protocol):
    """Hears people talk to one bot."""

    def check(self, locale: str) -> None:
        """Raises LexApiError where the language is not heard."""
        ...

    def hear(self, sound: Sound, locale: str, eliciting: Eliciting | None, hints: Hints) -> str:
        """What was said; "" where nothing was understood, noise and silence included."""
        ...


class Voice(Protocol):
    """Says sentences."""

    def check(self, locale: str) -> None:
        """Raises LexApiError where the language is not spoken."""
        ...

    def speak(self, parts: Sequence[str | float]) -> Sound:
        """`parts`: sentences, and pauses in seconds."""
        ...


class Decoder(Protocol):
    """A recogniser that was given words, values and a language model."""

    def guesses(self, sound: Sound) -> Sequence[tuple[str, ...]]:
        """What may have been said, in the names of words and values, best first; none for noise."""
        ...
