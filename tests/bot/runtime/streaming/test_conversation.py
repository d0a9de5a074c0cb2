"""StartConversation through the application: events both ways, and how each mistake ends."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from bot.runtime.app import LexRuntime
from bot.runtime.quotas import LEX
from bot.runtime.registry import Registry
from bot.runtime.sessions import Sessions
from bot.runtime.streaming import Pace
from tests.bot.runtime.streaming.client import CONFIGURATION, Client, frame, signed
from tests.bot.runtime.test_shapes import check_shape
from tests.bot.runtime.world import Clock, Function, Gate, ScriptedRecognizer, deployment
from tests.loops import run

if TYPE_CHECKING:
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client


@dataclass
class World:
    app: LexRuntime
    function: Function


@pytest.fixture
def world() -> Iterator[World]:
    function = Function()
    registry = Registry([deployment(function, ScriptedRecognizer())])
    app = LexRuntime(registry, Sessions(Clock()))
    yield World(app, function)
    app.close()


def messages(document: Any) -> list[str]:
    return [one["content"] for one in document["messages"]]


def test_a_change_is_asked_about_and_done_in_one_stream(world: World) -> None:
    async def talk() -> None:
        client = Client(world.app).begin()
        client.configure(requestAttributes={"from": "stream"}, disablePlayback=True)
        client.text("Restart service=orders")
        assert messages(await client.hears("TextResponseEvent")) == ["Where?"]
        client.say(frame("PlaybackCompletionEvent", {"eventId": "P-1"}))
        client.text("=staging")
        assert messages(await client.hears("TextResponseEvent", 2)) == ["Sure?"]
        client.text("yes")
        result = await client.hears("IntentResultEvent", 3)
        assert result["sessionState"]["intent"]["state"] == "Fulfilled"
        assert result["requestAttributes"] == {"from": "stream"}
        assert (result["sessionId"], result["inputMode"]) == ("stream:1", "Text")
        assert "recognizedBotMember" not in result
        client.say(frame("DisconnectionEvent", {}))
        heard = await client.ends()
        assert [document["eventId"] for _, document in heard] == [
            f"RESPONSE-{number}" for number in range(1, 7)
        ]

    run(talk())
    assert world.function.events[0]["requestAttributes"] == {"from": "stream"}
    ids = {one["sessionState"]["originatingRequestId"] for one in world.function.events}
    assert len(ids) == 3


def test_every_event_has_the_shape_of_the_service(world: World) -> None:
    client: LexRuntimeV2Client = boto3.client("lexv2-runtime", region_name="us-east-1")
    shape: Any = client.meta.service_model.shape_for("StartConversationResponseEventStream")

    async def talk() -> None:
        stream = Client(world.app).begin()
        state = {"dialogAction": {"type": "ElicitIntent"}}
        stream.configure(sessionState=state, welcomeMessages=[HELLO])
        stream.text("Restart", "=orders", "gibberish")
        stream.say(frame("DTMFInputEvent", {"inputCharacter": "1"}))
        for kind, document in await stream.ends():
            check_shape(document, shape.members[kind])

    run(talk())


HELLO = {"contentType": "PlainText", "content": "Hello!"}


def test_welcome_messages_are_said_and_their_state_holds(world: World) -> None:
    async def talk() -> None:
        client = Client(world.app).begin()
        intent = {"name": "Restart", "slots": {"service": None}}
        action = {"type": "ElicitSlot", "slotToElicit": "service"}
        state = {"dialogAction": action, "intent": intent, "sessionAttributes": {"a": "1"}}
        client.configure(sessionState=state, welcomeMessages=[HELLO])
        assert messages(await client.hears("TextResponseEvent")) == ["Hello!"]
        client.text("=orders")
        assert messages(await client.hears("TextResponseEvent", 2)) == ["Where?"]
        result = await client.hears("IntentResultEvent", 2)
        assert result["sessionState"]["sessionAttributes"] == {"a": "1"}
        client.say(frame("DisconnectionEvent", {}))
        await client.ends()

    run(talk())


def test_a_state_without_an_action_says_nothing_and_holds_for_the_first_text(world: World) -> None:
    async def talk() -> None:
        client = Client(world.app).begin()
        client.configure(sessionState={"sessionAttributes": {"a": "1"}})
        client.text("Help")
        first = await client.hears("IntentResultEvent")
        assert first["sessionState"]["sessionAttributes"] == {"a": "1"}
        assert first["eventId"] == "RESPONSE-1"
        client.say(frame("DisconnectionEvent", {}))
        await client.ends()

    run(talk())


def test_signed_events_and_the_empty_one_that_ends_them(world: World) -> None:
    async def talk() -> None:
        client = Client(world.app).begin()
        client.say(
            signed(frame("ConfigurationEvent", CONFIGURATION)),
            signed(frame("TextInputEvent", {"text": "Help"})),
            signed(b""),
        )
        heard = await client.ends()
        assert [kind for kind, _ in heard] == ["IntentResultEvent", "TextResponseEvent"]

    run(talk())


@pytest.mark.parametrize("leaves", [True, False])
def test_a_client_that_leaves_or_ends_its_side_ends_the_stream(world: World, leaves: bool) -> None:
    async def talk() -> None:
        client = Client(world.app).begin()
        client.configure()
        client.leave() if leaves else client.say(more=False)
        assert await client.ends() == []

    run(talk())


def test_the_session_is_the_one_of_the_other_operations(world: World) -> None:
    async def talk() -> None:
        first = Client(world.app).begin()
        first.configure()
        first.text("Restart service=orders")
        await first.hears("TextResponseEvent")
        second = Client(world.app).begin()
        ((kind, document),) = await second.ends()
        assert kind == "ConflictException"
        assert "a conversation under way" in document["message"]
        first.leave()
        await first.ends()
        third = Client(world.app).begin()
        third.configure()
        third.text("=staging")
        assert messages(await third.hears("TextResponseEvent")) == ["Sure?"]
        third.leave()
        await third.ends()

    run(talk())


BAD: dict[str, tuple[bytes, str, str]] = {
    "audio": (
        frame("AudioInputEvent", {"contentType": "audio/lpcm"}),
        "ValidationException",
        "AudioInputEvent: neither audio nor DTMF is served",
    ),
    "DTMF": (
        frame("DTMFInputEvent", {"inputCharacter": "1"}),
        "ValidationException",
        "DTMFInputEvent: neither audio nor DTMF",
    ),
    "a second configuration": (
        frame("ConfigurationEvent", CONFIGURATION),
        "ValidationException",
        "comes once",
    ),
    "no text": (frame("TextInputEvent", {}), "ValidationException", "/TextInputEvent/text: is req"),
    "a long text": (
        frame("TextInputEvent", {"text": "x" * 1025}),
        "ValidationException",
        "has 1025 characters",
    ),
    "an event id": (
        frame("TextInputEvent", {"text": "Help", "eventId": "a b"}),
        "ValidationException",
        "/TextInputEvent/eventId: must be 2 to 100",
    ),
    "no JSON": (frame("TextInputEvent", b"{"), "ValidationException", "not JSON"),
    "an unknown event": (
        frame("ShoutEvent", {}),
        "ValidationException",
        "'ShoutEvent' is no event",
    ),
    "no event": (
        frame("TextInputEvent", {}, **{":message-type": "exception"}),
        "ValidationException",
        "is no event",
    ),
    "a signature within a signature": (
        signed(signed(b"")),
        "ValidationException",
        "holds another signed message",
    ),
    "no frame": (b"\x00" * 12, "ValidationException", "prelude does not have its checksum"),
    "a bug": (frame("TextInputEvent", {"text": "raise"}), "InternalServerException", "see the log"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_is_an_exception_in_the_stream_and_ends_it(world: World, name: str) -> None:
    data, error, told = BAD[name]

    async def talk() -> None:
        client = Client(world.app).begin()
        client.configure()
        client.text("Help")
        client.say(data)
        heard = await client.ends()
        assert [kind for kind, _ in heard] == ["IntentResultEvent", "TextResponseEvent", error]
        assert told in heard[-1][1]["message"]
        assert client.status == 200

    run(talk())


def test_half_an_event_at_the_end_is_told(world: World) -> None:
    async def talk() -> None:
        client = Client(world.app).begin()
        client.configure()
        client.say(frame("TextInputEvent", {"text": "Help"})[:-1], more=False)
        ((kind, document),) = await client.ends()
        assert kind == "ValidationException"
        assert "in the middle of an event" in document["message"]

    run(talk())


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"responseContentType": "audio/mpeg"}, "audio is not served here"),
        ({"responseContentType": ""}, "/responseContentType"),
        ({"responseContentType": None}, "/responseContentType: is required"),
        ({"disablePlayback": "no"}, "/disablePlayback: must be true or false"),
        ({"welcomeMessages": [HELLO]}, "needs a sessionState with a dialogAction"),
        ({"welcomeMessages": [HELLO] * 11}, "at most 10"),
        ({"requestAttributes": {"a": 1}}, "/requestAttributes/a: is a number"),
        ({"sessionState": {"intent": {}}}, "/sessionState/intent/name"),
    ],
)
def test_a_bad_configuration_is_told(world: World, more: dict[str, Any], told: str) -> None:
    async def talk() -> None:
        client = Client(world.app).begin()
        client.configure(**more)
        ((kind, document),) = await client.ends()
        assert kind == "ValidationException"
        assert told in document["message"]

    run(talk())


def test_text_before_the_configuration_is_refused(world: World) -> None:
    async def talk() -> None:
        client = Client(world.app).begin()
        client.text("Help")
        ((kind, document),) = await client.ends()
        assert (kind, "first event must be Conf" in document["message"]) == (
            "ValidationException",
            True,
        )

    run(talk())


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ({"headers": []}, "AUDIO, which is its default"),
        (
            {"headers": [(b"x-amz-lex-conversation-mode", b"VIDEO")]},
            "'VIDEO' must be AUDIO or TEXT",
        ),
        ({"http_version": "1.1"}, "needs HTTP/2, not 1.1"),
    ],
)
def test_what_cannot_begin_is_an_error_of_http(
    world: World, scope: dict[str, Any], told: str
) -> None:
    async def talk() -> None:
        client = Client(world.app).begin(**scope)
        await client.ends()
        assert client.status == 400
        document = json.loads(client.body)
        assert document["__type"] == "ValidationException"
        assert told in document["message"]

    run(talk())


def test_an_unknown_bot_is_an_exception_of_the_stream(world: World) -> None:
    async def talk() -> None:
        client = Client(world.app, bot_id="OTHERBOT12").begin()
        ((kind, _),) = await client.ends()
        assert (client.status, kind) == (200, "ResourceNotFoundException")

    run(talk())


def test_a_function_that_fails_is_told_in_the_stream(world: World) -> None:
    world.function.respond = lambda _: None

    async def talk() -> None:
        client = Client(world.app).begin()
        client.configure()
        client.text("Restart")
        ((kind, document),) = await client.ends()
        assert (kind, "null" in document["message"]) == ("DependencyFailedException", True)

    run(talk())


def paced(world: World, pace: Pace, **more: Any) -> LexRuntime:
    registry = Registry([deployment(world.function, ScriptedRecognizer())])
    return LexRuntime(registry, Sessions(Clock()), pace=pace, **more)


def test_heartbeats_go_out_while_nothing_is_said_and_while_the_function_works(
    world: World,
) -> None:
    gate = Gate()
    world.function.respond = gate.respond
    app = paced(world, Pace(heartbeat=0.01))

    async def talk() -> None:
        client = Client(app).begin()
        client.configure()
        await client.hears("HeartbeatEvent", 2)
        client.text("Restart")
        await asyncio.to_thread(gate.entered.wait, 10)
        seen = len(client.heard)
        await client.hears("HeartbeatEvent", seen + 2)
        gate.opened.set()
        assert messages(await client.hears("TextResponseEvent")) == ["Which service?"]
        client.leave()
        await client.ends()
        ids = [document["eventId"] for _, document in client.heard]
        assert len(set(ids)) == len(ids)

    run(talk())
    app.close()


def test_a_conversation_that_takes_too_long_is_ended(world: World) -> None:
    app = paced(world, Pace(longest=0.01))

    async def talk() -> None:
        client = Client(app).begin()
        client.configure()
        heard = await client.ends()
        assert heard[-1][0] == "ValidationException"
        assert "lasts at most" in heard[-1][1]["message"]

    run(talk())
    app.close()


def test_more_streams_than_the_test_alias_may_have_are_throttled(world: World) -> None:
    app = paced(world, Pace(), quotas=LEX)

    async def talk() -> None:
        open_ones = [Client(app, f"stream:{number}").begin() for number in range(2)]
        for client in open_ones:
            client.configure()
            client.text("Help")
            await client.hears("TextResponseEvent")
        ((kind, _),) = await Client(app, "stream:3").begin().ends()
        assert kind == "ThrottlingException"
        for client in open_ones:
            client.leave()
            await client.ends()

    run(talk())
    app.close()
