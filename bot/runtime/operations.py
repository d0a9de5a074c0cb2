"""The operations of the Lex V2 runtime API: a request in, a response out. They block."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from bot.errors import LexApiError
from bot.lex.document import Node
from bot.lex.header import decode_header, encode_header
from bot.lex.wire import Json, messages_json, read_messages, read_session_state
from bot.runtime.content import said
from bot.runtime.documents import (
    interpretations_document,
    session_document,
    session_state_document,
)
from bot.runtime.http import Operation, Request, Response, json_body, json_response
from bot.runtime.registry import BotDeployment, Registry
from bot.runtime.sessions import Sessions
from bot.runtime.spoken import Speaker, read_input, speaker
from bot.runtime.turns import Call, Outcome, put, recognize

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
    text = said(body["text"])
    call = _call(request, body["sessionState"], body["requestAttributes"])
    outcome = recognize(deployment, sessions, call, text)
    document: Json = {"sessionId": request.key.session_id}
    document |= session_document(deployment, request.key.locale, outcome.session)
    if outcome.request_attributes:
        document["requestAttributes"] = dict(outcome.request_attributes)
    return json_response(document)


def _recognize_utterance(
    deployment: BotDeployment, sessions: Sessions, request: Request
) -> Response:
    _check_header_sizes(request.headers)
    answering = _speaker(deployment, request, "Response-Content-Type")
    inputs = read_input(deployment, request)
    call = replace(
        _call(request, _header(request, _STATE), _header(request, _ATTRIBUTES)),
        input_mode="Text" if isinstance(inputs, str) else "Speech",
        response_content_type=answering.content_type,
    )
    outcome = recognize(deployment, sessions, call, inputs)
    headers = {
        "x-amz-lex-input-mode": call.input_mode,
        "x-amz-lex-input-transcript": encode_header(outcome.transcript),
        "x-amz-lex-interpretations": encode_header(
            interpretations_document(deployment, request.key.locale, outcome.session)
        ),
    }
    return _answered(request, outcome, answering, headers)


def _put_session(deployment: BotDeployment, sessions: Sessions, request: Request) -> Response:
    # PutSession's header has no hyphens; RecognizeUtterance's has two.
    answering = _speaker(deployment, request, "ResponseContentType")
    body = json_body(request.body)
    if not body["sessionState"]:
        raise body["sessionState"].error("is required")
    messages = read_messages(body["messages"])
    call = _call(request, body["sessionState"], body["requestAttributes"])
    call = replace(call, response_content_type=answering.content_type)
    outcome = put(deployment, sessions, call, messages)
    return _answered(request, outcome, answering, {})


def _get_session(deployment: BotDeployment, sessions: Sessions, request: Request) -> Response:
    session = sessions.read(request.key, deployment.session_ttl_seconds)
    if session is None:
        raise _no_session(request)
    document: Json = {"sessionId": request.key.session_id}
    return json_response(document | session_document(deployment, request.key.locale, session))


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


_PERFORM: Mapping[Operation, Callable[[BotDeployment, Sessions, Request], Response]] = {
    "RecognizeText": _recognize_text,
    "RecognizeUtterance": _recognize_utterance,
    "PutSession": _put_session,
    "GetSession": _get_session,
    "DeleteSession": _delete_session,
}


def _call(request: Request, state: Node, attributes: Node) -> Call:
    named = Node(attributes.value, "/requestAttributes")
    request_attributes = named.texts() if named else {}
    node = Node(state.value, "/sessionState") if state else Node({}, "/sessionState")
    return Call(request.key, request.request_id, read_session_state(node), request_attributes)


def _speaker(deployment: BotDeployment, request: Request, name: str) -> Speaker:
    content_type = request.headers.get(name.lower(), "")
    return speaker(deployment, content_type, name, request.key.locale)


def _answered(
    request: Request, outcome: Outcome, answering: Speaker, more: Mapping[str, str]
) -> Response:
    headers = {**_outcome_headers(request, outcome), **more, "content-type": answering.content_type}
    return Response(200, headers, answering.body(outcome.session.messages))


def _outcome_headers(request: Request, outcome: Outcome) -> dict[str, str]:
    headers = {
        "x-amz-lex-session-id": request.key.session_id,
        _STATE: encode_header(session_state_document(outcome.session)),
        "x-amz-lex-messages": encode_header(messages_json(outcome.session.messages)),
    }
    if outcome.request_attributes:
        headers[_ATTRIBUTES] = encode_header(dict(outcome.request_attributes))
    return headers


def _header(request: Request, name: str) -> Node:
    text = request.headers.get(name)
    return Node(decode_header(text, name) if text else None)


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
