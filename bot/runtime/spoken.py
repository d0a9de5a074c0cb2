"""Audio in RecognizeUtterance and PutSession: what is heard, and the answer that is spoken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NoReturn

from bot.dialog.state import Message
from bot.errors import LexApiError
from bot.lex.code_hook import TEXT
from bot.lex.document import Node
from bot.runtime.content import check_is_text, said, utf8
from bot.runtime.http import Request
from bot.runtime.recognizer.protocol import Eliciting, Hints
from bot.runtime.registry import BotDeployment
from bot.runtime.turns import Listen
from bot.runtime.voice.encoding import encoded
from bot.runtime.voice.media import Spoken, is_audio, read_sound, recording, spoken_type
from bot.runtime.voice.packaged import INSTALL
from bot.runtime.voice.ports import Hearing, Sound, Voice
from bot.runtime.voice.ssml import spoken_parts


def read_input(deployment: BotDeployment, request: Request) -> str | Listen:
    """The text or the speech that a RecognizeUtterance brings. Raises LexApiError and
    LexDocumentError."""
    content_type = request.headers.get("content-type", "")
    if not is_audio(content_type):
        check_is_text(content_type, "Content-Type", required=True)
        return said(Node(utf8(request.body), "/inputStream"))
    hearing = deployment.hearing
    if hearing is None:
        _refuse_audio("Content-Type")
    how = recording(content_type)
    hearing.check(request.key.locale)
    return partial(_listen, hearing, read_sound(request.body, how), request.key.locale)


@dataclass(frozen=True)
class Speaker:
    """How the answer of one call is given: as audio, or in its headers alone."""

    content_type: str
    body: Callable[[Sequence[Message]], bytes]


def speaker(deployment: BotDeployment, content_type: str, name: str, locale: str) -> Speaker:
    """For what a caller asks for in the header `name`, checked before anything is done.

    Without the header the answer is text. Raises LexApiError.
    """
    if not is_audio(content_type):
        check_is_text(content_type, name)
        return Speaker(TEXT, lambda _: b"")
    voice = deployment.voice
    if voice is None:
        _refuse_audio(name)
    spoken = spoken_type(content_type, name)
    voice.check(locale)
    return Speaker(spoken, partial(_speech, voice, spoken))


def _listen(
    hearing: Hearing, sound: Sound, locale: str, eliciting: Eliciting | None, hints: Hints
) -> str:
    return hearing.hear(sound, locale, eliciting, hints)


def _speech(voice: Voice, spoken: Spoken, messages: Sequence[Message]) -> bytes:
    parts = spoken_parts(messages)
    return encoded(voice.speak(parts), spoken) if parts else b""


def _refuse_audio(name: str) -> NoReturn:
    raise LexApiError(
        "ValidationException",
        f"{name}: audio is not served here, only text; send {name}: {TEXT}, "
        f"or install what hears and speaks English: {INSTALL}",
    )
