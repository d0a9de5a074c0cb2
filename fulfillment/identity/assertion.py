"""The signed assertion: how a channel tells fulfillment who speaks.

A JWT (HS256), one key per channel, `kid` = the channel. A key signs only for its own channel, so a
leaked Slack key cannot speak for Alexa. The claims are listed in docs/architecture.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

import jwt

from fulfillment.errors import AssertionRefused
from fulfillment.sentences import phrase
from fulfillment.turn import Audience, Channel

LIFETIME_SECONDS = 300
CLOCK_SKEW_SECONDS = 30
REQUEST_ATTRIBUTE = "ground-assertion"


@dataclass(frozen=True)
class Claims:
    """Who speaks, and what this assertion is bound to."""

    identity: str
    name: str
    channel: Channel
    session: str
    event_id: str
    locale: str = "en_US"
    audience: Audience = "private"
    time_zone: str = "UTC"


def sign(claims: Claims, key: str, *, now: datetime) -> str:
    """The compact JWT; it expires `LIFETIME_SECONDS` after `now` (aware, UTC)."""
    issued = int(now.timestamp())
    payload = {
        "sub": claims.identity,
        "name": claims.name,
        "channel": claims.channel,
        "session": claims.session,
        "jti": claims.event_id,
        "locale": claims.locale,
        "audience": claims.audience,
        "tz": claims.time_zone,
        "iat": issued,
        "exp": issued + LIFETIME_SECONDS,
    }
    return jwt.encode(payload, key, algorithm="HS256", headers={"kid": claims.channel})


def verify(token: str, keys: Mapping[str, str], *, now: datetime) -> Claims:
    """The claims of a token, checked against `keys` (channel -> key).

    Raises `AssertionRefused`, whose message says which check failed and never holds the token.
    """
    try:
        channel = str(jwt.get_unverified_header(token).get("kid", ""))
        key = keys[channel]
        payload = jwt.decode(
            token,
            key,
            algorithms=["HS256"],
            # PyJWT checks times against the machine's clock; ours is injected.
            options={
                "verify_exp": False,
                "verify_iat": False,
                "require": ["sub", "jti", "iat", "exp", "session"],
            },
        )
    except KeyError:
        raise AssertionRefused(phrase("assertion_without_key")) from None
    except jwt.PyJWTError as error:
        kind = type(error).__name__
        raise AssertionRefused(phrase("assertion_unverified", error=kind)) from None
    _check_times(payload, now)
    return _claims(payload, channel)


def _check_times(payload: Mapping[str, Any], now: datetime) -> None:
    issued, expires = payload["iat"], payload["exp"]
    if not isinstance(issued, int) or not isinstance(expires, int):
        raise AssertionRefused(phrase("assertion_times_unreadable"))
    moment = now.timestamp()
    if moment > expires + CLOCK_SKEW_SECONDS:
        raise AssertionRefused(phrase("assertion_expired"))
    if issued > moment + CLOCK_SKEW_SECONDS or expires - issued > LIFETIME_SECONDS:
        raise AssertionRefused(phrase("assertion_lives_too_long"))


def _claims(payload: Mapping[str, Any], channel: str) -> Claims:
    if payload.get("channel") != channel or channel not in get_args(Channel):
        raise AssertionRefused(phrase("assertion_of_another_channel"))
    audience = payload.get("audience", "private")
    if audience not in get_args(Audience):
        raise AssertionRefused(phrase("assertion_audience_unknown"))
    return Claims(
        identity=str(payload["sub"]),
        name=str(payload.get("name") or payload["sub"]),
        channel=channel,  # type: ignore[arg-type]  # checked against the Literal above
        session=str(payload["session"]),
        event_id=str(payload["jti"]),
        locale=str(payload.get("locale", "en_US")),
        audience=audience,
        time_zone=str(payload.get("tz", "UTC")),
    )
