"""The operations of the Lex V2 runtime API: a request in, a response out. They block."""

import unicodedata
from collections.abc import Callable, Mapping
from email.message import Message as MimeHeaders
from typing import Final

from bot.dialog.state import DialogState
from bot.errors import LexApiError, LexDocumentError
from bot.lex.code_hook import TEXT
from bot.lex.document import Node
from bot.lex.header import decode_header, encode_header
from bot.lex.wire import (
    Json,
    interpretations_json,
    messages_json,
    read_messages,
    read_session_state,
    session_state_json,
)
from bot.runtime.http import Operation, Request, Response, json_body, json_response
from bot.runtime.registry import BotDeployment, Registry
from bot.runtime.sessions import Session, Sessions
from bot.runtime.turns import Call, Outcome, put, recognize

MAX_TEXT: Final = 1024
MAX_HEADER_BYTES: Final = 16 * 1024
"""Of all headers of RecognizeUtterance."""
MAX_STATE_HEADER_BYTES: Final = 12 * 1024
"""Of its session state and request attributes together."""

_STATE = "x-amz-lex-session-state"
_ATTRIBUTES = "x-amz-lex-request-attributes"


def perform(registry: Registry, sessions: Sessions, request: Request) -> Response:
    """Do what `request` asks. Raises LexApiError and LexDocumentError (a ValidationException)."""
    deployment = registry.find(request.key.bot_id, request.key.alias_id, request.key.locale)
    return _PERFORM[request.operation](deployment, sessions, request)


def _recognize_text(deployment: BotDeployment, sessions: Sessions, request: Request) -> Response:
    body = json_body(request.body)
    text = _clean(body["text"].text(least=1, most=MAX_TEXT))
    call = _call(request, body["sessionState"], body["requestAttributes"])
    outcome = recognize(deployment, sessions, call, text)
    document: Json = {"sessionId": request.key.session_id}
    document |= _session_document(deployment, request, outcome.session)
    if outcome.request_attributes:
        document["requestAttributes"] = dict(outcome.request_attributes)
    return json_response(document)


def _recognize_utterance(
    deployment: BotDeployment, sessions: Sessions, request: Request
) -> Response:
    _check_header_sizes(request.headers)
    _check_is_text(request.headers.get("content-type", ""), "Content-Type", required=True)
    _check_is_text(request.headers.get("response-content-type", ""), "Response-Content-Type")
    text = _clean(Node(_utf8(request.body), "/inputStream").text(least=1, most=MAX_TEXT))
    call = _call(request, _header(request, _STATE), _header(request, _ATTRIBUTES))
    outcome = recognize(deployment, sessions, call, text)
    headers = {
        "x-amz-lex-input-mode": "Text",
        "x-amz-lex-input-transcript": encode_header(text),
        "x-amz-lex-interpretations": encode_header(
            _interpretations(deployment, request, outcome.session)
        ),
    }
    return Response(200, {**_outcome_headers(request, outcome), **headers})


def _put_session(deployment: BotDeployment, sessions: Sessions, request: Request) -> Response:
    # PutSession's header has no hyphens; RecognizeUtterance's has two.
    _check_is_text(request.headers.get("responsecontenttype", ""), "ResponseContentType")
    body = json_body(request.body)
    if not body["sessionState"]:
        raise body["sessionState"].error("is required")
    messages = read_messages(body["messages"])
    call = _call(request, body["sessionState"], body["requestAttributes"])
    outcome = put(deployment, sessions, call, messages)
    return Response(200, _outcome_headers(request, outcome))


def _get_session(deployment: BotDeployment, sessions: Sessions, request: Request) -> Response:
    session = sessions.read(request.key, deployment.session_ttl_seconds)
    if session is None:
        raise _no_session(request)
    document: Json = {"sessionId": request.key.session_id}
    return json_response(document | _session_document(deployment, request, session))


def _delete_session(deployment: BotDeployment, sessions: Sessions, request: Request) -> Response:
    with sessions.hold(request.key, deployment.session_ttl_seconds) as held:
        if held.session is None:
            raise _no_session(request)
        held.drop()
    key = request.key
    return json_response(
        {
            "botId": key.bot_id,
            "botAliasId": key.alias_id,
            "localeId": key.locale,
            "sessionId": key.session_id,
        }
    )


