"""The web function: API Gateway events in, JSON for the page out."""

import base64
import json
from typing import Any

import pytest

from channels.errors import ConversationError, FailureKind
from fulfillment.turn import Invocation, Reply
from tests.channels.scripted import ScriptedConversation
from tests.channels.web.events import Event, load, send

SESSION = "web.ana.1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"
REQUEST_ID = "7d444840-9dc0-11d1-b245-5ffdce74fad2"


def test_words_go_to_the_bot_as_the_person_of_the_claims() -> None:
    conversation = ScriptedConversation.of(Reply(text="**orders** is fine."))
    status, document = send(conversation, load("turn"))

    speaker, session, text, event_id = conversation.said[0]
    assert status == 200
    assert document["reply"]["text"] == [
        {"text": "orders", "style": "bold"},
        {"text": " is fine.", "style": "plain"},
    ]
    assert (session, text, event_id) == (SESSION, "what's broken", REQUEST_ID)
    assert (speaker.identity, speaker.display_name) == ("web:ana", "Ana Ruiz")
    assert (speaker.channel, speaker.audience) == ("web", "private")
    assert speaker.time_zone == "Europe/Madrid"


def test_a_button_goes_past_the_bot() -> None:
    conversation = ScriptedConversation.of(Reply(text="Started."))
    status, _ = send(conversation, load("invocation_confirm"))

    assert status == 200
    assert conversation.invoked[0][1:] == (
        SESSION,
        Invocation("confirm", "3f2a9c1e5b7d"),
        REQUEST_ID,
    )
    assert conversation.said == []


def test_the_session_says_who_is_signed_in_and_what_help_suggests() -> None:
    conversation = ScriptedConversation.of(Reply(text="…", suggestions=("what's broken",)))
    status, document = send(conversation, load("session"))

    assert status == 200
    assert document["person"] == {"subject": "ana", "name": "Ana Ruiz"}
    assert document["limits"] == {"text": 1024, "value": 200}
    assert document["greeting"]["suggestions"] == ["what's broken"]
    assert {"text": "Ana Ruiz", "style": "bold"} in document["greeting"]["text"]


@pytest.mark.parametrize(
    ("headers", "locale"),
    [
        ({"x-ground-locale": "de_DE", "accept-language": "en"}, "de_DE"),
        ({"accept-language": "fr;q=0.9,de-AT;q=0.8,en;q=0.5"}, "de_DE"),
        ({"x-ground-locale": "xx_XX"}, "en_US"),
        ({}, "en_US"),
    ],
)
def test_the_page_says_which_language_it_speaks(headers: dict[str, str], locale: str) -> None:
    conversation = ScriptedConversation.of(Reply(text="…"), Reply(text="…"))
    send(conversation, load("turn", lambda event: event["headers"].update(headers)))
    _, document = send(
        conversation, load("session", lambda event: event["headers"].update(headers))
    )

    greeting = "".join(span["text"] for span in document["greeting"]["text"])
    assert conversation.said[0][0].locale == locale
    assert greeting.startswith("Hallo Ana" if locale == "de_DE" else "Hello Ana")


def test_a_refusal_is_told_in_the_language_of_the_browser() -> None:
    def change(event: Event) -> None:
        event["headers"]["accept-language"] = "de"

    _, document = send(ScriptedConversation.of(), load("turn_signed_out", change))

    assert document["error"]["message"].startswith("Die Anmeldung fehlt")


def test_the_session_stands_when_help_is_down() -> None:
    conversation = ScriptedConversation.of(ConversationError("unavailable", "down"))
    status, document = send(conversation, load("session"))

    assert status == 200
    assert document["greeting"]["suggestions"] == ["help"]


def test_a_name_with_marks_stays_a_name() -> None:
    def rename(event: Event) -> None:
        event["requestContext"]["authorizer"]["jwt"]["claims"]["name"] = "*Ana* `x`"

    _, document = send(ScriptedConversation.of(Reply(text="")), load("session", rename))

    assert {"text": "*Ana* `x`", "style": "bold"} in document["greeting"]["text"]


def test_nobody_signed_in_is_401() -> None:
    status, document = send(ScriptedConversation.of(), load("turn_signed_out"))

    assert (status, document["error"]["code"]) == (401, "signed_out")


@pytest.mark.parametrize("claims", [{}, {"sub": ""}, {"sub": 7}, None])
def test_claims_without_a_subject_are_401(claims: Any) -> None:
    def change(event: Event) -> None:
        event["requestContext"]["authorizer"]["jwt"]["claims"] = claims

    assert send(ScriptedConversation.of(), load("turn", change))[0] == 401


def test_identity_in_the_body_or_a_header_changes_nothing() -> None:
    def forge(event: Event) -> None:
        event["body"] = json.dumps({"text": "hello", "sub": "root", "identity": "web:root"})
        event["headers"]["x-ground-identity"] = "web:root"

    conversation = ScriptedConversation.of(Reply(text=""))
    send(conversation, load("turn", forge))

    assert conversation.said[0][0].identity == "web:ana"
    assert conversation.said[0][1] == SESSION


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "json_invalid"),
        ("{", "json_invalid"),
        ("[]", "json_invalid"),
        ("null", "json_invalid"),
        ("[" * 100_000, "json_invalid"),
        ("{}", "text_empty"),
        ('{"text": ""}', "text_empty"),
        ('{"text": "  \\n"}', "text_empty"),
        ('{"text": 7}', "text_empty"),
        (json.dumps({"text": "x" * 1025}), "text_too_long"),
        ('{"text": "\\ud83d"}', "text_invalid"),
    ],
)
def test_a_bad_body_is_400_and_reaches_nobody(body: str, code: str) -> None:
    conversation = ScriptedConversation.of()
    status, document = send(conversation, load("turn", lambda event: event.update(body=body)))

    assert (status, document["error"]["code"]) == (400, code)
    assert document["error"]["message"].endswith(".")
    assert conversation.said == []


