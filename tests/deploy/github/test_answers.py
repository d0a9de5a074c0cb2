"""The stand-in answers as GitHub's REST API does, as far as it is asked."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from deploy.build import Sources
from deploy.local.account.http import HttpRequest
from deploy.local.github import TOKEN
from deploy.local.github.answers import Github
from deploy.local.joining import Address
from deploy.local.up import with_local_code
from deploy.local.world.code import RepositoryData, labels_of, repositories_of
from deploy.policy.source import source_of

NOBODY = source_of({})
BEGAN = datetime(2026, 11, 26, 12, tzinfo=UTC)
COMMITS = [
    {"title": "Third", "author": "Mia Example", "ago": "1h", "pull": 3},
    {"title": "Second", "author": "Mia Example", "ago": "1d", "version": "1.1.0", "pull": 2},
    {"title": "First", "author": "Jan Example", "ago": "2d", "version": "1.0.0"},
]
ENTRY = {"service": "orders", "commits": COMMITS, "open": {9: "Not yet"}}
REPOSITORIES = repositories_of({"repositories": {"shop/orders": ENTRY}})
(REPOSITORY,) = REPOSITORIES
THIRD, SECOND, FIRST = (one.id for one in REPOSITORY.commits)


def get(path: str, token: str = TOKEN) -> tuple[int, Any]:
    request = HttpRequest("GET", f"/github{path}", {"authorization": f"Bearer {token}"}, b"")
    answer = Github(REPOSITORIES, BEGAN).handle(request)
    return answer.status, json.loads(answer.body)


def titles(answer: Any) -> list[str]:
    return [one["commit"]["message"] for one in answer["commits"]]


def test_a_comparison_is_oldest_first_and_says_how_the_two_relate() -> None:
    status, ahead = get(f"/repos/shop/orders/compare/v1.0.0...{THIRD[:9]}")
    _, behind = get(f"/repos/shop/orders/compare/{THIRD}...{FIRST}")
    _, same = get(f"/repos/shop/orders/compare/{THIRD}...{THIRD}")

    assert (status, ahead["status"], ahead["ahead_by"]) == (200, "ahead", 2)
    assert titles(ahead) == ["Second (#2)", "Third (#3)"]
    assert (behind["status"], behind["behind_by"], behind["commits"]) == ("behind", 2, [])
    assert (same["status"], same["total_commits"]) == ("identical", 0)


def test_a_comparison_has_pages() -> None:
    _, second = get(f"/repos/shop/orders/compare/{FIRST}...{THIRD}?per_page=1&page=2")

    assert (second["total_commits"], titles(second)) == (2, ["Third (#3)"])


def test_a_commit_is_found_by_id_and_by_tag() -> None:
    _, by_id = get(f"/repos/shop/orders/commits/{SECOND[:8]}")
    _, by_tag = get("/repos/shop/orders/commits/v1.1.0")

    assert by_id == by_tag
    assert by_id["sha"] == SECOND
    assert by_id["commit"]["author"] == {"name": "Mia Example", "date": "2026-11-25T12:00:00Z"}


def test_a_pull_request_is_merged_or_open() -> None:
    _, merged = get("/repos/shop/orders/pulls/2")
    _, pending = get("/repos/shop/orders/pulls/9")

    assert (merged["title"], merged["merge_commit_sha"]) == ("Second", SECOND)
    assert (pending["title"], pending["state"], pending["merged_at"]) == ("Not yet", "open", None)


@pytest.mark.parametrize(
    "path",
    [
        "/repos/shop/orders/commits/1.1.0",
        "/repos/shop/orders/commits/" + "f" * 40,
        "/repos/shop/orders/pulls/77",
        "/repos/shop/orders/pulls/x",
        "/repos/shop/nothing/pulls/1",
        "/repos/shop/orders/issues/1",
        "/user",
    ],
)
def test_what_is_not_there(path: str) -> None:
    assert get(path) == (404, {"message": "Not Found"})


def test_a_token_is_needed() -> None:
    assert get("/repos/shop/orders/pulls/2", "another") == (401, {"message": "Bad credentials"})


def test_images_say_their_commit_unless_the_world_says_otherwise() -> None:
    labels = labels_of(REPOSITORIES, "orders", "1.1.0")
    silent: tuple[RepositoryData, ...] = repositories_of(
        {"repositories": {"shop/orders": {**ENTRY, "labelled": False}}}
    )

    assert labels["org.opencontainers.image.revision"] == SECOND
    assert labels_of(REPOSITORIES, "orders", "9.9.9") == {}
    assert labels_of(silent, "orders", "1.1.0") == {}


def test_the_local_world_asks_the_stand_in_where_a_source_host_is_named() -> None:
    address = Address(0, 0, 8091, "", "", "")
    named = {"sources": {"source_host": {"url": "https://api.github.com", "token": "arn"}}}
    asked = with_local_code(Sources(named, NOBODY), address).environments["sources"]["source_host"]

    assert asked == {"url": "http://127.0.0.1:8091/github", "token": "arn"}
    assert with_local_code(Sources({}, NOBODY), address).environments == {}
