"""A sound as the bytes of an answer."""

import io

from bot.runtime.voice.media import Spoken
from bot.runtime.voice.ports import RATE, Sound


def encoded(sound: Sound, spoken: Spoken) -> bytes:
    """`sound` as audio/pcm (16 bits, little-endian), MP3, or Vorbis in Ogg."""
    if spoken == "audio/pcm":
        return sound.astype("<i2").tobytes()
    import soundfile  # noqa: PLC0415 - of the extra

    container, subtype = ("MP3", "MPEG_LAYER_III") if spoken == "audio/mpeg" else ("OGG", "VORBIS")
    written = io.BytesIO()
    soundfile.write(written, sound, RATE, format=container, subtype=subtype)
    return written.getvalue()
