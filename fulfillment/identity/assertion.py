"""The signed assertion: how a channel tells fulfillment who speaks.

A JWT (HS256), one key per channel, `kid` = the channel and the key's version. A key signs only
for its own channel, so a leaked Slack key cannot speak for Alexa. The claims are listed in
docs/architecture.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

import jwt

from fulfillment.errors import AssertionRefused
from fulfillment.identity.signing import Keys, SigningKey
from fulfillment.sentences import phrase
from fulfillment.turn import Audience, Channel

LIFETIME_SECONDS = 300
CLOCK_SKEW_SECONDS = 30
MAX_EVENT_ID = 500
REQUEST_ATTRIBUTE = "ground-assertion"


@dataclass(frozen=True)
class Claims:
    """Who speaks, and what this assertion is bound to."""

    identity: str
    name: str
    channel: Channel
    session: str
    event_id: str
    input: str
    """What was said or asked for, hashed: see `fulfillment.identity.binding`."""
    locale: str = "en_US"
    audience: Audience = "private"
    time_zone: str = "UTC"
    groups: tuple[str, ...] = ()
    """Those of the channel that the person is in: "slack:T1:S1" (a user group), "web:approvers"."""
    place: str = ""
    """Where in the channel: "slack:C0OPS"; "" where there are no places."""


def sign(claims: Claims, key: SigningKey, *, now: datetime) -> str:
    """The compact JWT; it expires `LIFETIME_SECONDS` after `now` (aware, UTC)."""
    issued = int(now.timestamp())
    payload = {
        "sub": claims.identity,
        "name": claims.name,
        "channel": claims.channel,
        "session": claims.session,
        "jti": claims.event_id,
        "input": claims.input,
        "locale": claims.locale,
        "audience": claims.audience,
        "tz": claims.time_zone,
        **({"groups": list(claims.groups)} if claims.groups else {}),
        **({"place": claims.place} if claims.place else {}),
        "iat": issued,
        "exp": issued + LIFETIME_SECONDS,
    }
    return jwt.encode(payload, key.value, algorithm="HS256", headers={"kid": key.kid})


def verify(token: str, keys: Keys, *, now: datetime) -> Claims:
    """The claims of a token, checked against `keys`.

    Raises `AssertionRefused`, whose message says which check failed and never holds the token; and
    what `keys` raises.
    """
    try:
        kid = str(jwt.get_unverified_header(token).get("kid", ""))
        key = keys[kid]
        payload = jwt.decode(
            token,
            key,
            algorithms=["HS256"],
            # PyJWT checks times against the machine's clock; ours is injected.
            options={
                "verify_exp": False,
                "verify_iat": False,
                "require": ["sub", "jti", "iat", "exp", "session", "input"],
            },
        )
    except KeyError:
        raise AssertionRefused(phrase("assertion_without_key")) from None
    except jwt.PyJWTError as error:
        kind = type(error).__name__
        raise AssertionRefused(phrase("assertion_unverified", error=kind)) from None
    _check_times(payload, now)
    return _claims(payload, kid.partition(".")[0])


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
    if not 0 < len(str(payload["jti"])) <= MAX_EVENT_ID:
        raise AssertionRefused(phrase("assertion_without_id"))
    return Claims(
        identity=str(payload["sub"]),
        name=str(payload.get("name") or payload["sub"]),
        channel=channel,  # type: ignore[arg-type]  # checked against the Literal above
        session=str(payload["session"]),
        event_id=str(payload["jti"]),
        input=str(payload["input"]),
        locale=str(payload.get("locale", "en_US")),
        audience=audience,
        time_zone=str(payload.get("tz", "UTC")),
        groups=_groups(payload.get("groups", [])),
        place=str(payload.get("place", "")),
    )


def _groups(found: object) -> tuple[str, ...]:
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise AssertionRefused(phrase("assertion_groups_unreadable"))
    return tuple(found)
