"""Roles by group: named in the policy, proven by a channel, or of a whole workspace."""

import pytest

from fulfillment.identity.policy import Policy
from fulfillment.identity.reading import policy_from_json
from fulfillment.identity.roles import role_in

POLICY: Policy = policy_from_json(
    {
        "people": {
            "ana": {"identities": ["web:ana", "alexa:A1"], "roles": {"staging": "operator"}},
            "bo": {"identities": ["web:bo"]},
        },
        "groups": {
            "colleagues": {"identities": ["slack:T1"], "roles": {"*": "viewer"}},
            "approvers": {
                "people": ["ana"],
                "claims": ["slack:T1:S1", "web:approvers"],
                "roles": {"production": "approver"},
            },
        },
    }
)


@pytest.mark.parametrize(
    ("identity", "claims", "staging", "production"),
    [
        ("web:ana", (), "operator", "approver"),
        ("web:bo", (), "anyone", "anyone"),
        ("web:bo", ("web:approvers",), "anyone", "approver"),
        ("slack:T1:U7", (), "viewer", "viewer"),
        ("slack:T1:U7", ("slack:T1:S1",), "viewer", "approver"),
        ("slack:T2:U7", (), "anyone", "anyone"),
        ("slack:T2:U7", ("slack:T2:S1",), "anyone", "anyone"),
        # A subject that is called like a group is not in it.
        ("web:approvers", (), "anyone", "anyone"),
    ],
)
def test_groups_add_to_what_a_person_holds(
    identity: str, claims: tuple[str, ...], staging: str, production: str
) -> None:
    person = POLICY.person(identity, "Somebody", claims)

    assert (role_in(person, "staging"), role_in(person, "production")) == (staging, production)


def test_a_person_known_by_a_group_alone_is_known() -> None:
    person = POLICY.person("slack:T1:U7", "Uma")

    assert POLICY.is_known(person)
    assert (person.id, person.display_name) == ("slack:T1:U7", "Uma")


def test_who_stands_at_a_device_is_in_no_group_and_a_viewer_at_most() -> None:
    somebody = POLICY.person("alexa:A1")

    assert not set(somebody.groups) & {"approvers"}
    assert role_in(somebody, "production") == "viewer"
    assert not POLICY.is_named(somebody)
