"""Who asks: the assertion verified, and bound to the request that carries it."""

from collections.abc import Callable
from datetime import datetime

from fulfillment.errors import AssertionRefused
from fulfillment.identity.assertion import Claims, verify
from fulfillment.identity.binding import of_invocation
from fulfillment.identity.policy import DIRECT, Policy
from fulfillment.identity.signing import Keys
from fulfillment.request import Caller
from fulfillment.sentences import phrase
from fulfillment.turn import Invocation


def signed_caller(token: str, keys: Keys, policy: Policy, now: datetime, *, asked: str) -> Caller:
    """The caller of a structured event; `asked` is its `binding.of_invocation`.

    Raises `AssertionRefused` and `StoreError`.
    """
    claims = verify(token, keys, now=now)
    _check_input(claims, asked)
    return _caller(claims, token, policy)


def lex_caller(
    token: str,
    keys: Keys,
    policy: Policy,
    now: datetime,
    *,
    session_id: str,
    locale: str,
    asked: str,
) -> Caller:
    """The caller of a Lex event: the assertion must be for this very session, locale and input.

    Raises `AssertionRefused` and `StoreError`.
    """
    claims = verify(token, keys, now=now)
    if claims.session != session_id or claims.locale != locale:
        raise AssertionRefused(phrase("assertion_for_another_session"))
    _check_input(claims, asked)
    return _caller(claims, token, policy)


def acting_caller(
    token: str,
    keys: Keys,
    policy: Policy,
    now: datetime,
    *,
    plan_id: str,
    recorded: Callable[[str, str], str],
) -> Caller:
    """Who asks to use a plan. The assertion must be for that plan: its button was pressed; or the
    turn that it served answered the question about it: `recorded(channel, event id)` is that plan.

    Raises `AssertionRefused` and `StoreError`.
    """
    claims = verify(token, keys, now=now)
    is_for_plan = claims.input == of_invocation(Invocation("confirm", plan_id))
    if not is_for_plan and recorded(claims.channel, claims.event_id) != plan_id:
        raise AssertionRefused(phrase("assertion_for_another_plan"))
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


def _check_input(claims: Claims, asked: str) -> None:
    if claims.input != asked:
        raise AssertionRefused(phrase("assertion_for_another_input"))


def _caller(claims: Claims, token: str, policy: Policy) -> Caller:
    if not claims.identity.startswith(f"{claims.channel}:"):
        raise AssertionRefused(phrase("assertion_for_another_person"))
    # A workspace, a page proves its own groups only.
    if not all(one.startswith(f"{claims.channel}:") for one in (*claims.groups, *_place(claims))):
        raise AssertionRefused(phrase("assertion_for_another_person"))
    has_guests = claims.audience == "shared" and policy.has_guests(claims.place)
    return Caller(
        person=policy.person(claims.identity, claims.name, claims.groups),
        channel=claims.channel,
        locale=claims.locale,
        time_zone=claims.time_zone,
        audience="public" if has_guests else claims.audience,
        place=claims.place,
        session_id=claims.session,
        event_id=claims.event_id,
        assertion=token,
    )


def _place(claims: Claims) -> tuple[str, ...]:
    return (claims.place,) if claims.place else ()
