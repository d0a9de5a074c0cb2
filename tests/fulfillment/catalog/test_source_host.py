"""The source host, as the environments file names it."""

from typing import Any

import pytest

from fulfillment.catalog.environments import environments_from_json
from fulfillment.catalog.sources import GITHUB_API, SourceHostEntry
from fulfillment.errors import DocumentError

LIVE = {"live": {"account": "123456789012", "region": "eu-west-1", "cluster": "live"}}
ARN = "arn:aws:ssm:eu-west-1:123456789012:parameter/token"


def read(entry: Any) -> SourceHostEntry | None:
    document = {"environments": LIVE, "sources": {"source_host": entry}}
    return environments_from_json(document).sources.source_host


def test_a_source_host() -> None:
    entry = {"url": "https://git.example/api/v3/", "token": ARN, "repositories": {"a": "shop/a"}}

    assert read(entry) == SourceHostEntry("https://git.example/api/v3", ARN, {"a": "shop/a"})


def test_what_is_left_out() -> None:
    assert read({}) == SourceHostEntry(GITHUB_API, "", {})
    assert environments_from_json({"environments": LIVE}).sources.source_host is None


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        ({"url": "git.example"}, "sources.source_host.url"),
        ({"token": "the-token-itself"}, "sources.source_host.token"),
        ({"repositories": {"a": "no owner"}}, "sources.source_host.repositories.a"),
        ({"kind": "github"}, "sources.source_host"),
        ("https://git.example", "sources.source_host"),
    ],
)
def test_what_does_not_hold_is_told_with_its_place(entry: Any, place: str) -> None:
    with pytest.raises(DocumentError, match=f"environments: {place}: "):
        read(entry)
