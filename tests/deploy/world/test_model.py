"""Reading a world."""

from pathlib import Path

import pytest

from deploy.local.world import model
from deploy.local.world.model import WorldError
from deploy.local.world.spans import seconds

TEXT = model.EXAMPLE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("span", "expected"),
    [("25m", 1500), ("2d4h", 187200), ("3w", 1814400), ("1w1d1h1m1s", 694861), ("0s", 0)],
)
def test_a_span_is_read(span: str, expected: int) -> None:
    assert seconds(span) == expected


@pytest.mark.parametrize("span", ["", "soon", "5", "4h2d", "-1d", "1.5h", "1d "])
def test_what_is_no_span_is_refused(span: str) -> None:
    with pytest.raises(ValueError, match="is no span of time"):
        seconds(span)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("deployed: 2d23h", "deployed: lately", "'lately' is no span of time"),
        ("{version: 1.10.0,", "{version: 9.9.9,", "staging/gateway runs 9.9.9"),
        ("outcome: exits", "outcome: exits\n    colour: red", "colour"),
        ("environments:", "surroundings:", "environments"),
        ("account:", "account: [", "cannot be read as a world"),
    ],
)
def test_a_mistake_is_named_with_its_file(
    tmp_path: Path, before: str, after: str, message: str
) -> None:
    assert before in TEXT
    path = tmp_path / "world.yaml"
    path.write_text(TEXT.replace(before, after, 1), encoding="utf-8")

    with pytest.raises(WorldError) as mistake:
        model.load(path)

    assert str(path) in str(mistake.value)
    assert message in str(mistake.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match=r"none\.yaml"):
        model.load(tmp_path / "none.yaml")
