"""`ground coverage` as a person runs it."""

import json
from pathlib import Path

from typer.testing import CliRunner

from deploy.cli.main import app
from deploy.errors import SettingInvalid
from tests.bot.lex.real import real

RUNNER = CliRunner()


def test_what_no_conversation_of_a_definition_has_reached(few_intents: Path) -> None:
    done = RUNNER.invoke(app, ["coverage", str(few_intents), "--bot", str(few_intents)])
    assert done.exit_code == 0, done.output
    assert "No conversation has reached:" in done.output
    assert "/restart_service/en_US.yaml:" in done.output


def test_too_little_ends_with_1(few_intents: Path) -> None:
    few = (str(few_intents), "--bot", str(few_intents))
    done = RUNNER.invoke(app, ["coverage", *few, "--json", "--at-least", "100"])
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    assert found["points"] == found["reached"] + len(found["missed"])


def test_an_archive_needs_conversations_of_its_own(tmp_path: Path) -> None:
    bot = str(real("ReminderBot"))
    done = RUNNER.invoke(app, ["coverage", "--bot", bot])
    assert isinstance(done.exception, SettingInvalid)
    (tmp_path / "a.test.yaml").write_text("- - {say: qwertz}\n", encoding="utf-8")
    done = RUNNER.invoke(app, ["coverage", str(tmp_path), "--bot", bot])
    assert "ReminderBot/en_US/CallIntent" in done.output
