"""When something fails: an honest apology, in time, and nothing of it in the log."""

import pytest

from channels.alexa.envelope import speech_text
from channels.errors import InvokeError
from tests.channels.alexa.events import load_event
from tests.channels.alexa.world import (
    Json,
    ScriptedFulfillment,
    World,
    fulfil,
    is_over,
    raising,
    say,
)


@pytest.fixture
def world() -> World:
    return World()


FAILURES: dict[str, tuple[Exception, str]] = {
    "raised": (InvokeError("raised"), "something went wrong"),
    "throttled": (InvokeError("throttled"), "something went wrong"),
    "malformed": (InvokeError("malformed"), "something went wrong"),
    "timeout": (InvokeError("timeout"), "takes longer than I can wait"),
    "ours": (RuntimeError("secret words"), "something went wrong"),
}


@pytest.mark.parametrize(("error", "words"), FAILURES.values(), ids=FAILURES.keys())
def test_a_failure_is_an_apology_that_ends(
    error: Exception, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    response = say(World(raising(error)), "whats_broken")

    assert words in speech_text(response)
    assert "Nothing was changed" in speech_text(response)
    assert is_over(response)
    assert "secret words" not in caplog.text


@pytest.mark.parametrize(
    "answer", [{}, {"sessionState": {}}, {"sessionState": {"dialogAction": 1}}]
)
def test_an_answer_that_is_no_code_hook_response_is_an_apology(answer: Json) -> None:
    world = World(ScriptedFulfillment(lambda _: answer))

    assert "something went wrong" in speech_text(say(world, "whats_broken"))


@pytest.mark.parametrize("kind", ["raised", "timeout"])
def test_a_failure_after_a_yes_does_not_claim_that_nothing_was_changed(
    world: World, kind: str
) -> None:
    planned = say(world, "restart_complete")
    error = InvokeError("timeout") if kind == "timeout" else InvokeError("raised")
    world.fulfillment = raising(error)

    response = world.skill.answer(load_event("restart_confirmed", planned))

    assert "Nothing was changed" not in speech_text(response)
    assert "before I heard whether that was done" in speech_text(response)
    assert len(world.fulfillment.events) == 1


def test_a_call_that_was_throttled_is_known_to_have_changed_nothing(world: World) -> None:
    planned = say(world, "restart_complete")
    world.fulfillment = raising(InvokeError("throttled"))

    response = world.skill.answer(load_event("restart_confirmed", planned))

    assert "Nothing was changed" in speech_text(response)


def test_the_calls_of_a_turn_share_alexas_patience(world: World) -> None:
    def slow(event: Json) -> Json:
        world.seconds += 4
        return fulfil(event)

    world.fulfillment = ScriptedFulfillment(slow)
    say(world, "whats_broken")

    assert world.fulfillment.timeouts == [6, 2]


def test_no_call_begins_that_alexa_would_not_wait_for(world: World) -> None:
    def slow(event: Json) -> Json:
        world.seconds += 6
        return fulfil(event)

    world.fulfillment = ScriptedFulfillment(slow)
    response = say(world, "whats_broken")

    assert "longer than I can wait" in speech_text(response)
    assert len(world.fulfillment.events) == 1
