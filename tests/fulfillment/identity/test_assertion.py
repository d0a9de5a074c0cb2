"""The assertion: only the channel's own key, only in time, only what was signed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from fulfillment.errors import AssertionRefused
from fulfillment.identity.assertion import Claims, sign, verify
from fulfillment.identity.binding import of_invocation, of_text
from fulfillment.identity.signing import SigningKey
from fulfillment.turn import Invocation
from tests.fulfillment.language import told

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
KEYS = {"web": "w" * 32, "web.2": "v" * 32, "slack": "s" * 32}
WEB = SigningKey("web", KEYS["web"])
CLAIMS = Claims("web:ana", "Ana", "web", "web.ana.1", "event-1", of_text("hi"), audience="shared")


def test_what_a_channel_signs_is_what_fulfillment_reads() -> None:
    assert verify(sign(CLAIMS, WEB, now=NOW), KEYS, now=NOW) == CLAIMS


def test_the_key_id_says_which_version_of_the_key_signed() -> None:
    token = sign(CLAIMS, SigningKey("web.2", KEYS["web.2"]), now=NOW)

    assert jwt.get_unverified_header(token)["kid"] == "web.2"
    assert verify(token, KEYS, now=NOW) == CLAIMS
    with pytest.raises(AssertionRefused):
        verify(token, {"web": KEYS["web"]}, now=NOW)


@pytest.mark.parametrize("event_id", ["", "x" * 501])
def test_an_event_id_is_there_and_not_endless(event_id: str) -> None:
    with pytest.raises(AssertionRefused) as refusal:
        verify(sign(replace(CLAIMS, event_id=event_id), WEB, now=NOW), KEYS, now=NOW)

    assert "no event id" in told(refusal.value)


@pytest.mark.parametrize(
    "again", ["Is  Orders healthy? ", "is orders healthy?", "IS ORDERS HEALTHY?"]
)
def test_what_lex_may_change_of_the_words_does_not_count(again: str) -> None:
    assert of_text("Is Orders healthy?") == of_text(again)
    assert of_text("Is Orders healthy?") != of_text("Is Orders healthy in production?")


@pytest.mark.parametrize(
    "other",
    [
        Invocation("cancel", "RestartService", {"service": "orders"}),
        Invocation("intent", "ServiceVersion", {"service": "orders"}),
        Invocation("intent", "RestartService", {"service": "cards"}),
        Invocation("intent", "RestartService"),
    ],
)
def test_every_part_of_a_structured_request_counts(other: Invocation) -> None:
    asked = Invocation("intent", "RestartService", {"service": "orders"})

    assert of_invocation(asked) == of_invocation(asked, {})
    assert of_invocation(asked) != of_invocation(other)
    assert of_invocation(asked) != of_invocation(asked, {"environment": "production"})


@pytest.mark.parametrize("later", [timedelta(seconds=331), timedelta(days=-1)])
def test_an_assertion_lives_five_minutes(later: timedelta) -> None:
    token = sign(CLAIMS, WEB, now=NOW)

    with pytest.raises(AssertionRefused):
        verify(token, KEYS, now=NOW + later)


def test_the_key_of_one_channel_cannot_speak_for_another() -> None:
    claims = {**jwt.decode(sign(CLAIMS, WEB, now=NOW), options={"verify_signature": False})}
    forged = jwt.encode(claims, KEYS["slack"], algorithm="HS256", headers={"kid": "slack"})

    with pytest.raises(AssertionRefused) as refusal:
        verify(forged, KEYS, now=NOW)

    assert "another channel" in told(refusal.value)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a.b.c",
        jwt.encode({"sub": "web:ana"}, "x" * 32, algorithm="HS256", headers={"kid": "web"}),
        jwt.encode({"sub": "web:ana"}, "", algorithm="none", headers={"kid": "web"}),
        jwt.encode({"sub": "web:ana"}, KEYS["web"], algorithm="HS256", headers={"kid": "web"}),
        jwt.encode({"sub": "web:ana"}, KEYS["web"], algorithm="HS256", headers={"kid": "sms"}),
        jwt.encode({"sub": "web:ana"}, KEYS["web"] * 2, algorithm="HS512", headers={"kid": "web"}),
    ],
)
def test_anything_else_is_refused_without_naming_the_token(token: str) -> None:
    with pytest.raises(AssertionRefused) as refusal:
        verify(token, KEYS, now=NOW)

    assert not token or token not in told(refusal.value)
    assert not token or token not in str(refusal.value)


def test_a_long_lived_assertion_is_refused() -> None:
    payload = jwt.decode(sign(CLAIMS, WEB, now=NOW), options={"verify_signature": False})
    payload["exp"] += 3600
    token = jwt.encode(payload, KEYS["web"], algorithm="HS256", headers={"kid": "web"})

    with pytest.raises(AssertionRefused) as refusal:
        verify(token, KEYS, now=NOW)

    assert "lives too long" in told(refusal.value)
