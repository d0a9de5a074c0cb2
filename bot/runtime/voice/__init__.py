"""Audio of RecognizeUtterance, heard and spoken on this machine: the extra `voice`.

Nothing of the extra is imported before something is heard or said.
"""

from bot.runtime.voice.packaged import packaged_hearing, packaged_voice
from bot.runtime.voice.ports import Hearing, Sound, Voice

__all__ = ["Hearing", "Sound", "Voice", "packaged_hearing", "packaged_voice"]
