"""Lex V2's JSON (runtime API and Lambda contract) to and from the plain data of a dialog.

`bot.lex` is the only place that knows those keys. Standard library only: the Alexa Lambda function
loads it too. Readers raise LexDocumentError with the JSON pointer of the fault.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Protocol, get_args

from bot.dialog.state import (
    ActionType,
    ActiveContext,
    Card,
    CardButton,
    Confirmation,
    ContentType,
    DialogAction,
    DialogState,
    IntentPhase,
    IntentState,
    Interpretation,
    Message,
    Shape,
    SlotFill,
)
from bot.lex.document import Node
from bot.lex.hints import Hints, hints_json, read_hints

Json = dict[str, object]

MAX_MESSAGES: Final = 10
MAX_MESSAGE_TEXT: Final = 1024
MAX_INTERPRETATIONS: Final = 5
MAX_CARD_TEXT: Final = 250
MAX_BUTTONS: Final = 5
MAX_BUTTON_TEXT: Final = 50
MAX_CONTEXTS: Final = 20
MIN_CONTEXT_SECONDS: Final = 5
MIN_CONTEXT_TURNS: Final = 1
MAX_CONTEXT_ATTRIBUTES: Final = 10
MAX_CONTEXT_TEXT: Final = 1024

_ACTIONS: tuple[ActionType, ...] = get_args(ActionType)
_PHASES: tuple[IntentPhase, ...] = get_args(IntentPhase)
_CONFIRMATIONS: tuple[Confirmation, ...] = get_args(Confirmation)
_CONTENT_TYPES: tuple[ContentType, ...] = get_args(ContentType)
_SHAPES: tuple[Shape, ...] = get_args(Shape)
_CONTEXT_NAME: Final = re.compile(r"[A-Za-z0-9](?:[-_]?[A-Za-z0-9])*[-_]?")
_STYLES: Final = ("Default", "SpellByLetter", "SpellByWord")


class Intents(Protocol):
    """Of a definition: which intents it has, with which slots."""

    def slots_of(self, intent: str) -> tuple[str, ...] | None:
        """None where there is no such intent."""
        ...


@dataclass(frozen=True)
class SessionStateChange:
    """A caller's sessionState: what is None stays as the session has it."""

    intent: IntentState | None = None
    action: DialogAction | None = None
    attributes: Mapping[str, str] | None = None
    contexts: tuple[ActiveContext, ...] | None = None
    hints: Hints | None = None


def read_session_state(node: Node) -> SessionStateChange:
    """The sessionState of a request or of a Lambda answer."""
    intent, action, attributes = node["intent"], node["dialogAction"], node["sessionAttributes"]
    contexts, hints = node["activeContexts"], node["runtimeHints"]
    return SessionStateChange(
        read_intent(intent) if intent else None,
        _read_action(action) if action else None,
        _named_texts(attributes) if attributes else None,
        tuple(_read_context(item) for item in contexts.items(MAX_CONTEXTS)) if contexts else None,
        read_hints(hints) if hints else None,
    )


def read_intent(node: Node) -> IntentState:
    slots, phase, confirmation = node["slots"], node["state"], node["confirmationState"]
    return IntentState(
        node["name"].text(least=1, most=100),
        {name: _read_slot(slot) for name, slot in slots.members()} if slots else {},
        phase.one_of(_PHASES) if phase else "InProgress",
        confirmation.one_of(_CONFIRMATIONS) if confirmation else "None",
    )


def read_messages(node: Node) -> tuple[Message, ...]:
    """A list of messages, cards among them."""
    return tuple(_read_message(item) for item in node.items(MAX_MESSAGES)) if node else ()


def session_state_json(
    state: DialogState,
    *,
    originating_request_id: str,
    hints: Hints | None = None,
) -> Json:
    """The sessionState of a response, or without an action that of a code hook event."""
    document: Json = {
        "sessionAttributes": dict(state.attributes),
        "activeContexts": [_context_json(context) for context in state.contexts],
        "originatingRequestId": originating_request_id,
    }
    if state.action is not None:
        document["dialogAction"] = action_json(state.action)
    if state.intent is not None:
        document["intent"] = intent_json(state.intent)
    if hints:
        document["runtimeHints"] = hints_json(hints)
    return document


