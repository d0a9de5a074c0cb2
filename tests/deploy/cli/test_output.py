"""What commands print of what others wrote."""

import json
from unicodedata import category

import pytest

from deploy.cli.main import run
from deploy.cli.output import json_text, tell
from deploy.errors import DeployError

HOSTILE = "x\x1b[2J\x9b\u202ey"


def fail() -> None:
    raise DeployError(f"orders ended:\n{HOSTILE}")


def test_json_for_a_terminal_is_the_same_document_without_control_characters() -> None:
    document = {"text": f"Zürich ✓ 👍 {HOSTILE}", HOSTILE: ["a\nb"]}
    text = json_text(document)

    assert json.loads(text) == document
    assert "Zürich ✓ 👍" in text
    assert [one for one in text if category(one).startswith("C") and one != "\n"] == []


def test_a_remark_moves_no_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    tell(f"You are {HOSTILE}")

    assert capsys.readouterr().err == "You are x[2Jy\n"


def test_an_error_moves_no_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(fail)  # type: ignore[arg-type]

    assert capsys.readouterr().err == "ground: orders ended:\nx[2Jy\n"
