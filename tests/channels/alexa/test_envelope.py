"""Whoever plays Alexa sends what Alexa sends: our envelopes drive a whole conversation."""

import json
from typing import Any

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model.request_envelope import RequestEnvelope

from channels.alexa.envelope import (
    Device,
    SlotWords,
    SpokenIntent,
    intent_request,
    launch_request,
    next_intent,
    slot_to_elicit,
    speech_text,
)
from tests.channels.alexa.events import SKILL_ID, load_event
from tests.channels.alexa.world import NOW, World, slots_of

DEVICE = Device(SKILL_ID, "amzn1.ask.account.A1", person_id="amzn1.ask.person.B2")
RESTART = SpokenIntent(
    "RestartService",
    {"service": SlotWords("the orders", "orders"), "environment": None},
    dialog_state="STARTED",
)


def request(intent: SpokenIntent, after: dict[str, Any] | None = None) -> dict[str, Any]:
    attributes = None if after is None else after["sessionAttributes"]
    return intent_request(
        DEVICE, intent, request_id="amzn1.echo-api.request.1", timestamp=NOW, attributes=attributes
    )


def test_a_conversation_played_by_alexa() -> None:
    world = World()
    asked = world.skill.answer(request(RESTART))
    intent = next_intent(asked)
    assert intent is not None

    given = intent.with_slot(slot_to_elicit(asked), SlotWords("stage", "staging"))
    planned = world.skill.answer(request(given, asked))
    intent = next_intent(planned)
    assert intent is not None
    done = world.skill.answer(request(intent.answered("CONFIRMED"), planned))

    assert speech_text(done) == "Restarting orders."
    assert next_intent(done) is None
    assert slots_of(world.fulfillment.events[-1]) == {"service": "orders", "environment": "staging"}


def shape(value: object) -> object:
    """The keys and types of a document, without its values."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    return [shape(item) for item in value[:1]] if isinstance(value, list) else type(value).__name__


def test_our_requests_have_the_shape_of_alexas() -> None:
    ours, recorded = request(RESTART), load_event("restart_recognised_speaker")

    assert shape(ours["request"]) == shape(recorded["request"])
    assert shape(ours["session"]) == shape(recorded["session"])
    assert set(ours["context"]["System"]) <= set(recorded["context"]["System"])


def test_the_sdk_reads_our_requests() -> None:
    document = launch_request(DEVICE, request_id="1", timestamp=NOW)
    envelope = DefaultSerializer().deserialize(json.dumps(document), RequestEnvelope)

    assert envelope.request.timestamp == NOW
    assert envelope.context.system.person.person_id == DEVICE.person_id


def test_the_words_of_a_response_are_plain() -> None:
    ssml = '<speak>a &lt;b&gt; &amp; <say-as interpret-as="characters">3f9</say-as></speak>'

    def response(speech: dict[str, str]) -> dict[str, Any]:
        return {"response": {"outputSpeech": speech}}

    assert speech_text(response({"type": "SSML", "ssml": ssml})) == "a <b> & 3f9"
    assert speech_text(response({"type": "PlainText", "text": "a <b> &amp;"})) == "a <b> &amp;"
    assert speech_text({"version": "1.0", "response": {}}) == ""
