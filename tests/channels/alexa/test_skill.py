"""The skill at its edge: whose requests it takes, and what every response keeps to."""

import json
import logging

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model.response_envelope import ResponseEnvelope

from channels.errors import EnvelopeMalformed, SkillIdRefused
from fulfillment.turn import Reply
from tests.channels.alexa.events import event_names, load_event
from tests.channels.alexa.world import (
    Json,
    ScriptedFulfillment,
    World,
    directive_types,
    hook_response,
    say,
)

REFUSED = {"malformed", "wrong_skill_id"}
SILENT = {
    "audio_player",
    "session_ended",
    "session_ended_error",
    "skill_enabled",
    "unknown_request_type",
}


@pytest.fixture
def world() -> World:
    return World()


def test_another_skills_request_is_refused(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(SkillIdRefused, match="GROUND_ALEXA_SKILL_ID"):
        say(world, "wrong_skill_id")
    assert "somebody-else" not in caplog.text


@pytest.mark.parametrize("place", ["session", "context"])
def test_one_wrong_skill_id_of_two_is_enough(world: World, place: str) -> None:
    event = load_event("launch")
    holder = event["session"] if place == "session" else event["context"]["System"]
    holder["application"] = {"applicationId": "amzn1.ask.skill.somebody-else"}

    with pytest.raises(SkillIdRefused):
        world.skill.answer(event)


MALFORMED: list[object] = [
    None,
    [],
    "launch",
    {},
    {"request": {"type": "LaunchRequest"}},
    {"context": {"System": {"application": "x"}}, "request": {}},
    {"context": 3, "request": {}},
    load_event("launch") | {"request": None},
    load_event("launch") | {"request": {"type": ["LaunchRequest"]}},
    load_event("launch") | {"context": None},
    load_event("launch") | {"request": {"type": "IntentRequest"}},
    load_event("whats_broken") | {"session": load_event("launch")["session"] | {"attributes": 7}},
    load_event("malformed"),
]


@pytest.mark.parametrize("event", MALFORMED)
def test_what_is_no_alexa_request_is_refused(world: World, event: object) -> None:
    with pytest.raises(EnvelopeMalformed, match="no Alexa request"):
        world.skill.answer(event)
    assert world.fulfillment.events == []


@pytest.mark.parametrize("name", sorted(SILENT))
def test_nothing_is_said_where_nothing_may_be(world: World, name: str) -> None:
    assert say(world, name)["response"] == {}
    assert world.fulfillment.events == []


@pytest.mark.parametrize("name", sorted(set(event_names()) - REFUSED))
def test_every_response_obeys_alexas_rules(world: World, name: str) -> None:
    response = world.skill.answer(load_event(name))

    body = response["response"]
    envelope = DefaultSerializer().deserialize(json.dumps(response), ResponseEnvelope)
    assert envelope.version == "1.0"
    assert len(json.dumps(response).encode()) <= 24 * 1024
    assert len(directive_types(response)) <= 1
    if directive_types(response):
        assert body["shouldEndSession"] is False
        assert body["outputSpeech"]["ssml"] != "<speak></speak>"
    if body.get("shouldEndSession") is False:
        assert body["reprompt"]["outputSpeech"]["ssml"]


@pytest.mark.parametrize(
    ("character", "has_card"),
    [("<", True), ("\N{LATIN SMALL LETTER A WITH DIAERESIS}", True), ("\N{GRINNING FACE}", False)],
)
def test_a_large_reply_stays_within_alexas_limits(character: str, has_card: bool) -> None:
    def script(event: Json) -> Json:
        response = hook_response(event, {"type": "Close"}, Reply(""), "Fulfilled")
        message = {"contentType": "PlainText", "content": character * 1000}
        return response | {"messages": [message] * 10}

    response = say(World(ScriptedFulfillment(script)), "whats_broken")

    assert len(json.dumps(response).encode()) <= 24 * 1024
    assert len(response["response"]["outputSpeech"]["ssml"]) <= 8000
    assert ("card" in response["response"]) is has_card


def test_logs_hold_nothing_that_was_said(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("version_no_match", "restart_orders", "malformed"):
        try:
            say(world, name)
        except EnvelopeMalformed:
            continue

    assert "script" not in caplog.text
    assert "AEX" not in caplog.text
