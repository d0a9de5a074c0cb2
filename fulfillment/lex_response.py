"""An `Outcome` as Lex takes it: dialog action, messages within Lex's limits, session attributes.

Limits (Lex V2 quotas): 10 messages of 1 to 1,024 characters; 12 KB of session attributes as base64.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fulfillment.errors import StoreError
from fulfillment.lex_event import CONTEXT, EVENT, PLAN, REPLY, LexEvent
from fulfillment.reply_json import reply_to_json
from fulfillment.request import Outcome
from fulfillment.turn import Reply

Json = dict[str, Any]
SaveReply = Callable[[str, Mapping[str, Any]], None]
"""(event id, reply document): raises `StoreError`."""

MAX_MESSAGE = 1024
MAX_MESSAGES = 10
MAX_INLINE_BYTES = 2048
MAX_ATTRIBUTES_BYTES = 12 * 1024 * 3 // 4
"""As JSON: base64 makes four bytes of three."""
MAX_HINTS_BYTES = 4096
_ACTIONS = {"confirm": "ConfirmIntent", "elicit": "ElicitSlot"}


def lex_response(event: LexEvent, outcome: Outcome, event_id: str, save: SaveReply) -> Json:
    """The code hook's answer; a large reply goes into the table by `save`."""
    reply = outcome.reply
    messages = split_message(reply.text) if reply else []
    shown = [{"contentType": "PlainText", "content": text} for text in messages]
    attributes = _attributes(event, outcome, event_id, messages, save)
    return {
        "sessionState": {
            "dialogAction": _action(reply),
            "intent": _intent(event, outcome),
            "sessionAttributes": attributes,
            **_hints(event, outcome, _room(attributes)),
        },
        **({"messages": shown} if shown else {}),
    }


def lex_apology(event: Mapping[str, Any], intent: str, text: str) -> Json:
    """The answer to an event that could not be read: `intent` closes, in Lex's own form."""
    state = event.get("sessionState")
    attributes = state.get("sessionAttributes") if isinstance(state, Mapping) else None
    kept = {
        key: value
        for key, value in (attributes.items() if isinstance(attributes, Mapping) else ())
        if isinstance(key, str) and isinstance(value, str) and key not in (EVENT, REPLY)
    }
    return {
        "sessionState": {
            "dialogAction": {"type": "Close"},
            "intent": {"name": intent, "state": "Failed"},
            "sessionAttributes": kept,
        },
        "messages": [{"contentType": "PlainText", "content": text[:MAX_MESSAGE]}],
    }


def split_message(text: str) -> list[str]:
    """`text` in pieces that Lex takes; channels join them with line breaks."""
    pieces = [piece for piece in _pieces(text) if piece.strip()]
    if len(pieces) <= MAX_MESSAGES:
        return pieces
    last = pieces[MAX_MESSAGES - 1][: MAX_MESSAGE - 2]
    return [*pieces[: MAX_MESSAGES - 1], f"{last}\n…"]


def _pieces(text: str) -> Iterator[str]:
    """Cut at line breaks, else at spaces, else anywhere but inside an escape."""
    rest = text.strip()
    while len(rest) > MAX_MESSAGE:
        window = rest[: MAX_MESSAGE + 1]
        at = max(window.rfind("\n"), 0) or max(window.rfind(" "), 0)
        if at == 0:
            at = MAX_MESSAGE - (rest[MAX_MESSAGE - 1] == "\\")
        yield rest[:at].rstrip()
        rest = rest[at:].lstrip("\n ")
    yield rest


def _hints(event: LexEvent, outcome: Outcome, room: int) -> Json:
    """The member `runtimeHints`. An empty one takes back those of an earlier turn: what is left out
    stays as it is (Lex's guide: using-hints)."""
    fitting = _fitting_hints(outcome, min(MAX_HINTS_BYTES, room))
    if not fitting:
        return {"runtimeHints": {}} if event.has_hints else {}
    slot_hints = {
        intent: {
            slot: {"runtimeHintValues": [{"phrase": phrase} for phrase in phrases]}
            for slot, phrases in slots.items()
        }
        for intent, slots in fitting.items()
    }
    return {"runtimeHints": {"slotHints": slot_hints}}


