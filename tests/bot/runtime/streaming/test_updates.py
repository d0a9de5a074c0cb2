"""What a stream says while a function takes long to fulfill."""

import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from bot.dialog.state import Message as Said
from bot.dialog.state import Updates
from bot.errors import CodeHookError
from bot.lex.definition import Fulfillment, LexBot, Message, MessageGroup, MessageText
from bot.lex.definition.intents import FulfillmentStart, FulfillmentUpdate, FulfillmentUpdates
from bot.runtime.app import LexRuntime
from bot.runtime.registry import CodeHook, Registry
from bot.runtime.sessions import Sessions
from bot.runtime.streaming import Pace
from bot.runtime.updating import with_updates
from tests.bot.dialog.sample import LOCALE
from tests.bot.runtime.streaming.client import Client
from tests.bot.runtime.test_shapes import check_shape
from tests.bot.runtime.world import Clock, ScriptedRecognizer, deployment, fulfill
from tests.loops import run

if TYPE_CHECKING:
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client

FAST = Pace(second=0.001)


def groups(text: str) -> tuple[MessageGroup, ...]:
    return (MessageGroup(Message(MessageText(text))),)


def updating(lex: LexBot, timeout: int) -> LexBot:
    """With updates for Status, whose function says how it went."""
    start = FulfillmentStart(1, groups("I look at {service}."))
    update = FulfillmentUpdate(2, groups("I still look."))
    updates = FulfillmentUpdates(active=True, start_response=start, update_response=update)
    hook = Fulfillment(
        enabled=True,
        active=True,
        fulfillment_updates_specification=replace(updates, timeout_in_seconds=timeout),
    )
    locale = lex.locales[LOCALE]
    status = replace(locale.intents["Status"], fulfillment_code_hook=hook)
    changed = replace(locale, intents={**locale.intents, "Status": status})
    return replace(lex, locales={LOCALE: changed})


def runtime(hook: CodeHook, timeout: int = 900) -> LexRuntime:
    plain = deployment(hook, ScriptedRecognizer())
    served = replace(plain, lex=updating(plain.lex, timeout))
    return LexRuntime(Registry([served]), Sessions(Clock()), pace=FAST)


class Slow:
    """A function that fulfills when it is let through."""

    def __init__(self) -> None:
        self.opened = threading.Event()

    def __call__(self, event: Mapping[str, Any]) -> object:
        if event["invocationSource"] == "FulfillmentCodeHook":
            assert self.opened.wait(10)
        return fulfill(event)


def test_a_long_fulfillment_is_told_until_it_ends() -> None:
    slow = Slow()
    app = runtime(slow)
    boto: LexRuntimeV2Client = boto3.client("lexv2-runtime", region_name="us-east-1")
    shape: Any = boto.meta.service_model.shape_for("StartConversationResponseEventStream")

    async def talk() -> None:
        person = Client(app).begin()
        person.configure()
        person.text("Status service=orders")
        meanwhile = await person.hears("IntentResultEvent")
        assert meanwhile["sessionState"]["intent"]["state"] == "FulfillmentInProgress"
        await person.hears("TextResponseEvent", 3)
        slow.opened.set()
        person.leave()
        heard = await person.ends()
        said = [document["messages"][0]["content"] for _, document in heard[1::2]]
        assert said[:2] == ["I look at orders.", "I still look."]
        assert said[-1] == "Status None"
        assert heard[-2][1]["sessionState"]["intent"]["state"] == "Fulfilled"
        for number, (kind, document) in enumerate(heard, start=1):
            assert document["eventId"] == f"RESPONSE-{number}"
            check_shape(document, shape.members[kind])

    run(talk())
    app.close()


def test_a_fulfillment_that_takes_too_long_fails() -> None:
    slow = Slow()
    app = runtime(slow, timeout=4)

    async def talk() -> None:
        person = Client(app).begin()
        person.configure()
        person.text("Status service=orders")
        heard = await person.ends()
        assert heard[-1][0] == "DependencyFailedException"
        assert "no answer within 4 seconds" in heard[-1][1]["message"]

    run(talk())
    slow.opened.set()
    app.close()


def test_nothing_is_told_of_a_fulfillment_that_is_quick() -> None:
    told: list[tuple[Said, ...]] = []
    updates = Updates((Said("Start."),), 60, (Said("Still."),), 60, 900)
    assert with_updates(lambda: "done", updates, told.append) == "done"
    assert told == []


def test_what_the_function_raises_is_raised() -> None:
    def fails() -> object:
        raise CodeHookError("throttled", "HTTP 429")

    told: list[tuple[Said, ...]] = []
    with pytest.raises(CodeHookError, match="HTTP 429"):
        with_updates(fails, Updates(timeout=900), told.append)
