"""The documents that functions and the local Lex runtime read, of a checkout with a small bot."""

import json
from pathlib import Path

import pytest

from bot.serialize import from_json
from bot.stripping import runtime_bot
from deploy.build import DISCOVERED, ENVIRONMENTS, POLICY, Built, Sources, build, read_environments
from deploy.errors import BuildError
from deploy.policy.source import source_of
from fulfillment.catalog.environments import environments_from_json

SMALL = Path(__file__).parents[1] / "bot" / "rules" / "base"
FILES = ("definition.json", "runtime.json", "environments.json", "policy.json")
PLACES = """\
environments:
  production: {account: "123456789012", region: us-east-1, cluster: production}
"""
POLICY_TEXT = """\
people:
  ana: {identities: [web:ana], roles: {"*": admin}}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "checkout"
    for file, text in ((POLICY, POLICY_TEXT), (ENVIRONMENTS, PLACES)):
        (root / file).parent.mkdir(parents=True)
        (root / file).write_text(text, encoding="utf-8")
    (root / "intents").symlink_to(SMALL)
    return root


def built(root: Path, given: Sources | None = None) -> Built:
    return build(root, root.parent / "out", lambda _: {}, given)


def refused(root: Path) -> str:
    with pytest.raises(BuildError) as caught:
        built(root)
    return str(caught.value)


def test_the_whole_goes_to_lex_and_what_functions_read_to_them(root: Path) -> None:
    found = built(root)
    whole = from_json(json.loads(found.definition.read_text(encoding="utf-8")))
    stripped = from_json(json.loads(found.runtime.read_text(encoding="utf-8")))

    assert whole == found.bot
    assert stripped == runtime_bot(found.bot)
    assert stripped != whole
    assert json.loads(found.policy.read_text(encoding="utf-8"))["people"]["ana"]["roles"]


def test_building_again_gives_the_same_to_the_byte(root: Path) -> None:
    first = {name: (built(root).policy.parent / name).read_bytes() for name in FILES}

    assert {name: (built(root).policy.parent / name).read_bytes() for name in FILES} == first


def test_environments_stay_in_the_order_in_which_people_wrote_them(root: Path) -> None:
    where = '{account: "123456789012", region: us-east-1, cluster: %s}'
    names = ("staging", "production", "qa")
    lines = "".join(f"  {name}: {where % name}\n" for name in names)
    (root / ENVIRONMENTS).write_text(f"environments:\n{lines}", encoding="utf-8")
    found = "environments:\n  dev: %s\n  qa: {services: {}}\n" % (where % "dev")
    (root / DISCOVERED).write_text(found, encoding="utf-8")
    document = json.loads(built(root).environments.read_text(encoding="utf-8"))

    assert environments_from_json(document).names() == (*names, "dev")


def test_a_policy_that_does_not_hold_stops_a_build_with_every_error(root: Path) -> None:
    text = POLICY_TEXT + "  ana: {roles: {production: viewer}}\n"
    rule = "rules:\n  - {id: wide, intents: [OrderPiza], role: boss}\n"
    (root / POLICY).write_text(text + rule, encoding="utf-8")

    assert refused(root).splitlines() == [
        f"{POLICY}:3: the key 'ana' appears twice. It is also on line 2: keep one of them.",
        f"{POLICY}:5: 'boss' is no role. Use one of anyone, viewer, operator, approver, admin.",
        f"{POLICY}:5: the bot has no intent 'OrderPiza'. Did you mean 'OrderPizza'?",
    ]
    assert not (root.parent / "out").exists()


def test_what_is_wrong_in_the_policy_is_told_beside_what_else_is(root: Path) -> None:
    (root / POLICY).write_text(POLICY_TEXT + "person: {}\n", encoding="utf-8")
    (root / ENVIRONMENTS).write_text(PLACES.replace("us-east-1", "nowhere"), encoding="utf-8")
    told = refused(root)

    assert "environments.production.region: 'nowhere' must be an AWS region" in told
    assert f"{POLICY}:1: unknown key 'person'. Use one of people," in told


@pytest.mark.parametrize("file", [ENVIRONMENTS, DISCOVERED])
def test_no_key_counts_twice(root: Path, file: Path) -> None:
    (root / file).write_text(PLACES + "environments: {}\n", encoding="utf-8")

    message = f"{root / file}:3: the key 'environments' appears twice. It is also on line 1"
    assert message in refused(root)


def test_a_policy_that_no_file_holds_is_held_against_the_same(root: Path) -> None:
    """As that of somebody's own account, whose environments are called what its clusters are."""
    elsewhere = {
        "environments": {"eu": dict(read_environments(root)["environments"])["production"]}
    }
    person = {"identities": ["terminal:me"], "roles": {"*": "viewer"}}
    policy = source_of({"people": {"me": person}})
    wrong = source_of({"people": {"me": {**person, "roles": {"us": "viewer"}}}})

    assert built(root, Sources(elsewhere, policy)).policy.is_file()
    with pytest.raises(BuildError, match=r"^the policy: there is no environment 'us'"):
        built(root, Sources(elsewhere, wrong))
