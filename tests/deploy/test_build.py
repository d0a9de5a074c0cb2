"""The documents that functions and the local Lex runtime read."""

import json
from pathlib import Path

import pytest

from bot.serialize import from_json
from bot.stripping import runtime_bot
from deploy.build import Built, build, example_values
from deploy.local.processes import checkout

FILES = ("definition.json", "runtime.json", "environments.json", "policy.json")


@pytest.fixture
def built(tmp_path: Path) -> Built:
    return build(checkout(), tmp_path, lambda _: example_values(checkout()))


def test_the_whole_goes_to_lex_and_what_functions_read_to_them(built: Built) -> None:
    whole = from_json(json.loads(built.definition.read_text(encoding="utf-8")))
    stripped = from_json(json.loads(built.runtime.read_text(encoding="utf-8")))

    assert whole == built.bot
    assert stripped == runtime_bot(built.bot)
    assert stripped != whole


def test_building_again_gives_the_same_to_the_byte(built: Built, tmp_path: Path) -> None:
    again = tmp_path / "again"
    build(checkout(), again, lambda _: example_values(checkout()))

    for name in FILES:
        assert (again / name).read_bytes() == (tmp_path / name).read_bytes()
