"""What an account has becomes the catalogue, and what people wrote stays."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.build import DISCOVERED, ENVIRONMENTS, POLICY, read_environments
from deploy.catalogue.files import differences, look_and_make, warnings, write
from deploy.catalogue.seen import SeenCluster, SeenService, difference, document, merged, spoken
from deploy.errors import BuildError, DeployError
from fulfillment.catalog.environments import environments_from_json
from tests.deploy.account.harness import Server

WRITTEN = """\
environments:
  live:
    account: "123456789012"
    region: us-east-1
    cluster: production
    synonyms: [prod]
    services:
      orders: {owner: team-of-ours}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ENVIRONMENTS).parent.mkdir(parents=True)
    (tmp_path / ENVIRONMENTS).write_text(WRITTEN, encoding="utf-8")
    return tmp_path


def discover(root: Path, aws: Server, *clusters: str) -> tuple[dict[str, Any], list[str]]:
    told: list[str] = []
    made = look_and_make(root, aws.client, "us-east-1", clusters, "Owner", told.append)
    return made, told


def test_an_account_is_written_down_and_people_are_kept(root: Path, world_account: Server) -> None:
    made, told = discover(root, world_account)
    lines = differences(root, made)

    assert told == ["production: 6 services", "staging: 6 services"]
    assert "+ staging" in lines
    assert "+ live/cards: owner none -> 'team-payments'" in lines
    assert not [line for line in lines if line.startswith(("+ live/orders", "+ live:"))]
    assert write(root, made) == DISCOVERED
    environments = environments_from_json(read_environments(root))
    assert set(environments.names()) == {"live", "staging"}
    assert environments.owner("live", "orders") == "team-of-ours"
    assert environments.owner("live", "cards") == "team-payments"
    assert (root / ENVIRONMENTS).read_text(encoding="utf-8") == WRITTEN
    assert differences(root, discover(root, world_account)[0]) == []


def test_one_cluster_leaves_what_is_known_of_others(root: Path, world_account: Server) -> None:
    write(root, discover(root, world_account)[0])
    known = (root / DISCOVERED).read_text(encoding="utf-8").replace("team-edge", "nobody")
    (root / DISCOVERED).write_text(known, encoding="utf-8")
    made, _ = discover(root, world_account, "staging")

    assert differences(root, made) == ["~ staging/gateway: owner 'nobody' -> 'team-edge'"]


def test_an_unknown_cluster_is_told_with_those_there_are(root: Path, world_account: Server) -> None:
    with pytest.raises(DeployError, match="no cluster 'prod' in us-east-1: there are production"):
        discover(root, world_account, "prod")


def test_what_does_not_fit_the_written_file_is_refused(root: Path, world_account: Server) -> None:
    text = WRITTEN.replace("[prod]", "[staging]")
    (root / ENVIRONMENTS).write_text(text, encoding="utf-8")

    with pytest.raises(BuildError, match="'staging' already means"):
        discover(root, world_account)


@pytest.mark.parametrize(
    ("service", "cluster", "said"),
    [
        ("orders", "production", ()),
        ("orders-api", "production", ("orders api",)),
        ("orders-production", "production", ("orders production", "orders")),
        ("shop-prod-OrderService", "shop-prod", ("shop prod order service", "order")),
        ("billing_svc", "main", ("billing svc", "billing")),
    ],
)
def test_names_as_people_say_them(service: str, cluster: str, said: tuple[str, ...]) -> None:
    assert spoken(service, cluster) == said


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_name_has_words_or_none(service: str, cluster: str) -> None:
    assert all(one and one == one.strip() for one in spoken(service, cluster))


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4, unique=True))
def test_any_service_becomes_an_entry_that_loads(names: list[str]) -> None:
    clusters = [
        SeenCluster(f"c{number}", "123456789012", "us-east-1", (SeenService(name),))
        for number, name in enumerate(names)
    ]
    found = environments_from_json(document(clusters, {}))

    assert len(found.all()) == len(names)


def seen(**owners: str) -> dict[str, Any]:
    return {
        "environments": {"qa": {"services": {name: {"owner": one} for name, one in owners.items()}}}
    }


def test_an_owner_is_told_as_it_was_and_as_it_is_and_moves_no_cursor() -> None:
    before, after = seen(orders="shop", cards="pay"), seen(orders="core\x1b[2J", gateway="edge")

    assert difference(before, after, {}) == [
        "+ qa/gateway: owner none -> 'edge'",
        "- qa/cards: owner 'pay' -> none",
        "~ qa/orders: owner 'shop' -> 'core\\x1b[2J'",
    ]
    assert difference(before, after, seen(orders="ours", cards="pay", gateway="edge")) == [
        "+ qa/gateway",
        "- qa/cards",
        "~ qa/orders",
    ]


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("people: {ana: {identities: [web:ana], roles: {live: admin}}}", "nobody has a role in qa"),
        ("people: {ana: {identities: [web:ana], roles: {'*': admin}}}", "does not name qa: who"),
        ("callers: {lex:direct: {qa: viewer}}\npeople: {}", "nobody has a role in qa"),
        ("people: {ana: {identities: [web:ana], roles: {'*': admin, qa: viewer}}}", ""),
        ("people: {a1: {identities: [web:a], roles: {'*': admin}}}\nconfirmation: {qa: {}}", ""),
        (
            "people: {a1: {roles: {'*': admin}}}\naudience: {production: [qa]}",
            "",
        ),
        ("groups: {all: {identities: [slack:T1], roles: {qa: viewer}}}", ""),
    ],
)
def test_an_environment_that_the_policy_has_not_foreseen_is_told(
    root: Path, policy: str, told: str
) -> None:
    made = document([SeenCluster("qa", "123456789012", "us-east-1", (SeenService("a"),))], {})
    assert warnings(root, made) == []
    (root / POLICY).parent.mkdir(parents=True)
    (root / POLICY).write_text(policy, encoding="utf-8")
    found = [line for line in warnings(root, made) if " qa" in line]

    assert len(found) == bool(told)
    assert told in "".join(found)


def test_what_people_wrote_counts() -> None:
    below = {"a": {"b": 1, "c": [1]}, "d": 1}

    assert merged(below, {"a": {"c": [2]}}) == {"a": {"b": 1, "c": [2]}, "d": 1}


def test_what_people_wrote_comes_first_in_their_order() -> None:
    assert list(merged({"a": 1, "m": {}, "z": 1}, {"z": 2, "m": {}})) == ["z", "m", "a"]
