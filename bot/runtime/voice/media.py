"""The media types of audio in RecognizeUtterance, and the bytes of each."""

from dataclasses import dataclass
from email.message import Message as MimeHeaders
from typing import Final, Literal

import numpy as np

from bot.errors import LexApiError
from bot.lex.code_hook import TEXT
from bot.runtime.voice.ports import Sound
from bot.runtime.voice.sampling import resampled

MAX_SECONDS: Final = 15
"""Of one utterance: what a slot's audio specification allows (maxLengthMs) unless it says less."""
MAX_SOUND_BYTES: Final = MAX_SECONDS * 16_000 * 2

Spoken = Literal["audio/pcm", "audio/mpeg", "audio/ogg"]
_SPOKEN: Final[dict[str, Spoken]] = {
    "audio/pcm": "audio/pcm",
    "audio/mpeg": "audio/mpeg",
    "audio/*": "audio/mpeg",
    "audio/ogg": "audio/ogg",
}
_RATES: Final = (8_000, 16_000)
_RATE: Final = {"audio/l16": "rate", "audio/x-l16": "sample-rate", "audio/lpcm": "sample-rate"}
_CHANNELS: Final = {
    "audio/l16": "channels",
    "audio/x-l16": "channel-count",
    "audio/lpcm": "channel-count",
}
_HEARD: Final = (
    "send 'audio/l16; rate=16000; channels=1', 'audio/x-l16; sample-rate=16000; channel-count=1' "
    "or 'audio/lpcm; sample-rate=8000; sample-size-bits=16; channel-count=1; is-big-endian=false'"
)


@dataclass(frozen=True)
class Recording:
    """How the samples of a body are to be read: 16 bits, little-endian, one channel."""

    rate: int


def is_audio(content_type: str) -> bool:
    return content_type.lower().lstrip().startswith("audio/")


def recording(content_type: str) -> Recording:
    """What `Content-Type` says of a body. Raises LexApiError for what is not heard here."""
    media = _media(content_type)
    name = media.get_content_type()
    if name not in _RATE:
        raise _unheard(content_type, "is not heard here")
    rate = _number(media, _RATE[name], 16_000, content_type)
    if rate not in _RATES:
        raise _unheard(content_type, f"has {rate} samples a second")
    if _number(media, _CHANNELS[name], 1, content_type) != 1:
        raise _unheard(content_type, "has more than one channel")
    if _number(media, "sample-size-bits", 16, content_type) != 16:
        raise _unheard(content_type, "has samples of another size than 16 bits")
    if str(media.get_param("is-big-endian", "false")).lower() != "false":
        raise _unheard(content_type, "is big-endian")
    return Recording(rate)


def read_sound(body: bytes, how: Recording) -> Sound:
    """The sound in `body`. Raises LexApiError for half a sample and for more than 15 seconds."""
    if len(body) % 2:
        raise LexApiError(
            "ValidationException",
            f"/inputStream: has {len(body)} bytes, and samples of 16 bits are two bytes each: "
            "send whole samples",
        )
    if len(body) > 2 * how.rate * MAX_SECONDS:
        raise LexApiError(
            "ValidationException",
            f"/inputStream: is {len(body) / 2 / how.rate:.1f} seconds of speech; at most "
            f"{MAX_SECONDS} are heard: send less",
        )
    return resampled(np.frombuffer(body, "<i2"), how.rate)


def spoken_type(content_type: str, name: str) -> Spoken:
    """How an answer is to be spoken. `name`: of the header, for messages.

    Raises LexApiError for audio that is not made here.
    """
    found = _SPOKEN.get(_media(content_type).get_content_type())
    if found is None:
        raise LexApiError(
            "ValidationException",
            f"{name} {content_type[:100]!r} is not made here: ask for audio/pcm, audio/mpeg, "
            f"audio/ogg or {TEXT}",
        )
    return found


def _media(content_type: str) -> MimeHeaders:
    media = MimeHeaders()
    media["content-type"] = content_type.strip()
    # The mime parser turns what is no type at all, "audio/*" among it, into text/plain.
    if content_type.strip().lower().partition(";")[0].strip() == "audio/*":
        media.replace_header("content-type", "audio/mpeg")
    return media


def _number(media: MimeHeaders, name: str, usual: int, content_type: str) -> int:
    text = str(media.get_param(name, str(usual)))
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise _unheard(content_type, f"has {name} {text[:20]!r}")
    return int(text)


def _unheard(content_type: str, why: str) -> LexApiError:
    return LexApiError(
        "ValidationException", f"Content-Type {content_type[:100]!r} {why}: {_HEARD}"
    )
