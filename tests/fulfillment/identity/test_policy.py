"""Who is who, and who may what."""

from typing import Any

import pytest
import yaml

from deploy.documents import read_yaml
from fulfillment.errors import DocumentError
from fulfillment.identity.policy import Policy, is_recognised_voice
from fulfillment.identity.reading import policy_from_json
from fulfillment.identity.roles import ROLES, reaches, role_of
from tests.fulfillment.world import ROOT

ACCOUNT = "alexa:amzn1.ask.account.GROUNDANA"
VOICE = f"{ACCOUNT}/amzn1.ask.person.GROUNDANA"


@pytest.fixture(scope="module")
def policy() -> Policy:
    """The one that is shipped."""
    return policy_from_json(read_yaml(ROOT / "fulfillment/identity/policy.yaml"))


@pytest.mark.parametrize("identity", ["web:ana", "terminal:ana", "slack:T0GROUND:U0ANA", VOICE])
def test_a_person_is_the_same_on_every_channel(policy: Policy, identity: str) -> None:
    person = policy.person(identity)

    assert (person.id, person.display_name, person.identity) == ("ana", "Ana", identity)
    assert role_of(person.roles, "anywhere") == "approver"


@pytest.mark.parametrize("identity", [ACCOUNT, f"{ACCOUNT}/amzn1.ask.person.GUEST"])
def test_a_voice_that_is_not_known_is_a_viewer_and_not_the_owner(
    policy: Policy, identity: str
) -> None:
    person = policy.person(identity)

    assert person.id == identity
    assert role_of(person.roles, "production") == "viewer"
    assert not policy.is_named(person)


@pytest.mark.parametrize(
    "identity",
    ["web:anna", "slack:T1:U0ANA", "alexa:other/amzn1.ask.person.GROUNDANA", "terminal:", "ana"],
)
def test_nobody_else_has_a_role(policy: Policy, identity: str) -> None:
    person = policy.person(identity, "Somebody")

    assert not policy.is_known(person)
    assert person.id == identity
    assert role_of(person.roles, "production") == "anyone"


def test_roles_differ_by_environment(policy: Policy) -> None:
    omar = policy.person("web:omar")

    assert role_of(omar.roles, "staging") == "operator"
    assert role_of(omar.roles, "production") == "viewer"
    assert role_of(omar.roles, "elsewhere") == "anyone"


def test_the_example_of_the_documentation_is_a_policy() -> None:
    page = (ROOT / "docs/permissions.md").read_text(encoding="utf-8")
    example = yaml.safe_load(page.partition("```yaml\n")[2].partition("```")[0])

    assert [rule.id for rule in policy_from_json(example).rules] == [
        "monolith",
        "production-from-ops",
    ]


def test_a_direct_caller_is_a_viewer(policy: Policy) -> None:
    assert role_of(policy.person("lex:direct").roles, "production") == "viewer"


def test_roles_are_ordered_and_unknown_ones_reach_nothing() -> None:
    assert [role for role in ROLES if reaches(role, "operator")] == [
        "operator",
        "approver",
        "admin",
    ]
    assert not reaches("root", "anyone")
    assert not reaches("admin", "root")


def test_a_recognised_voice_names_a_person(policy: Policy) -> None:
    assert is_recognised_voice(policy.person(VOICE))
    assert not is_recognised_voice(policy.person(ACCOUNT))
    assert not is_recognised_voice(policy.person(f"{ACCOUNT}/stranger"))
    assert not is_recognised_voice(policy.person("web:a/b"))


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ([], ["the document: must be a mapping"]),
        ({"poeple": {}}, ["unknown key 'poeple'"]),
        (
            {
                "people": {
                    "Ana": {"identities": ["ana", "web:x"], "roles": {"*": "root"}},
                    "bo": {"identities": "web:bo", "role": {}},
                    "cy": {"identities": ["web:x"]},
                },
                "callers": {"lex:direct": {"*": "king"}, "direct": {}},
            },
            [
                "people.Ana: 'Ana' must be an id in lower case",
                "people.Ana.identities[0]: 'ana' must be <channel>:<subject>",
                "people.Ana.roles.*: 'root' is no role",
                "people.bo: unknown key 'role'",
                "people.bo.identities: must be a list",
                "callers.lex:direct.*: 'king' is no role",
                "callers.direct: 'direct' must be a caller",
                "people.cy.identities[0]: 'web:x' already belongs to Ana",
            ],
        ),
    ],
)
def test_every_problem_of_a_policy_is_told_at_once(document: Any, told: list[str]) -> None:
    with pytest.raises(DocumentError) as caught:
        policy_from_json(document)

    lines = str(caught.value).splitlines()
    assert all(any(one in line for line in lines) for one in told), lines
    assert len(lines) == len(told)
