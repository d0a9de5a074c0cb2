"""Audio at the endpoint, with a scripted ear and a scripted voice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from bot.errors import LexApiError
from bot.lex.header import decode_header, encode_header
from bot.runtime.recognizer import Eliciting, Hints
from bot.runtime.voice import Sound
from tests.bot.runtime.test_errors import check_error
from tests.bot.runtime.world import Raw, Served, answer, fulfill, served

L16 = {"Content-Type": "audio/l16; rate=16000; channels=1"}
OTHERS = (
    "Audio/L16;rate=16000;channels=1",
    "audio/x-l16; sample-rate=16000; channel-count=1",
    "audio/lpcm; sample-rate=8000; sample-size-bits=16; channel-count=1; is-big-endian=false",
    "audio/lpcm; sample-rate=16000; sample-size-bits=16; channel-count=1; is-big-endian=false",
)
TEXT = {"Content-Type": "text/plain; charset=utf-8"}
TRANSCRIPT = "x-amz-lex-input-transcript"
STATE = "x-amz-lex-session-state"


@dataclass
class Ear:
    """Hears `says`, whatever the sound."""

    says: str = "Status service=orders"
    heard: list[tuple[int, Eliciting | None, Hints]] = field(default_factory=list)

    def check(self, locale: str) -> None:
        assert locale == "en_US"

    def hear(self, sound: Sound, locale: str, eliciting: Eliciting | None, hints: Hints) -> str:
        assert locale == "en_US"
        self.heard.append((len(sound), eliciting, hints))
        return self.says


@dataclass
class Tongue:
    """Keeps what it is to say; speaks a sample for each part."""

    refuses: bool = False
    said: list[tuple[str | float, ...]] = field(default_factory=list)

    def check(self, locale: str) -> None:
        if self.refuses:
            raise LexApiError("ValidationException", f"{locale} is not spoken")

    def speak(self, parts: Sequence[str | float]) -> Sound:
        self.said.append(tuple(parts))
        return np.arange(1, len(parts) + 1, dtype=np.int16)


@dataclass(frozen=True)
class World:
    runtime: Served
    ear: Ear
    tongue: Tongue

    def utter(self, body: bytes, headers: dict[str, str], session: str = "") -> Raw:
        return self.runtime.send("POST", self.runtime.path(session, "utterance"), body, headers)


@pytest.fixture(scope="module")
def module_world() -> Iterator[World]:
    ear, tongue = Ear(), Tongue()
    with served(ear, tongue) as runtime:
        yield World(runtime, ear, tongue)


@pytest.fixture
def world(module_world: World) -> World:
    module_world.runtime.function.respond = fulfill
    module_world.runtime.function.events.clear()
    module_world.ear.says = "Status service=orders"
    module_world.ear.heard.clear()
    module_world.tongue.refuses = False
    module_world.tongue.said.clear()
    return module_world


def unpacked(answer: Raw, header: str) -> Any:
    return decode_header(answer.headers[header], header)


def test_what_is_heard_goes_the_way_of_text(world: World) -> None:
    answer = world.utter(b"\1\0" * 1600, L16)
    assert answer.status == 200
    assert answer.headers["x-amz-lex-input-mode"] == "Speech"
    assert unpacked(answer, TRANSCRIPT) == "Status service=orders"
    assert unpacked(answer, STATE)["intent"]["slots"]["service"]["value"]["originalValue"] == (
        "orders"
    )
    assert (answer.headers["content-type"], answer.body) == (TEXT["Content-Type"], b"")
    (event,) = world.runtime.function.events[-1:]
    assert (event["inputMode"], event["inputTranscript"]) == ("Speech", "Status service=orders")


@pytest.mark.parametrize("content_type", OTHERS)
def test_every_form_is_heard_at_the_same_rate(world: World, content_type: str) -> None:
    samples = 800 if "8000" in content_type else 1600
    answer = world.utter(b"\1\0" * samples, {"Content-Type": content_type})
    assert answer.status == 200
    assert world.ear.heard == [(1600, None, {})]


def test_the_open_question_and_the_hints_are_known_to_who_hears(world: World) -> None:
    hints = {"slotHints": {"Restart": {"service": {"runtimeHintValues": [{"phrase": "orders"}]}}}}
    world.ear.says = "Restart"
    state = encode_header({"runtimeHints": hints})
    world.utter(b"\1\0", {**L16, STATE: state}, "hints")
    world.ear.says = "=orders"
    world.utter(b"\1\0", L16, "hints")
    expected = {"Restart": {"service": ("orders",)}}
    assert world.ear.heard == [(1, None, expected), (1, Eliciting("Restart", "service"), expected)]


def test_nothing_understood_is_an_empty_transcript_and_the_fallback(world: World) -> None:
    world.ear.says = ""
    answer = world.utter(b"\1\0", L16)
    assert unpacked(answer, TRANSCRIPT) == ""
    assert unpacked(answer, STATE)["intent"]["name"] == "Fallback"


def test_silence_while_a_slot_is_asked_for_uses_up_a_try(world: World) -> None:
    world.utter(b"Restart", TEXT, "silent")
    world.ear.says = ""
    answer = world.utter(b"\0\0", L16, "silent")
    assert unpacked(answer, STATE)["dialogAction"]["slotToElicit"] == "service"
    assert unpacked(answer, "x-amz-lex-messages")[0]["content"] == "Name a service."


def test_every_message_is_spoken_that_can_be(world: World) -> None:
    def respond(event: Any) -> object:
        found = answer("Close", {**event["sessionState"]["intent"], "state": "Fulfilled"}, {})
        ssml = '<speak>Two<break time="250ms"/>three &amp; four</speak>'
        return {
            **found,
            "messages": [
                {"contentType": "PlainText", "content": "One."},
                {"contentType": "SSML", "content": ssml},
                {"contentType": "CustomPayload", "content": "{}"},
            ],
        }

    world.runtime.function.respond = respond
    spoken = world.utter(b"Help", {**TEXT, "Response-Content-Type": "audio/pcm"})
    assert world.tongue.said == [("One.", 0.4, "Two", 0.25, "three & four")]
    assert (spoken.headers["content-type"], spoken.body) == ("audio/pcm", b"\1\0\2\0\3\0\4\0\5\0")
    assert spoken.headers["x-amz-lex-input-mode"] == "Text"
    assert len(unpacked(spoken, "x-amz-lex-messages")) == 3
    assert world.runtime.function.events[-1]["responseContentType"] == "audio/pcm"


def test_put_session_speaks_too(world: World) -> None:
    body = b'{"sessionState": {"dialogAction": {"type": "ElicitIntent"}}, "messages": [{"content'
    body += b'Type": "PlainText", "content": "Hello."}]}'
    path = world.runtime.path("put:spoken")
    spoken = world.runtime.send("POST", path, body, {"ResponseContentType": "audio/pcm"})
    assert (spoken.body, world.tongue.said) == (b"\1\0", [("Hello.",)])


@pytest.mark.parametrize(
    ("body", "headers", "message"),
    [
        (b"\1\0\1", L16, "has 3 bytes"),
        (b"\1\0" * 16_000 * 15 + b"\1\0", L16, "15.0 seconds of speech; at most 15 are heard"),
        (b"\1" * 520_000, L16, "16.2 seconds"),
        (b"\1" * 600_000, L16, "larger than 524288 bytes"),
        (b"\1\0" * 120_001, {"Content-Type": OTHERS[2]}, "at most 15 are heard"),
        (b"\1\0", {"Content-Type": "audio/x-cbr-opus-with-preamble"}, "is not heard here: send"),
        (b"\1\0", {"Content-Type": "audio/l16; rate=44100"}, "has 44100 samples a second"),
        (b"\1\0", {"Content-Type": "audio/l16; rate=fast"}, "has rate 'fast'"),
        (b"\1\0", {"Content-Type": "audio/l16; channels=2"}, "more than one channel"),
        (b"\1\0", {"Content-Type": "audio/lpcm; is-big-endian=true"}, "is big-endian"),
        (b"\1\0", {"Content-Type": "audio/lpcm; sample-size-bits=8"}, "another size than 16 bits"),
        (b"Help", {**TEXT, "Response-Content-Type": "audio/flac"}, "ask for audio/pcm"),
    ],
)
def test_other_audio_is_refused(
    world: World, body: bytes, headers: dict[str, str], message: str
) -> None:
    answer = world.utter(body, headers, "bad:audio")
    check_error(answer, 400, "ValidationException", message)
    assert world.runtime.send("GET", world.runtime.path("bad:audio")).status == 404


def test_a_language_that_is_not_spoken_is_refused_before_anything_is_done(world: World) -> None:
    world.tongue.refuses = True
    spoken = world.utter(b"Help", {**TEXT, "Response-Content-Type": "audio/pcm"})
    check_error(spoken, 400, "ValidationException", "en_US is not spoken")
    assert world.runtime.function.events == []
