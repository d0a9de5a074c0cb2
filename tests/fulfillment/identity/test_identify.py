"""What a channel proves besides the person: groups, a place, and so who listens."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fulfillment.errors import AssertionRefused
from fulfillment.identity.assertion import Claims, sign
from fulfillment.identity.identify import signed_caller
from fulfillment.identity.policy import Policy
from fulfillment.identity.reading import policy_from_json
from fulfillment.identity.roles import role_in
from fulfillment.identity.signing import SigningKey
from fulfillment.request import Caller

KEY = "made-up signing key of at least 32 bytes"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
POLICY: Policy = policy_from_json(
    {
        "groups": {"gate": {"claims": ["slack:T1:S1"], "roles": {"*": "approver"}}},
        "places": {"#partners": "slack:C0PARTNERS"},
        "audience": {"guests": ["#partners"]},
    }
)


def identified(**claims: Any) -> Caller:
    """Uma in a channel of colleagues, with these claims."""
    uma: dict[str, Any] = {
        "identity": "slack:T1:U1",
        "name": "Uma",
        "channel": "slack",
        "session": "session",
        "event_id": "event",
        "input": "input",
        "audience": "shared",
    }
    token = sign(Claims(**{**uma, **claims}), SigningKey("slack", KEY), now=NOW)
    return signed_caller(token, {"slack": KEY}, POLICY, NOW, asked="input")


def test_a_proven_group_gives_its_roles() -> None:
    assert role_in(identified(groups=("slack:T1:S1",)).person, "production") == "approver"
    assert role_in(identified(groups=("slack:T1:S2",)).person, "production") == "anyone"
    assert role_in(identified().person, "production") == "anyone"


@pytest.mark.parametrize(
    ("place", "audience", "heard_by"),
    [
        ("slack:C0PARTNERS", "shared", "public"),
        ("slack:C0PARTNERS", "private", "private"),
        ("slack:C0OPS", "shared", "shared"),
        ("", "shared", "shared"),
    ],
)
def test_guests_whom_the_policy_knows_of_make_a_channel_public(
    place: str, audience: str, heard_by: str
) -> None:
    caller = identified(place=place, audience=audience)

    assert (caller.place, caller.audience) == (place, heard_by)


@pytest.mark.parametrize(
    "claims", [{"groups": ("web:approvers",)}, {"place": "web:page"}, {"identity": "web:uma"}]
)
def test_a_channel_proves_nothing_of_another_one(claims: dict[str, Any]) -> None:
    with pytest.raises(AssertionRefused):
        identified(**claims)
