"""The events of StartConversation: what a client sends, and what it is sent."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.dialog.state import Message
from bot.errors import LexApiError
from bot.lex.document import Node
from bot.lex.wire import SessionStateChange, read_messages, read_session_state
from bot.runtime.content import check_is_text, said
from bot.runtime.streaming.frames import Frame, decode_frame, encode_frame

_SIGNATURE: Final = ":chunk-signature"
_EVENT_ID: Final = re.compile(r"[0-9a-zA-Z._:-]{2,100}")
_SPOKEN: Final = ("AudioInputEvent", "DTMFInputEvent")


@dataclass(frozen=True)
class Configuration:
    """The first event of a conversation, and only that."""

    change: SessionStateChange = field(default_factory=SessionStateChange)
    request_attributes: Mapping[str, str] = field(default_factory=dict)
    welcome: tuple[Message, ...] = ()


@dataclass(frozen=True)
class TextInput:
    text: str


@dataclass(frozen=True)
class PlaybackCompletion:
    """The client has finished playing what was said; text is not played."""


@dataclass(frozen=True)
class Disconnection:
    """The conversation is over."""


Event = Configuration | TextInput | PlaybackCompletion | Disconnection


def read_event(frame: Frame) -> Event:
    """The event in `frame`, within the envelope of a signature or without.

    The empty message that ends a signed stream is a Disconnection. Signatures are not checked, as
    nowhere in this runtime. Raises LexApiError and LexDocumentError.
    """
    if _SIGNATURE in frame.headers:
        return read_event(_unsigned(frame)) if frame.payload else Disconnection()
    kind = frame.text(":event-type")
    if frame.text(":message-type") != "event" or not kind:
        raise LexApiError("ValidationException", "a message of the event stream is no event")
    if kind in _SPOKEN:
        raise LexApiError(
            "ValidationException",
            f"{kind}: neither audio nor DTMF is served here; a conversation in TEXT mode takes "
            "TextInputEvent",
        )
    node = Node(_document(frame.payload), f"/{kind}")
    _check_event_id(node["eventId"])
    return _read(kind, node)


def encode_event(kind: str, document: Mapping[str, object]) -> bytes:
    """A frame with the event `kind`."""
    return _encode({":message-type": "event", ":event-type": kind}, document)


def encode_exception(error: LexApiError) -> bytes:
    """A frame with an exception: it is the last one of a stream."""
    headers = {":message-type": "exception", ":exception-type": error.type}
    return _encode(headers, {"message": str(error)})


def _unsigned(frame: Frame) -> Frame:
    inner = decode_frame(frame.payload)
    if _SIGNATURE in inner.headers:
        raise LexApiError("ValidationException", "a signed message holds another signed message")
    return inner


def _encode(headers: Mapping[str, str], document: Mapping[str, object]) -> bytes:
    payload = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return encode_frame({**headers, ":content-type": "application/json"}, payload)


def _document(payload: bytes) -> object:
    try:
        document: object = json.loads(payload) if payload else {}
    except (ValueError, RecursionError):
        raise LexApiError("ValidationException", "an event's payload is not JSON") from None
    return document


def _read(kind: str, node: Node) -> Event:
    if kind == "ConfigurationEvent":
        return _read_configuration(node)
    if kind == "TextInputEvent":
        return TextInput(said(node["text"]))
    if kind == "PlaybackCompletionEvent":
        return PlaybackCompletion()
    if kind == "DisconnectionEvent":
        return Disconnection()
    raise LexApiError("ValidationException", f"{kind[:60]!r} is no event of StartConversation")


def _read_configuration(node: Node) -> Configuration:
    content_type = node["responseContentType"]
    check_is_text(content_type.text(least=1), "responseContentType", required=True)
    state, attributes = node["sessionState"], node["requestAttributes"]
    disabled = node["disablePlayback"]
    if disabled and not isinstance(disabled.value, bool):
        raise disabled.error("must be true or false")
    welcome = read_messages(node["welcomeMessages"])
    change = read_session_state(state) if state else SessionStateChange()
    if welcome and change.action is None:
        raise node["welcomeMessages"].error(
            "needs a sessionState with a dialogAction: say what next"
        )
    return Configuration(change, attributes.texts() if attributes else {}, welcome)


def _check_event_id(node: Node) -> None:
    if node and not _EVENT_ID.fullmatch(node.text(least=2, most=100)):
        raise node.error("must be 2 to 100 of 0-9 a-z A-Z . _ : -")