def _fitting_hints(outcome: Outcome, room: int) -> dict[str, dict[str, list[str]]]:
    """As many as there is room for: each event has them again, and an event has 12 KB."""
    found: dict[str, dict[str, list[str]]] = {}
    for intent, slots in outcome.hints.items():
        for slot, phrases in slots.items():
            for phrase in phrases:
                room -= len(json.dumps({"phrase": phrase}, ensure_ascii=False).encode()) + 1
                if room >= 0:
                    found.setdefault(intent, {}).setdefault(slot, []).append(phrase)
    return found


def _action(reply: Reply | None) -> Json:
    if reply is None:
        return {"type": "Delegate"}
    kind = _ACTIONS.get(reply.state, "Close")
    if kind == "ElicitSlot":
        return {"type": kind, "slotToElicit": reply.slot_to_elicit}
    return {"type": kind}


def _intent(event: LexEvent, outcome: Outcome) -> Json:
    reply = outcome.reply
    confirmation = event.confirmation
    if reply is not None and reply.state in ("confirm", "elicit"):
        confirmation = "None"
    return {
        "name": event.intent,
        "state": _state(event, reply),
        "confirmationState": confirmation,
        "slots": {name: _slot(event, name, outcome.slots.get(name)) for name in event.slots}
        | {name: _slot(event, name, value) for name, value in outcome.slots.items()},
    }


def _state(event: LexEvent, reply: Reply | None) -> str:
    if reply is None:
        return "InProgress" if event.source == "DialogCodeHook" else "ReadyForFulfillment"
    if reply.state in ("confirm", "elicit"):
        return "InProgress"
    return "Failed" if reply.state in ("failed", "denied") else "Fulfilled"


def _slot(event: LexEvent, name: str, value: str | None) -> Json | None:
    if value is None:
        return None
    said = event.slots.get(name)
    inner = said.get("value") if isinstance(said, Mapping) else None
    original = inner.get("originalValue") if isinstance(inner, Mapping) else None
    return {
        "shape": "Scalar",
        "value": {
            "originalValue": original if isinstance(original, str) and original else value,
            "interpretedValue": value,
            "resolvedValues": [value],
        },
    }


def _attributes(
    event: LexEvent, outcome: Outcome, event_id: str, messages: list[str], save: SaveReply
) -> dict[str, str]:
    ours = (EVENT, REPLY, PLAN, CONTEXT)
    attributes = {key: value for key, value in event.attributes.items() if key not in ours}
    if outcome.plan_id:
        attributes[PLAN] = outcome.plan_id
    context = _context(event, outcome.reply)
    if context:
        attributes[CONTEXT] = json.dumps(context)
    if outcome.reply is None:
        return _fitting(attributes)
    attributes[EVENT] = event_id
    fitting = _fitting(attributes)
    document = _document(outcome.reply, event_id, messages, save, _room(fitting))
    return {**fitting, REPLY: document} if document else fitting


def _context(event: LexEvent, reply: Reply | None) -> dict[str, str]:
    before = event.request().context
    merged = {**before, **(reply.context if reply else {})}
    return {key: value for key, value in merged.items() if value}


def _document(reply: Reply, event_id: str, messages: list[str], save: SaveReply, room: int) -> str:
    """The attribute `ground-reply`; "" where the table is needed and does not answer."""
    whole = reply_to_json(reply)
    is_told = "\n".join(messages) == reply.text.strip()
    brief = {key: value for key, value in whole.items() if key != "text"}
    inline = json.dumps(brief, separators=(",", ":"))
    if is_told and len(inline.encode()) <= min(MAX_INLINE_BYTES, room):
        return inline
    try:
        save(event_id, whole)
    except StoreError:
        return ""
    return json.dumps({"ref": event_id})


def _fitting(attributes: dict[str, str]) -> dict[str, str]:
    """Without what does not fit: the largest first, and of ours only the context."""
    kept = dict(attributes)
    droppable = sorted(
        (key for key in kept if key not in (EVENT, PLAN)), key=lambda key: len(kept[key])
    )
    while _room(kept) < 0 and droppable:
        del kept[droppable.pop()]
    return kept


def _room(attributes: Mapping[str, str]) -> int:
    """Bytes left for a reference or an inline reply."""
    return MAX_ATTRIBUTES_BYTES - len(json.dumps(attributes, ensure_ascii=False).encode()) - 400