def intent_json(intent: IntentState) -> Json:
    """Every slot is a key, null where unfilled."""
    return {
        "name": intent.name,
        "slots": {name: slot_json(fill) for name, fill in intent.slots.items()},
        "state": intent.phase,
        "confirmationState": intent.confirmation,
    }


def slot_json(fill: SlotFill | None) -> Json | None:
    """Scalar, List (with its scalars) or Composite (with its parts)."""
    if fill is None:
        return None
    value = {
        "originalValue": fill.original,
        "interpretedValue": fill.interpreted,
        "resolvedValues": list(fill.resolved),
    }
    document: Json = {"shape": fill.shape, "value": value}
    if fill.shape == "List":
        document["values"] = [slot_json(item) for item in fill.values]
    if fill.shape == "Composite":
        document["subSlots"] = {name: slot_json(part) for name, part in fill.sub_slots.items()}
    return document


def action_json(action: DialogAction) -> Json:
    document: Json = {"type": action.type}
    if action.slot_to_elicit:
        document["slotToElicit"] = action.slot_to_elicit
    if action.sub_slot_to_elicit:
        document["subSlotToElicit"] = {"name": action.sub_slot_to_elicit}
    if action.style:
        document["slotElicitationStyle"] = action.style
    return document


def messages_json(messages: tuple[Message, ...]) -> list[Json]:
    return [_message_json(item) for item in messages]


def _message_json(message: Message) -> Json:
    if message.card is None:
        return {"content": _content(message), "contentType": message.content_type}
    card = message.card
    given = {"title": card.title, "subtitle": card.subtitle, "imageUrl": card.image_url}
    document: Json = {name: text for name, text in given.items() if text}
    if card.buttons:
        document["buttons"] = [{"text": one.text, "value": one.value} for one in card.buttons]
    return {"contentType": message.content_type, "imageResponseCard": document}


def _content(message: Message) -> str:
    """Within the shape: what a placeholder stands for can be long. Markup is never cut."""
    is_plain = message.content_type == "PlainText"
    return message.content[:MAX_MESSAGE_TEXT] if is_plain else message.content


def interpretations_json(
    intents: Intents, state: DialogState, interpretations: tuple[Interpretation, ...]
) -> list[Json]:
    """As the runtime API gives them: confidence is an object. The intent in play is whole."""
    documents = [_candidate_json(intents, state, item) for item in interpretations]
    for document, item in zip(documents, interpretations, strict=True):
        if item.confidence is not None:
            document["nluConfidence"] = {"score": round(item.confidence, 4)}
    return documents[:MAX_INTERPRETATIONS]


def hook_interpretations_json(
    intents: Intents, state: DialogState, interpretations: tuple[Interpretation, ...]
) -> list[Json]:
    """As a code hook event has them: confidence is a bare number."""
    documents = [_candidate_json(intents, state, item) for item in interpretations]
    for document, item in zip(documents, interpretations, strict=True):
        if item.confidence is not None:
            document["nluConfidence"] = round(item.confidence, 4)
    return documents[:MAX_INTERPRETATIONS]


def _candidate_json(intents: Intents, state: DialogState, item: Interpretation) -> Json:
    if state.intent is not None and state.intent.name == item.intent:
        return {"interpretationSource": "Lex", "intent": intent_json(state.intent)}
    slots = {name: item.slots.get(name) for name in intents.slots_of(item.intent) or ()}
    # Lex says ReadyForFulfillment of every candidate that is not in play, as real events show.
    candidate = IntentState(item.intent, slots, "ReadyForFulfillment")
    return {"interpretationSource": "Lex", "intent": intent_json(candidate)}


def _named_texts(node: Node) -> dict[str, str]:
    """Strings by name. botocore refuses an empty name itself; other clients send it."""
    if "" in node.mapping():
        raise node.error("has a member without a name: give every attribute one")
    return node.texts()


def _read_action(node: Node) -> DialogAction:
    slot, part, style = node["slotToElicit"], node["subSlotToElicit"], node["slotElicitationStyle"]
    action = DialogAction(
        node["type"].one_of(_ACTIONS),
        slot.text(least=1, most=100) if slot else "",
        part["name"].text(least=1, most=100) if part else "",
        style.one_of(_STYLES) if style else "",
    )
    if action.type == "ElicitSlot" and not action.slot_to_elicit:
        raise slot.error("is required with ElicitSlot: name the slot to ask for")
    return action


