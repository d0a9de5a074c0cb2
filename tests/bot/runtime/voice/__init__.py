"""Audio at the local Lex endpoint."""

import os
import wave
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from bot.runtime.voice import Sound

RECORDINGS = Path(__file__).parents[3] / "data" / "utterances"
"""Said by the packaged voice; `*-flite.wav` by Debian's flite (voice slt)."""


def need(*modules: str) -> None:
    """Without what hears and speaks, a test is skipped; where CI is set it fails."""
    if all(find_spec(module) is not None for module in modules):
        return
    message = "what hears and speaks is not installed: run `make voice`"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def recorded(name: str) -> Sound:
    with wave.open(str(RECORDINGS / f"{name}.wav")) as file:
        assert (file.getframerate(), file.getsampwidth(), file.getnchannels()) == (16_000, 2, 1)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")
