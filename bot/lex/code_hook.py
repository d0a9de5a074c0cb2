"""The contract between Lex V2 and a bot's Lambda function: the event, and the answer to it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from bot.dialog.state import HookAnswer, HookCall, Interpretation
from bot.errors import LexDocumentError
from bot.lex.document import Node
from bot.lex.hints import Hints, read_hints
from bot.lex.wire import (
    Intents,
    Json,
    action_json,
    hook_interpretations_json,
    intent_json,
    read_messages,
    read_session_state,
    session_state_json,
)

MAX_EVENT_BYTES: Final = 12 * 1024
MAX_ANSWER_BYTES: Final = 50 * 1024
MAX_ATTRIBUTES_BYTES: Final = 12 * 1024
"""Of a Lambda answer's session attributes, as base64."""

TEXT: Final = "text/plain; charset=utf-8"

_ACTIONS: Final = ("Close", "ConfirmIntent", "Delegate", "ElicitIntent", "ElicitSlot")
_ENDS: Final = ("Failed", "Fulfilled", "InProgress")


@dataclass(frozen=True)
class BotIdentity:
    """Which bot is asked: the `bot` object of a code hook event, without the locale."""

    bot_id: str
    bot_name: str
    alias_id: str = "TSTALIASID"
    alias_name: str = "TestBotAlias"
    version: str = "DRAFT"


@dataclass(frozen=True)
class HookContext:
    """What a code hook event tells besides the dialog: who was asked, in which request."""

    intents: Intents
    identity: BotIdentity
    locale: str
    session_id: str
    originating_request_id: str
    """The same for all hook calls of one request."""
    request_attributes: Mapping[str, str] = field(default_factory=dict)
    input_mode: Literal["Text", "Speech", "DTMF"] = "Text"
    response_content_type: str = TEXT
    hints: Hints | None = None


def code_hook_event(call: HookCall, context: HookContext) -> Json:
    """The event to invoke the bot's Lambda function with.

    Raises LexDocumentError where it is larger than Lex's 12 KB.
    """
    state = call.state
    interpretations = hook_interpretations_json(context.intents, state, call.interpretations)
    event: Json = {
        "messageVersion": "1.0",
        "invocationSource": call.source,
        "inputMode": context.input_mode,
        "responseContentType": context.response_content_type,
        "sessionId": context.session_id,
        "inputTranscript": call.transcript,
        "bot": _bot_json(context),
        "interpretations": interpretations,
        "requestAttributes": dict(context.request_attributes) or None,
        "sessionState": session_state_json(
            state,
            originating_request_id=context.originating_request_id,
            hints=context.hints,
        ),
        "transcriptions": _transcriptions(call),
    }
    if call.label:
        event["invocationLabel"] = call.label
    if proposed := _proposed_next_state(call):
        event["proposedNextState"] = proposed
    _check_size(event, MAX_EVENT_BYTES, "the code hook event", "send fewer session attributes")
    return event


def hook_answer(document: object) -> HookAnswer:
    """The Lambda function's answer `document`, the JSON as parsed.

    Raises LexDocumentError, which names the JSON pointer of the fault. Unknown keys are ignored,
    as Lex ignores them.
    """
    root = Node(document)
    if not root:
        raise root.error("is null: the function must return a code hook response")
    _check_size(root.mapping(), MAX_ANSWER_BYTES, "the answer", "return less")
    session = root["sessionState"]
    kind = session["dialogAction"]["type"].one_of(_ACTIONS)
    _check_complete(session, kind)
    messages = read_messages(root["messages"])
    if kind == "ElicitIntent" and not messages:
        raise root["messages"].error("is required with ElicitIntent: say what to ask")
    change = read_session_state(session)
    assert change.action is not None  # noqa: S101 - its type has just been read
    _check_attributes(session["sessionAttributes"], change.attributes)
    attributes = root["requestAttributes"]
    return HookAnswer(
        change.action,
        change.intent,
        messages,
        change.attributes,
        change.contexts,
        attributes.texts() if attributes else None,
    )


def answered_hints(document: object) -> Hints | None:
    """The runtime hints that the answer `document` sets; {} takes them back, None keeps them.

    They are no part of the dialog: a channel or a runtime holds them. Raises LexDocumentError.
    """
    hints = Node(document)["sessionState"]["runtimeHints"]
    return read_hints(hints) if hints else None


def _check_complete(session: Node, kind: str) -> None:
    intent = session["intent"]
    if kind in ("ElicitSlot", "ConfirmIntent", "Close") and not intent:
        raise intent.error(f"is required with {kind}: name the intent")
    if kind == "ConfirmIntent" and not intent["slots"]:
        raise intent["slots"].error("is required with ConfirmIntent: send all slots back")
    if kind == "Close":
        intent["state"].one_of(_ENDS)


def _check_attributes(node: Node, attributes: Mapping[str, str] | None) -> None:
    size = len(json.dumps(attributes or {}, ensure_ascii=False).encode()) * 4 // 3
    if size > MAX_ATTRIBUTES_BYTES:
        raise node.error(
            f"is {size} bytes in base64; at most {MAX_ATTRIBUTES_BYTES} are allowed: "
            "keep large values in a table"
        )


def _check_size(document: Mapping[str, object], most: int, what: str, cure: str) -> None:
    size = len(
        json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        )
    )
    if size > most:
        raise LexDocumentError("", f"{what} is {size} bytes; at most {most} are allowed: {cure}")


def _bot_json(context: HookContext) -> Json:
    identity = context.identity
    return {
        "id": identity.bot_id,
        "name": identity.bot_name,
        "localeId": context.locale,
        "version": identity.version,
        "aliasId": identity.alias_id,
        "aliasName": identity.alias_name,
    }


def _proposed_next_state(call: HookCall) -> Json | None:
    if call.proposed is None or call.state.intent is None or call.source != "DialogCodeHook":
        return None
    return {
        "dialogAction": action_json(call.proposed),
        "intent": intent_json(call.state.intent),
        "prompt": {"attempt": call.attempt},
    }


def _transcriptions(call: HookCall) -> list[Json]:
    """Text is one transcription with confidence 1; an input that was no text has none."""
    if not call.transcript or not call.interpretations:
        return []
    chosen = call.interpretations[0]
    item: Json = {
        "transcription": call.transcript,
        "transcriptionConfidence": 1,
        "resolvedContext": {"intent": chosen.intent},
        "resolvedSlots": _resolved_slots(chosen, call.transcript),
    }
    return [item]


def _resolved_slots(chosen: Interpretation, transcript: str) -> Json:
    """The slots that this input filled: those whose words it holds. They have no interpretation."""
    said = transcript.casefold()
    return {
        name: {
            "shape": "Scalar",
            "value": {"originalValue": fill.original, "resolvedValues": list(fill.resolved)},
        }
        for name, fill in chosen.slots.items()
        if fill.original.casefold() in said
    }