def _start_conversation(_: BotDeployment, __: Sessions, ___: Request) -> Response:
    raise LexApiError(
        "ValidationException",
        "StartConversation (streaming) is not served here: use RecognizeText or RecognizeUtterance",
    )


_PERFORM: Mapping[Operation, Callable[[BotDeployment, Sessions, Request], Response]] = {
    "RecognizeText": _recognize_text,
    "RecognizeUtterance": _recognize_utterance,
    "PutSession": _put_session,
    "GetSession": _get_session,
    "DeleteSession": _delete_session,
    "StartConversation": _start_conversation,
}


def _call(request: Request, state: Node, attributes: Node) -> Call:
    request_attributes = attributes.texts() if attributes else {}
    node = Node(state.value, "/sessionState") if state else Node({}, "/sessionState")
    return Call(request.key, request.request_id, read_session_state(node), request_attributes)


def _session_document(deployment: BotDeployment, request: Request, session: Session) -> Json:
    return {
        "messages": messages_json(session.messages),
        "interpretations": _interpretations(deployment, request, session),
        "sessionState": _session_state(session),
    }


def _session_state(session: Session) -> Json:
    return session_state_json(
        session.dialog,
        originating_request_id=session.request_id,
        hints=session.hints,
    )


def _interpretations(deployment: BotDeployment, request: Request, session: Session) -> list[Json]:
    dialog: DialogState = session.dialog
    definition = deployment.definitions[request.key.locale]
    return interpretations_json(definition, dialog, session.interpretations)


def _outcome_headers(request: Request, outcome: Outcome) -> dict[str, str]:
    headers = {
        "content-type": TEXT,
        "x-amz-lex-session-id": request.key.session_id,
        _STATE: encode_header(_session_state(outcome.session)),
        "x-amz-lex-messages": encode_header(messages_json(outcome.session.messages)),
    }
    if outcome.request_attributes:
        headers[_ATTRIBUTES] = encode_header(dict(outcome.request_attributes))
    return headers


def _header(request: Request, name: str) -> Node:
    text = request.headers.get(name)
    return Node(decode_header(text, name) if text else None)


def _clean(text: str) -> str:
    """Control characters are spaces: they mean nothing said, and can forge a log line."""
    return "".join(" " if unicodedata.category(mark) == "Cc" else mark for mark in text)


def _utf8(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise LexDocumentError("/inputStream", "is not UTF-8: send text in UTF-8") from None


def _check_is_text(content_type: str, header: str, *, required: bool = False) -> None:
    if not content_type and not required:
        return
    media = MimeHeaders()
    media["content-type"] = content_type
    charset = media.get_content_charset("utf-8")
    if content_type and media.get_content_type() == "text/plain" and charset == "utf-8":
        return
    cure = f"send {header}: {TEXT}"
    if content_type.lower().startswith("audio/"):
        raise LexApiError(
            "ValidationException", f"{header}: audio is not served here, only text; {cure}"
        )
    raise LexApiError("ValidationException", f"{header} {content_type[:100]!r} is no text; {cure}")


def _check_header_sizes(headers: Mapping[str, str]) -> None:
    everything = sum(len(name) + len(value) for name, value in headers.items())
    state = len(headers.get(_STATE, "")) + len(headers.get(_ATTRIBUTES, ""))
    if everything > MAX_HEADER_BYTES or state > MAX_STATE_HEADER_BYTES:
        raise LexApiError(
            "ValidationException",
            f"the headers are {everything} bytes, {state} of them session state and request "
            f"attributes; at most {MAX_HEADER_BYTES} and {MAX_STATE_HEADER_BYTES} are allowed: "
            "send fewer attributes",
        )


def _no_session(request: Request) -> LexApiError:
    return LexApiError(
        "ResourceNotFoundException",
        f"there is no session {request.key.session_id}: it never began, ended, or was idle too "
        "long; RecognizeText or PutSession begins one",
    )