@pytest.mark.parametrize(
    "text", ["x" * 1024, "😀" * 1024, "што сломалось", "\u0007 bell", "<b>markup</b>"]
)
def test_odd_words_within_the_limit_reach_the_bot_as_they_are(text: str) -> None:
    conversation = ScriptedConversation.of(Reply(text=""))
    body = json.dumps({"text": text})
    status, _ = send(conversation, load("turn", lambda event: event.update(body=body)))

    assert status == 200
    assert conversation.said[0][2] == text


def test_a_base64_body_is_read() -> None:
    def encode(event: Event) -> None:
        event["body"] = base64.b64encode(event["body"].encode()).decode()
        event["isBase64Encoded"] = True

    assert send(ScriptedConversation.of(Reply(text="")), load("turn", encode))[0] == 200


@pytest.mark.parametrize("body", ["no base64!", base64.b64encode(b"\xff\xfe{").decode()])
def test_a_broken_base64_body_is_400(body: str) -> None:
    change = {"body": body, "isBase64Encoded": True}

    assert (
        send(ScriptedConversation.of(), load("turn", lambda event: event.update(change)))[0] == 400
    )


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_content_type_is_400(content_type: str) -> None:
    def change(event: Event) -> None:
        event["headers"]["content-type"] = content_type

    status, document = send(ScriptedConversation.of(), load("turn", change))

    assert (status, document["error"]["code"]) == (400, "content_type")


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "shell", "name": "rm"},
        {"kind": "intent"},
        {"kind": "intent", "name": "x" * 201},
        {"kind": "intent", "name": "Restart", "slots": {"service": 7}},
        {"kind": "intent", "name": "PageOnCall", "slots": {"service": "orders", "reason": ["x"]}},
        {"kind": "intent", "name": "PageOnCall", "slots": "orders"},
        {"kind": "intent", "name": "PageOnCall", "slots": {str(n): "x" for n in range(21)}},
    ],
)
def test_a_malformed_invocation_is_400(body: dict[str, Any]) -> None:
    change = {"body": json.dumps(body)}
    event = load("invocation_confirm", lambda event: event.update(change))
    status, document = send(ScriptedConversation.of(), event)

    assert (status, document["error"]["code"]) == (400, "invocation_invalid")


def test_what_a_form_sends_is_an_invocation_of_who_is_signed_in() -> None:
    slots = {"service": "orders", "reason": "<b>checkout</b>\nfails"}
    body = json.dumps({"kind": "intent", "name": "PageOnCall", "slots": slots})
    conversation = ScriptedConversation.of(Reply(text="Page Omar?", state="confirm"))
    event = load("invocation_confirm", lambda event: event.update(body=body))
    form = {"rawPath": event["rawPath"], "body": body}
    signed_out = load("turn_signed_out", lambda event: event.update(form))

    assert send(conversation, event)[0] == 200
    assert send(conversation, signed_out)[0] == 401
    (asked,) = conversation.invoked
    assert asked[0].identity == "web:ana"
    assert asked[2] == Invocation("intent", "PageOnCall", slots)


@pytest.mark.parametrize(
    ("kind", "status"),
    [("invalid", 400), ("busy", 409), ("throttled", 429), ("unavailable", 503)],
)
def test_a_failed_turn_has_its_status_and_words_for_a_person(
    kind: FailureKind, status: int
) -> None:
    conversation = ScriptedConversation.of(ConversationError(kind, "Try again."))

    assert send(conversation, load("turn")) == (
        status,
        {"error": {"code": kind, "message": "Try again."}},
    )


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/api/turns", "GET", 405),
        ("/api/session", "POST", 405),
        ("/api/other", "POST", 404),
        ("/api/turns/", "POST", 404),
    ],
)
def test_another_route_is_refused(path: str, method: str, status: int) -> None:
    def change(event: Event) -> None:
        event["rawPath"] = path
        event["requestContext"]["http"]["method"] = method

    assert send(ScriptedConversation.of(), load("turn", change))[0] == status


@pytest.mark.parametrize("event", [{}, [], None, {"requestContext": {}}, {"Records": []}])
def test_an_event_of_another_form_is_answered_not_raised(event: Any) -> None:
    status, document = send(ScriptedConversation.of(), event)

    assert (status, document["error"]["code"]) == (400, "event_malformed")


@pytest.mark.parametrize("conversation_id", ["", "short", "x" * 41, "a.b.c.d.e", "ümläut-ümläut"])
def test_a_conversation_id_of_another_form_is_400(conversation_id: str) -> None:
    def change(event: Event) -> None:
        event["headers"]["x-ground-conversation"] = conversation_id

    status, document = send(ScriptedConversation.of(), load("turn", change))

    assert (status, document["error"]["code"]) == (400, "conversation_invalid")


@pytest.mark.parametrize("zone", ["../../etc/passwd", "Mars/Base", "", "x" * 5000])
def test_an_unknown_time_zone_is_utc(zone: str) -> None:
    def change(event: Event) -> None:
        event["headers"]["x-ground-time-zone"] = zone

    conversation = ScriptedConversation.of(Reply(text=""))
    send(conversation, load("turn", change))

    assert conversation.said[0][0].time_zone == "UTC"