def _read_slot(node: Node) -> SlotFill | None:
    """None where it holds nothing: no value, no values, no part with a value."""
    if not node:
        return None
    given, listed, parts = node.within_depth()["shape"], node["values"], node["subSlots"]
    shape: Shape = given.one_of(_SHAPES) if given else "Scalar"
    values = tuple(filter(None, map(_read_slot, listed.items(100)))) if listed else ()
    sub_slots = {name: _read_slot(part) for name, part in parts.members()} if parts else {}
    filled = (
        _read_value(node["value"])
        if node["value"]
        else _joined(values, ", ") or _joined(sub_slots.values(), " ")
    )
    if filled is None:
        return None
    return replace(filled, shape=shape, values=values, sub_slots=sub_slots)


def _joined(values: Iterable[SlotFill | None], between: str) -> SlotFill | None:
    """What a slot with several values or parts holds, where its own value is left out."""
    text = between.join(one.interpreted or one.original for one in values if one)
    return SlotFill(text, text) if text else None


def _read_value(value: Node) -> SlotFill:
    interpreted = value["interpretedValue"]
    original = value["originalValue"] or interpreted
    resolved = value["resolvedValues"]
    return SlotFill(
        original.text(),
        interpreted.text() if interpreted else None,
        tuple(item.text() for item in resolved.items(100)) if resolved else (),
    )


def _read_message(node: Node) -> Message:
    kind: ContentType = node["contentType"].one_of(_CONTENT_TYPES)
    if kind == "ImageResponseCard":
        return Message("", kind, _read_card(node["imageResponseCard"]))
    return Message(node["content"].text(least=1, most=MAX_MESSAGE_TEXT), kind)


def _read_card(node: Node) -> Card:
    subtitle, image, buttons = node["subtitle"], node["imageUrl"], node["buttons"]
    return Card(
        node["title"].text(least=1, most=MAX_CARD_TEXT),
        subtitle.text(least=1, most=MAX_CARD_TEXT) if subtitle else "",
        image.text(least=1, most=MAX_CARD_TEXT) if image else "",
        tuple(_read_button(item) for item in buttons.items(MAX_BUTTONS)) if buttons else (),
    )


def _read_button(node: Node) -> CardButton:
    text = node["text"].text(least=1, most=MAX_BUTTON_TEXT)
    return CardButton(text, node["value"].text(least=1, most=MAX_BUTTON_TEXT))


def _read_context(node: Node) -> ActiveContext:
    live = node["timeToLive"]
    name = node["name"].text(least=1, most=100)
    # The runtime's shape forbids the hyphen that the build-time name allows: a context that a bot
    # has must come back in.
    if not _CONTEXT_NAME.fullmatch(name):
        raise node["name"].error("must be letters and digits with single - or _ between them")
    return ActiveContext(
        name,
        live["timeToLiveInSeconds"].number(MIN_CONTEXT_SECONDS, 86_400),
        live["turnsToLive"].number(MIN_CONTEXT_TURNS, 20),
        _read_context_attributes(node["contextAttributes"]),
    )


def _read_context_attributes(node: Node) -> Mapping[str, str]:
    if not node:
        return {}
    if len(node.mapping()) > MAX_CONTEXT_ATTRIBUTES:
        found = len(node.mapping())
        raise node.error(f"has {found} members; at most {MAX_CONTEXT_ATTRIBUTES} are allowed")
    _named_texts(node)
    return {name: one.text(most=MAX_CONTEXT_TEXT) for name, one in node.members()}


def _context_json(context: ActiveContext) -> Json:
    """Within the shape, whatever it holds and however old it is: so that it can come back in."""
    seconds = max(context.seconds, MIN_CONTEXT_SECONDS)
    turns = max(context.turns, MIN_CONTEXT_TURNS)
    live = {"timeToLiveInSeconds": seconds, "turnsToLive": turns}
    attributes = list(context.attributes.items())[:MAX_CONTEXT_ATTRIBUTES]
    return {
        "name": context.name,
        "timeToLive": live,
        "contextAttributes": {name: text[:MAX_CONTEXT_TEXT] for name, text in attributes},
    }
