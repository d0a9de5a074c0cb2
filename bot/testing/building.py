"""From a turn as written (checked against its form, variables put in) to plain data."""

from collections.abc import Mapping
from typing import Any

from bot.dialog.state import (
    ActionType,
    ActiveContext,
    DialogAction,
    DialogState,
    IntentState,
    Message,
    SlotFill,
)
from bot.testing.script import (
    ButtonMatch,
    CardMatch,
    Expected,
    Given,
    Match,
    MessageMatch,
    SlotMatch,
    Turn,
)

Data = Mapping[str, Any]


def turn_of(place: str, data: Data) -> Turn:
    """A turn that says something or puts the session."""
    given = given_of(data.get("put") or data.get("with") or {})
    return Turn(place, data.get("say", ""), given, expected_of(data))


def given_of(data: Data) -> Given:
    """What a caller sends beside words."""
    contexts = data.get("active_contexts")
    return Given(
        state=_state(data),
        session_attributes=data.get("session_attributes"),
        request_attributes=data.get("request_attributes", {}),
        active_contexts=None if contexts is None else tuple(map(_context, contexts)),
        hints=data.get("hints"),
        messages=tuple(map(_message, data.get("messages", ()))),
    )


def _state(data: Data) -> DialogState:
    intent = None
    if "intent" in data:
        fills = {
            name: SlotFill(text, text, (text,)) for name, text in data.get("slots", {}).items()
        }
        intent = IntentState(
            data["intent"],
            fills,
            data.get("state", "InProgress"),
            data.get("confirmation", "None"),
        )
    slot, _, part = data.get("elicits", "").partition(".")
    kind: ActionType | None = data.get("action") or ("ElicitSlot" if slot else None)
    return DialogState(intent, DialogAction(kind, slot, part) if kind else None)


def _context(data: Data) -> ActiveContext:
    live = data.get("seconds", 90), data.get("turns", 5)
    return ActiveContext(data["name"], *live, data.get("attributes", {}))


def _message(data: Any) -> Message:
    if isinstance(data, str):
        return Message(data)
    return Message(data["text"], data.get("type", "PlainText"))


def expected_of(data: Data) -> Expected:
    """What must come of a turn."""
    contexts, slots, messages = (data.get(key) for key in ("active_contexts", "slots", "messages"))
    return Expected(
        intent=data.get("intent", ""),
        state=data.get("state", ""),
        confirmation=data.get("confirmation", ""),
        slots=None if slots is None else {name: _slot(value) for name, value in slots.items()},
        slots_include=_matches(data.get("slots_include", {})),
        unfilled=tuple(data.get("unfilled", ())),
        action=data.get("action", "ElicitSlot" if "elicits" in data else ""),
        elicits=data.get("elicits", ""),
        messages=None if messages is None else tuple(map(_message_match, messages)),
        reply_contains=data.get("reply_contains", ""),
        session_attributes=_matches(data.get("session_attributes", {})),
        no_session_attributes=tuple(data.get("no_session_attributes", ())),
        active_contexts=None if contexts is None else _contexts(contexts),
        request_attributes=_matches(data.get("request_attributes", {})),
        confidence_at_least=data.get("confidence_at_least"),
        fails=data.get("fails", ""),
    )


def _match(data: Any) -> Match | None:
    if data is None:
        return None
    return Match((data,) if isinstance(data, str) else tuple(data))


def _matches(data: Data) -> dict[str, Match]:
    return {
        name: Match((one,) if isinstance(one, str) else tuple(one)) for name, one in data.items()
    }


def _slot(data: Any) -> SlotMatch:
    if isinstance(data, str):
        return Match((data,))
    if isinstance(data, Mapping):
        return _matches(data)
    return tuple(Match((one,)) for one in data)


def _contexts(data: Any) -> dict[str, Mapping[str, Match]]:
    if isinstance(data, Mapping):
        return {name: _matches(attributes) for name, attributes in data.items()}
    return {name: {} for name in data}


def _message_match(data: Any) -> MessageMatch:
    if not isinstance(data, Mapping):
        return MessageMatch(_match(data))
    card = data.get("card")
    return MessageMatch(
        text=_match(data.get("text")),
        literal=data.get("is", ""),
        contains=_words(data.get("contains", ())),
        lacks=_words(data.get("lacks", ())),
        type=data.get("type", ""),
        card=None if card is None else _card(card),
    )


def _words(data: Any) -> tuple[str, ...]:
    return (data,) if isinstance(data, str) else tuple(data)


def _card(data: Data) -> CardMatch:
    buttons = data.get("buttons")
    return CardMatch(
        _match(data.get("title")),
        _match(data.get("subtitle")),
        _match(data.get("image_url")),
        None if buttons is None else tuple(map(_button, buttons)),
    )


def _button(data: Any) -> ButtonMatch:
    if isinstance(data, str):
        return ButtonMatch(Match((data,)))
    return ButtonMatch(_match(data.get("text")), _match(data.get("value")))
