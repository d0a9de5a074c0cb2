"""Decisions over small policies, without an account."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.model import Effect, Intent
from fulfillment.catalog.environments import environments_from_json
from fulfillment.identity.authorization import Authorizer, Decision
from fulfillment.identity.denials import deny
from fulfillment.identity.reading import policy_from_json
from fulfillment.request import Caller
from fulfillment.sentences import sentences
from fulfillment.turn import Audience, Channel
from tests.bot.definition import product_bot

PLACE: Mapping[str, Any] = {"account": "123456789012", "region": "us-east-1"}
ENVIRONMENTS = environments_from_json(
    {
        "environments": {
            "staging": {**PLACE, "cluster": "staging"},
            "production": {
                **PLACE,
                "cluster": "production",
                "services": {"cards": {"owner": "payments"}},
            },
        }
    }
)
ANA = {"identities": ["web:ana", "slack:T1:U1", "alexa:A1/V1"], "roles": {"*": "approver"}}
RESTART = {"service": "orders", "environment": "production"}


def authorizer(**policy: Any) -> Authorizer:
    """Of a policy with these sections; without people, Ana may everything."""
    document = {"people": {"ana": {"name": "Ana", **ANA}}, **policy}
    return Authorizer(product_bot(), policy_from_json(document), ENVIRONMENTS)


def intent(name: str = "RestartService", effect: Effect | None = None) -> Intent:
    found = product_bot().intent(name)
    assert found is not None
    return replace(found, effect=effect) if effect else found


def caller(
    by: Authorizer,
    identity: str = "web:ana",
    *,
    groups: tuple[str, ...] = (),
    audience: Audience = "private",
    place: str = "",
) -> Caller:
    channels: Mapping[str, Channel] = {"web": "web", "slack": "slack", "alexa": "alexa"}
    channel = channels.get(identity.partition(":")[0], "direct")
    person = by.policy.person(identity, "", groups)
    return Caller(person, channel, "en_US", "UTC", audience, "session", "event", place=place)


def decide(
    by: Authorizer,
    who: Caller,
    values: Mapping[str, str] | None = None,
    asked: Intent | None = None,
) -> Decision:
    """What is decided once all values are known; without values, at the first hook."""
    what = asked or intent()
    if values is None:
        return by.first(who, what)
    return by.decide(who, by.asked(what, values, is_settled=True))


def told(by: Authorizer, who: Caller, decision: Decision, locale: str = "en_US") -> str:
    """What is said of the denial; "" where there is none."""
    if decision.denial is None:
        return ""
    return deny(sentences(by.bot, locale), by, who, decision.denial).text
