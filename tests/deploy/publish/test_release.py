"""What a version's description says, read back whatever people wrote around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.publish.release import Release, function_name, parse

ARN = "arn:aws:lambda:us-east-1:123456789012:function:ground-control-fulfillment"
RELEASES = st.builds(
    Release,
    content=st.text("0123456789abcdef", min_size=64, max_size=64),
    function=st.integers(1, 10**6).map(lambda number: f"{ARN}:{number}"),
)


@given(RELEASES, st.text(max_size=50), st.text(max_size=50))
def test_a_release_is_read_back_from_among_other_words(
    release: Release, before: str, after: str
) -> None:
    description = f"{before} {release.describe()} {after}"

    assert parse(description) == release
    assert len(release.describe()) <= 300  # Lex takes 2,000


@given(st.text())
def test_a_strangers_words_are_no_release(description: str) -> None:
    assert parse(description) is None


@pytest.mark.parametrize(
    "description",
    [
        "",
        "released by Ana",
        f"ground-control content={'a' * 63} function={ARN}:1",
        f"ground-control content={'a' * 64} function={ARN}",
        f"ground-control content={'A' * 64} function={ARN}:1",
        f"ground-control content={'a' * 64}",
    ],
)
def test_what_is_not_whole_is_foreign(description: str) -> None:
    assert parse(description) is None


def test_a_function_is_named_with_its_version() -> None:
    assert function_name(f"{ARN}:7") == "ground-control-fulfillment:7"
    assert Release("a" * 64, f"{ARN}:7").function_version == "7"
