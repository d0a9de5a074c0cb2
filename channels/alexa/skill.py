"""The skill: ask-sdk's dispatch around `channels.alexa.conversation`.

The SDK passes `handler_input` and `exception` by keyword, so those names are fixed.
"""

import json
import logging
import traceback
from dataclasses import dataclass
from typing import Any

from ask_sdk_core.dispatch_components.exception_components import AbstractExceptionHandler
from ask_sdk_core.dispatch_components.request_components import AbstractRequestHandler
from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import CustomSkillBuilder
from ask_sdk_model.intent_request import IntentRequest
from ask_sdk_model.launch_request import LaunchRequest
from ask_sdk_model.request_envelope import RequestEnvelope
from ask_sdk_model.response import Response

from channels.alexa.answer import Answer, to_response
from channels.alexa.conversation import Conversation, apology, converse, language, launch, leave
from channels.alexa.request import check_envelope, is_known, locale_of, spoken_request
from channels.errors import AlexaRequestError, EnvelopeMalformed

MAX_RESPONSE_BYTES = 24 * 1024
"""Of the whole response as JSON: the smaller of the two figures that Amazon's pages give."""

_LEAVES = ("AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent")

_logger = logging.getLogger(__name__)

Json = dict[str, Any]


@dataclass(frozen=True)
class AlexaSkill:
    """A skill that answers request envelopes."""

    skill_id: str
    sdk: CustomSkill

    def answer(self, event: object, context: object = None) -> Json:
        """The response envelope for a request envelope, both as JSON.

        Raises `SkillIdRefused` or `EnvelopeMalformed` (Alexa's convention for Lambda: an error and
        no answer); every other failure is answered with an apology.
        """
        try:
            check_envelope(event, self.skill_id)
        except AlexaRequestError as error:
            _logger.warning("refused: %s", error)
            raise
        assert isinstance(event, dict)  # noqa: S101 - check_envelope has seen to it
        if not is_known(event):
            return {"version": "1.0", "response": {}}
        return _bounded(self._invoke(event, context))

    def _invoke(self, event: Json, context: object) -> Json:
        try:
            envelope = self.sdk.serializer.deserialize(json.dumps(event), RequestEnvelope)
        except (SerializationException, AttributeError, TypeError, ValueError):
            # The SDK's message quotes what it could not read: a person's words.
            raise EnvelopeMalformed(
                "the event is no Alexa request: the SDK cannot read it"
            ) from None
        document = self.sdk.serializer.serialize(self.sdk.invoke(envelope, context))
        assert isinstance(document, dict)  # noqa: S101 - a model becomes an object
        return document


def build_skill(conversation: Conversation, skill_id: str) -> AlexaSkill:
    """The skill over its collaborators; it answers requests for `skill_id` only."""
    builder = CustomSkillBuilder()
    builder.skill_id = skill_id  # type: ignore[assignment]  # the SDK annotates its default, None
    builder.add_request_handler(LaunchHandler(conversation))
    builder.add_request_handler(IntentHandler(conversation))
    builder.add_request_handler(QuietHandler())
    builder.add_exception_handler(FailureHandler(conversation))
    return AlexaSkill(skill_id, builder.create())


@dataclass(frozen=True)
class LaunchHandler(AbstractRequestHandler):
    """ "Alexa, open ground control": a greeting."""

    conversation: Conversation

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return isinstance(handler_input.request_envelope.request, LaunchRequest)

    def handle(self, handler_input: HandlerInput) -> Response:
        locale = locale_of(handler_input.request_envelope)
        return _respond(self.conversation, handler_input, launch(self.conversation, locale))


@dataclass(frozen=True)
class IntentHandler(AbstractRequestHandler):
    """Everything that a person says: the dialog decides what it means."""

    conversation: Conversation

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return isinstance(handler_input.request_envelope.request, IntentRequest)

    def handle(self, handler_input: HandlerInput) -> Response:
        envelope = handler_input.request_envelope
        assert isinstance(envelope.request, IntentRequest)  # noqa: S101 - can_handle has seen to it
        request = spoken_request(envelope, envelope.request)
        turn = leave if request.intent.name in _LEAVES else converse
        return _respond(self.conversation, handler_input, turn(self.conversation, request))


class QuietHandler(AbstractRequestHandler):
    """The end of a session, and requests of interfaces that the skill does not use.

    Nothing may be said after a SessionEndedRequest; Alexa takes an empty response to all of them.
    """

    def can_handle(self, handler_input: HandlerInput) -> bool:  # noqa: ARG002 - the SDK's signature
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        if handler_input.request_envelope.session is not None:
            handler_input.attributes_manager.session_attributes = {}
        return Response()


@dataclass(frozen=True)
class FailureHandler(AbstractExceptionHandler):
    """Our own failures: a short apology for the person, the place (no content) for the log."""

    conversation: Conversation

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:  # noqa: ARG002 - the SDK's signature
        return not isinstance(exception, AlexaRequestError)

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        envelope = handler_input.request_envelope
        request_id = envelope.request.request_id if envelope.request else ""
        # Not the message: it may quote what a person said.
        place = "".join(traceback.format_tb(exception.__traceback__))
        name = type(exception).__name__
        _logger.error("request %s failed: %s\n%s", request_id, name, place)
        answer = apology(self.conversation, locale_of(envelope))
        return _respond(self.conversation, handler_input, answer)


def _respond(talk: Conversation, handler_input: HandlerInput, answer: Answer) -> Response:
    if handler_input.request_envelope.session is not None:
        handler_input.attributes_manager.session_attributes = dict(answer.attributes)
    say = language(talk, locale_of(handler_input.request_envelope))
    return to_response(say, answer)


def _bounded(document: Json) -> Json:
    """Without its card, and then without names to expect, where the whole is too large: what is
    said and asked comes first."""
    if _is_too_large(document):
        document["response"].pop("card", None)
    if _is_too_large(document):
        directives = document["response"].get("directives") or []
        document["response"]["directives"] = [
            one for one in directives if one["type"] != "Dialog.UpdateDynamicEntities"
        ]
    return document


def _is_too_large(document: Json) -> bool:
    return len(json.dumps(document).encode()) > MAX_RESPONSE_BYTES
