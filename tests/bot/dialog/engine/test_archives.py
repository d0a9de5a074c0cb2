"""Real exports hold conversations: see conversations.yaml."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.dialog.engine import DialogDefinition
from bot.lex.archive import read_archive, read_folder
from tests.bot.dialog.engine.play import Talk, shown
from tests.bot.lex.real import real

CONVERSATIONS = yaml.safe_load(
    Path(__file__).with_name("conversations.yaml").read_text(encoding="utf-8")
)


@cache
def definition(archive: str) -> DialogDefinition:
    path = real(archive)
    found = read_folder(path) if path.is_dir() else read_archive(path.read_bytes())
    return DialogDefinition(found.bot.locales["en_US"], "en_US")


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda one: str(one["about"]))
def test_a_conversation(conversation: dict[str, Any]) -> None:
    talk = Talk(definition(conversation["archive"]))
    turns = conversation["turns"]
    for said, wanted in zip(turns[::2], turns[1::2], strict=True):
        output, hook = talk.turn(said, *said.get("hooks", ()))
        expected = dict(wanted["expect"])
        attributes = expected.pop("attributes", None)
        found = shown(output, hook)
        assert {key: found.get(key) for key in expected} == expected, found
        if attributes is not None:
            assert dict(output.state.attributes) == attributes
