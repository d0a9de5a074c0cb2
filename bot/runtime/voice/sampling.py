"""Another number of samples a second for the same sound."""

import numpy as np
from numpy.typing import NDArray

from bot.runtime.voice.ports import RATE, Sound


def resampled(samples: NDArray[np.floating] | Sound, rate: int) -> Sound:
    """`samples` (in the range of 16 bits) of `rate` a second as a `Sound`.

    Through the spectrum: exact for all that both rates can hold, and nothing is folded back.
    """
    if rate == RATE or not len(samples):
        return to_sound(np.asarray(samples, np.float64))
    count = len(samples) * RATE // rate
    spectrum = np.fft.rfft(np.asarray(samples, np.float64))
    wanted = np.zeros(count // 2 + 1, complex)
    shared = min(len(spectrum), len(wanted))
    wanted[:shared] = spectrum[:shared]
    return to_sound(np.fft.irfft(wanted, count) * (count / len(samples)))


def to_sound(samples: NDArray[np.float64]) -> Sound:
    """Samples cut to what 16 bits hold."""
    return np.clip(np.rint(samples), -32768, 32767).astype(np.int16)
