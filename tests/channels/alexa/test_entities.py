"""Names that are likely to be said next, as Alexa takes them."""

from typing import Any

import pytest

from channels.alexa.entities import MAX_ENTITIES, entities_of
from channels.alexa.envelope import slot_to_elicit, speech_text
from fulfillment.turn import Reply
from tests.channels.alexa.world import (
    Json,
    ScriptedFulfillment,
    World,
    directive_types,
    fulfil,
    hook_response,
    make_bot,
    say,
)

UPDATE = "Dialog.UpdateDynamicEntities"


def with_hints(answer: Json, **slots: tuple[str, ...]) -> Json:
    """The function's answer, with hints for slots of RestartService."""
    values = {
        slot: {"runtimeHintValues": [{"phrase": phrase} for phrase in phrases]}
        for slot, phrases in slots.items()
    }
    answer["sessionState"]["runtimeHints"] = {"slotHints": {"RestartService": values}}
    return answer


def hinting(**slots: tuple[str, ...]) -> World:
    return World(ScriptedFulfillment(lambda event: with_hints(fulfil(event), **slots)))


def entities(response: Json) -> Json:
    (found,) = [one for one in response["response"]["directives"] if one["type"] == UPDATE]
    return {
        kind["name"]: [value["name"]["value"] for value in kind["values"]]
        for kind in found["types"]
    }


def test_names_stand_beside_the_question() -> None:
    world = hinting(service=("orders", "order desk"), environment=("staging", "blue"))

    asked = say(world, "restart_orders")

    assert directive_types(asked) == ["Dialog.ElicitSlot", UPDATE]
    assert slot_to_elicit(asked) == "environment"
    assert speech_text(asked) == "In which environment?"
    assert entities(asked) == {
        "Service": ["orders", "order desk"],
        "Environment": ["staging", "blue"],
    }


def test_names_stand_beside_a_confirmation() -> None:
    world = hinting(service=("orders",))

    planned = say(world, "restart_orders", "restart_environment_given")

    assert directive_types(planned) == ["Dialog.ConfirmIntent", UPDATE]


def test_names_are_not_sent_where_the_session_ends() -> None:
    world = hinting(service=("orders",))

    assert directive_types(say(world, "whats_broken")) == []


def test_help_brings_names_without_a_question() -> None:
    world = hinting(service=("orders",))

    assert directive_types(say(world, "help")) == [UPDATE]


def test_without_hints_nothing_is_sent() -> None:
    assert directive_types(say(World(), "restart_orders")) == ["Dialog.ElicitSlot"]


def test_malformed_hints_are_a_malformed_answer() -> None:
    def script(event: Json) -> Json:
        answer = fulfil(event)
        answer["sessionState"]["runtimeHints"] = {"slotHints": ["orders"]}
        return answer

    answered = say(World(ScriptedFulfillment(script)), "whats_broken")

    assert speech_text(answered).startswith("Sorry, something went wrong")


def test_alexa_takes_a_hundred_in_all_each_once() -> None:
    many: dict[str, Any] = {
        "RestartService": {
            "environment": ("staging", "staging"),
            "service": tuple(f"service {n}" for n in range(150)),
        },
        "ServiceVersion": {"service": ("service 1", "another")},
        "Unknown": {"service": ("x",)},
        "WhatsBroken": {"unknown": ("x",)},
    }

    found = entities_of(make_bot(), many)

    assert list(found) == ["Environment", "Service"]
    assert found["Environment"] == ("staging",)
    assert len(found["Service"]) == MAX_ENTITIES - 1


@pytest.mark.parametrize(("length", "are_kept"), [(10, True), (140, False)])
def test_names_are_left_out_where_the_response_would_be_too_large(
    length: int, are_kept: bool
) -> None:
    names = tuple(f"{n:03}" + "é" * (length - 3) for n in range(100))

    def script(event: Json) -> Json:
        reply = Reply("Which one?", speech="Which one?")
        action = {"type": "ElicitSlot", "slotToElicit": "environment"}
        return with_hints(hook_response(event, action, reply), service=names)

    asked = say(World(ScriptedFulfillment(script)), "restart_orders")

    assert speech_text(asked) == "Which one?"
    assert directive_types(asked) == ["Dialog.ElicitSlot", *([UPDATE] if are_kept else [])]
