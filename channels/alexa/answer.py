"""What the skill answers, as plain data, and that data as Alexa's response."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ask_sdk_model.dialog.confirm_intent_directive import ConfirmIntentDirective
from ask_sdk_model.dialog.elicit_slot_directive import ElicitSlotDirective
from ask_sdk_model.intent import Intent as AlexaIntent
from ask_sdk_model.intent_confirmation_status import IntentConfirmationStatus
from ask_sdk_model.response import Response
from ask_sdk_model.slot import Slot
from ask_sdk_model.slot_confirmation_status import SlotConfirmationStatus
from ask_sdk_model.ui.reprompt import Reprompt
from ask_sdk_model.ui.simple_card import SimpleCard
from ask_sdk_model.ui.ssml_output_speech import SsmlOutputSpeech

from bot.dialog.state import DialogAction, IntentState, SlotFill
from channels.alexa.entities import Entities, directive
from channels.alexa.speech import ssml
from fulfillment.sentences import Say

TITLE = "Ground Control"
"""Of every card."""


@dataclass(frozen=True)
class Answer:
    """One answer: `words` for the ear, unescaped; "" says nothing."""

    words: str = ""
    reprompt: str = ""
    """Said when the person does not answer; "" closes the microphone and the session."""
    card: str = ""
    action: DialogAction | None = None
    """ElicitSlot or ConfirmIntent, of `intent`."""
    intent: IntentState | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    """Alexa's session attributes for the next turn."""
    entities: Entities = field(default_factory=dict)
    """Slot type -> names that are likely to be said next."""


def to_response(say: Say, answer: Answer) -> Response:
    """Alexa's response, read out in the language of `say`.

    A session stays open exactly where something is asked.
    """
    return Response(
        output_speech=_speech(say, answer.words) if answer.words else None,
        reprompt=Reprompt(output_speech=_speech(say, answer.reprompt)) if answer.reprompt else None,
        card=SimpleCard(title=TITLE, content=answer.card) if answer.card else None,
        directives=[*_dialog(answer), *_entities(answer)] or None,
        should_end_session=not answer.reprompt,
    )


def _speech(say: Say, text: str) -> SsmlOutputSpeech:
    return SsmlOutputSpeech(ssml=ssml(say, text))


def _dialog(answer: Answer) -> list[Any]:
    """What asks something, at most one: Alexa refuses a response with two of them."""
    if answer.action is None or answer.intent is None:
        return []
    if answer.action.type == "ElicitSlot":
        slot = answer.action.slot_to_elicit
        updated = _updated_intent(answer.intent, without=slot)
        return [ElicitSlotDirective(slot_to_elicit=slot, updated_intent=updated)]
    if answer.action.type == "ConfirmIntent":
        return [ConfirmIntentDirective(updated_intent=_updated_intent(answer.intent))]
    return []


def _entities(answer: Answer) -> list[Any]:
    """Only where the session stays open: they end with it."""
    return [directive(answer.entities)] if answer.entities and answer.reprompt else []


def _updated_intent(intent: IntentState, without: str = "") -> AlexaIntent:
    """Every slot, with its resolved value: what Alexa shall echo on the next turn.

    Not the slot that is asked for: an echo of it would count as an answer.
    """
    return AlexaIntent(
        name=intent.name,
        confirmation_status=IntentConfirmationStatus.NONE,
        slots={
            name: _slot(name, None if name == without else fill)
            for name, fill in intent.slots.items()
        },
    )


def _slot(name: str, fill: SlotFill | None) -> Slot:
    value = (fill.interpreted or fill.original) if fill else None
    return Slot(name=name, value=value, confirmation_status=SlotConfirmationStatus.NONE)
