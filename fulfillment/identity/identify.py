"""Who asks: the assertion verified, and bound to the request that carries it."""

from datetime import datetime

from fulfillment.errors import AssertionRefused
from fulfillment.identity.assertion import Claims, verify
from fulfillment.identity.keys import Keys
from fulfillment.identity.policy import DIRECT, Policy
from fulfillment.request import Caller
from fulfillment.sentences import phrase


def signed_caller(token: str, keys: Keys, policy: Policy, now: datetime) -> Caller:
    """The caller of a structured event. Raises `AssertionRefused` and `StoreError`."""
    return _caller(verify(token, keys, now=now), token, policy)


def lex_caller(
    token: str, keys: Keys, policy: Policy, now: datetime, *, session_id: str, locale: str
) -> Caller:
    """The caller of a Lex event: the assertion must be for this very session and locale.

    Raises `AssertionRefused` and `StoreError`.
    """
    claims = verify(token, keys, now=now)
    if claims.session != session_id or claims.locale != locale:
        raise AssertionRefused(phrase("assertion_for_another_session"))
    return _caller(claims, token, policy)


def direct_caller(policy: Policy, *, session_id: str, locale: str, request_id: str) -> Caller:
    """A caller of the Lex API without an assertion: whoever IAM lets in."""
    return Caller(
        person=policy.person(DIRECT, "a caller of the Lex API"),
        channel="direct",
        locale=locale,
        time_zone="UTC",
        audience="private",
        session_id=session_id,
        event_id=request_id,
    )


def _caller(claims: Claims, token: str, policy: Policy) -> Caller:
    if not claims.identity.startswith(f"{claims.channel}:"):
        raise AssertionRefused(phrase("assertion_for_another_person"))
    return Caller(
        person=policy.person(claims.identity, claims.name),
        channel=claims.channel,
        locale=claims.locale,
        time_zone=claims.time_zone,
        audience=claims.audience,
        session_id=claims.session,
        event_id=claims.event_id,
        assertion=token,
    )
