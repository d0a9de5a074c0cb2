"""The conversations in docs/testing.md are of the language that they explain."""

import re
from pathlib import Path

import pytest

from bot.testing.forms import EXPECTED, GIVEN
from bot.testing.reading import load_scripts
from tests.bot.definition import INTENTS

PAGE = (INTENTS.parent / "docs/testing.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS)
def test_an_example_can_be_held(tmp_path: Path, block: str) -> None:
    path = tmp_path / "x.test.yaml"
    path.write_text(block, encoding="utf-8")
    assert load_scripts([path])


def test_everything_that_can_be_expected_and_given_is_shown() -> None:
    shown = "\n".join(BLOCKS)
    assert [key for key in EXPECTED if f"{key}:" not in shown] == []
    assert [key for key in GIVEN if f"{key}:" not in shown] == []
