"""`ground lex record` and `ground lex explain` as a person runs them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from deploy.cli.main import app
from deploy.errors import DeployError
from tests.bot.lex.real import real
from tests.bot.runtime.world import ALIAS_ID, BOT_ID, served


def run(*arguments: object, said: str = "") -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)], input=said)


def test_a_chat_becomes_a_test_that_holds(tmp_path: Path, few_intents: Path) -> None:
    bot = ("--bot", few_intents)
    file = tmp_path / "new" / "chat.test.yaml"
    done = run("lex", "record", file, *bot, said="restart orders\n\nstage\nyes\nexit\nhelp\n")
    assert done.exit_code == 0, done.output
    assert "bot> In which environment?" in done.output
    assert "3 turns" in done.output
    assert run("test", file, *bot).exit_code == 0
    changed = file.read_text(encoding="utf-8").replace("In which environment?", "Where?")
    file.write_text(changed, encoding="utf-8")
    assert run("test", file, *bot).exit_code == 1


def test_a_chat_with_an_endpoint_is_recorded(tmp_path: Path) -> None:
    file = tmp_path / "chat.test.yaml"
    with served() as world:
        named = ("--bot-id", BOT_ID, "--alias-id", ALIAS_ID, "--locale", "en_US")
        where = ("--endpoint-url", f"http://127.0.0.1:{world.port}", *named)
        run("lex", "record", file, *where, said="Restart service=orders\n=staging\nyes\n")
        assert run("test", file, *where).exit_code == 0
    assert "elicits: environment" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("made", "said", "told"),
    [(True, "help\n", "is there already"), (False, "", "nothing was said")],
)
def test_nothing_is_overwritten_and_nothing_said_writes_nothing(
    tmp_path: Path, few_intents: Path, made: bool, said: str, told: str
) -> None:
    bot = ("--bot", few_intents)
    file = tmp_path / "chat.test.yaml"
    if made:
        file.write_text("mine", encoding="utf-8")
    done = run("lex", "record", file, *bot, said=said)
    assert isinstance(done.exception, DeployError)
    assert told in str(done.exception)
    assert file.exists() == made


def test_where_nothing_can_be_written_nobody_chats_in_vain(
    tmp_path: Path, few_intents: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    file = tmp_path / "file" / "chat.test.yaml"
    done = run("lex", "record", file, "--bot", few_intents, said="help\n")
    assert isinstance(done.exception, DeployError)
    assert "is no folder" in str(done.exception)
    assert "Recording" not in done.output


def test_a_turn_is_explained_with_candidates_and_steps(few_intents: Path) -> None:
    done = run("lex", "explain", "restart orders", "stage", "--bot", few_intents)
    first, second = done.output.split("\n\n")
    assert "    1.00  RestartService(service=orders)\n" in first
    assert "RestartService/slots/environment/prompt: asks" in first
    assert "  asked for slot environment of RestartService\n    value: staging ('stage')" in second
    assert "RestartService/confirmation/prompt: asks" in second


def test_a_turn_of_an_archive_is_explained_as_data() -> None:
    done = run("lex", "explain", "qwertz", "--bot", real("ReminderBot"), "--json")
    (turn,) = json.loads(done.stdout)
    assert turn["candidates"][0]["intent"] == "FallbackIntent"
    assert {"where": "FallbackIntent", "what": "begins"} in turn["trace"]


def test_a_locale_that_the_bot_does_not_have_is_told() -> None:
    done = run("lex", "explain", "hi", "--locale", "fr_FR")
    assert isinstance(done.exception, DeployError)
    assert "has no locale 'fr_FR': use en_US, de_DE" in str(done.exception)
