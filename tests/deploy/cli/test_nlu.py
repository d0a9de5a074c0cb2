"""`ground nlu` as a person runs it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from deploy.cli.main import app
from deploy.errors import DeployError
from tests.bot.lex.real import real


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["nlu", *map(str, arguments)])


def test_our_paraphrases_and_what_is_out_of_scope(tmp_path: Path) -> None:
    sentences = tmp_path / "other.txt"
    sentences.write_text("# nothing of ours\nbook a flight to rome\n\nhelp\n", encoding="utf-8")
    done = run("--out-of-scope", sentences, "--at-least", "90")
    assert done.exit_code == 0, done.output
    assert "RestartService.environment" in done.output
    assert "Out of scope: 1 of 2 fell back (50.0%)" in done.output
    assert "  'help' as Help (" in done.output


def test_another_language_as_markdown() -> None:
    done = run("--locale", "de_DE", "--markdown")
    assert done.stdout.startswith("### What GroundControl understands, de_DE\n\n| intent |")


def test_cross_validation_of_an_archive_as_data() -> None:
    done = run("--bot", real("ReminderBot"), "--folds", "3", "--json", "--at-least", "100")
    found = json.loads(done.stdout)
    assert set(found["intents"]) == {"CallIntent", "EmailIntent"}
    assert set(found["spans"]) == {"CallIntent.Time", "EmailIntent.DaysBefore"}
    assert done.exit_code == (0 if found["intent_accuracy"] == 1 else 1)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--folds", "1"), "leaves nothing to learn from"),
        (("--out-of-scope", "nowhere.txt"), "nowhere.txt cannot be read"),
        (("--locale", "fr_FR"), "has no locale 'fr_FR'"),
    ],
)
def test_a_mistake_is_told(arguments: tuple[str, ...], told: str) -> None:
    done = run(*arguments)
    assert isinstance(done.exception, DeployError), done.output
    assert told in str(done.exception)


def test_an_archive_is_not_measured_with_our_sentences() -> None:
    done = run("--bot", real("ReminderBot"))
    assert "say what to measure with --bot" in str(done.exception)
