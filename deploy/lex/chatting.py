"""A conversation with one bot in this process: the API's own answers, shown as text."""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.errors import LexApiError, LexDocumentError
from bot.printing import printable
from bot.runtime.http import Request, Response, error_response
from bot.runtime.operations import perform
from bot.runtime.registry import BotDeployment, Registry
from bot.runtime.sessions import SessionKey, Sessions

SESSION_ID = "ground-lex-chat"
COMMANDS: Mapping[str, str] = {
    "/state": "the session as GetSession gives it",
    "/reset": "forget the session",
    "/quit": "leave, as Ctrl-D does",
    "/help": "these commands",
}

Tone = Literal["bot", "state", "error"]


@dataclass(frozen=True)
class Line:
    """One line to show."""

    text: str
    tone: Tone = "bot"


@dataclass
class LexChat:
    """One session with `served` in `locale`; what is said is sent as RecognizeText."""

    served: BotDeployment
    locale: str
    sessions: Sessions
    _buttons: tuple[str, ...] = ()
    _registry: Registry = field(init=False)

    def __post_init__(self) -> None:
        self._registry = Registry([self.served])

    @property
    def completions(self) -> tuple[str, ...]:
        return tuple(COMMANDS)

    def say(self, line: str) -> Any:
        """The answer to `line`, as parsed JSON; an error is its document (`__type`, `message`).

        The number of a button that was just shown says its value.
        """
        document = self._call("RecognizeText", {"text": self._meant(line)})
        self._buttons = tuple(_buttons(document.get("messages") or ()))
        return document

    def state(self) -> Any:
        """The session, or the error that there is none."""
        return self._call("GetSession")

    def reset(self) -> None:
        self._buttons = ()
        self._call("DeleteSession")

    def _meant(self, line: str) -> str:
        number = int(line) if line.isascii() and line.isdigit() and len(line) < 3 else 0
        return self._buttons[number - 1] if 0 < number <= len(self._buttons) else line

    def _call(
        self,
        operation: Literal["RecognizeText", "GetSession", "DeleteSession"],
        body: Mapping[str, object] | None = None,
    ) -> Any:
        key = SessionKey(self.served.bot_id, self.served.alias_id, self.locale, SESSION_ID)
        payload = json.dumps(body).encode() if body else b""
        request = Request(operation, key, str(uuid.uuid4()), {}, payload)
        return json.loads(self._answered(request).body)

    def _answered(self, request: Request) -> Response:
        try:
            return perform(self._registry, self.sessions, request)
        except LexApiError as error:
            return error_response(error)
        except LexDocumentError as error:
            return error_response(LexApiError("ValidationException", str(error)))


def shown(document: Any) -> Iterator[Line]:
    """An answer for a person: messages, cards with numbered buttons, and what is known so far."""
    if "__type" in document:
        yield Line(printable(f"{document['__type']}: {document['message']}"), "error")
        return
    number = 0
    for message in document.get("messages") or ():
        card = message.get("imageResponseCard")
        if card is None:
            kind = message["contentType"]
            mark = "" if kind == "PlainText" else f"{kind}: "
            yield Line(printable(f"{mark}{message['content']}"))
            continue
        yield from _card(card, number)
        number += len(card.get("buttons") or ())
    yield Line(printable(state_line(document["sessionState"])), "state")


def state_line(state: Mapping[str, Any]) -> str:
    """`[BookHotel(City=Rome, Night=?) InProgress, ElicitSlot Night]`"""
    parts = []
    if intent := state.get("intent"):
        slots = ", ".join(f"{name}={_slot(slot)}" for name, slot in intent["slots"].items())
        answered = intent["confirmationState"]
        confirmed = "" if answered == "None" else f" {answered}"
        parts.append(f"{intent['name']}({slots}) {intent['state']}{confirmed}")
    if action := state.get("dialogAction"):
        part = action.get("subSlotToElicit") or {}
        asked = [action.get("slotToElicit", ""), part.get("name", "")]
        parts.append(f"{action['type']} {'.'.join(filter(None, asked))}".strip())
    return f"[{', '.join(parts) or 'no intent'}]"


def _slot(slot: Any) -> str:
    if slot is None:
        return "?"
    if slot["shape"] == "List":
        return " + ".join(map(_slot, slot["values"]))
    if slot["shape"] == "Composite":
        parts = ", ".join(f"{name}={_slot(part)}" for name, part in slot["subSlots"].items())
        return f"({parts})"
    value = slot["value"]
    found = value["interpretedValue"] or " or ".join(value["resolvedValues"])
    return str(found or value["originalValue"])


def _card(card: Mapping[str, Any], before: int) -> Iterator[Line]:
    words = [card["title"], card.get("subtitle", ""), card.get("imageUrl", "")]
    yield Line(printable(f"[card] {' / '.join(filter(None, words))}"))
    for number, button in enumerate(card.get("buttons") or (), start=before + 1):
        yield Line(printable(f"  {number}. {button['text']}"))


def _buttons(messages: Sequence[Any]) -> Iterator[str]:
    for message in messages:
        for button in (message.get("imageResponseCard") or {}).get("buttons") or ():
            yield button["value"]
