"""Which version is newer, by Semantic Versioning's rules and a little beyond them."""

from itertools import pairwise

import pytest

from fulfillment.version_order import compare, is_ordered

ASCENDING = (
    "0.9.8",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.9.1",
    "1.10.0",
    "v2.0.0",
    "2026.9.0",
    "2026.10.4",
)


@pytest.mark.parametrize(("older", "newer"), list(pairwise(ASCENDING)))
def test_the_older_one_comes_first(older: str, newer: str) -> None:
    before, after = compare(older, newer), compare(newer, older)

    assert before is not None
    assert after is not None
    assert before < 0 < after


@pytest.mark.parametrize(
    ("one", "other"), [("1.2.3", "1.2.3"), ("v1.2.3", "1.2.3"), ("1.2", "1.2.0"), ("1.0+a", "1.0")]
)
def test_equal_versions(one: str, other: str) -> None:
    assert compare(one, other) == 0


@pytest.mark.parametrize("unordered", ["latest", "4f2c9d1", "", "7", "1.2.x", "release 1.2.3"])
def test_names_that_do_not_say(unordered: str) -> None:
    assert compare(unordered, "1.2.3") is None
    assert compare(unordered, unordered) == 0
    assert not is_ordered(unordered)
