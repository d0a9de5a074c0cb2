"""The assertion: only the channel's own key, only in time, only what was signed."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest

from fulfillment.errors import AssertionRefused
from fulfillment.identity.assertion import Claims, sign, verify
from tests.fulfillment.language import told

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
KEYS = {"web": "w" * 32, "slack": "s" * 32}
CLAIMS = Claims("web:ana", "Ana", "web", "web.ana.1", "event-1", audience="shared")


def test_what_a_channel_signs_is_what_fulfillment_reads() -> None:
    assert verify(sign(CLAIMS, KEYS["web"], now=NOW), KEYS, now=NOW) == CLAIMS


@pytest.mark.parametrize("later", [timedelta(seconds=331), timedelta(days=-1)])
def test_an_assertion_lives_five_minutes(later: timedelta) -> None:
    token = sign(CLAIMS, KEYS["web"], now=NOW)

    with pytest.raises(AssertionRefused):
        verify(token, KEYS, now=NOW + later)


def test_the_key_of_one_channel_cannot_speak_for_another() -> None:
    claims = {**jwt.decode(sign(CLAIMS, KEYS["web"], now=NOW), options={"verify_signature": False})}
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
    payload = jwt.decode(sign(CLAIMS, KEYS["web"], now=NOW), options={"verify_signature": False})
    payload["exp"] += 3600
    token = jwt.encode(payload, KEYS["web"], algorithm="HS256", headers={"kid": "web"})

    with pytest.raises(AssertionRefused) as refusal:
        verify(token, KEYS, now=NOW)

    assert "lives too long" in told(refusal.value)
