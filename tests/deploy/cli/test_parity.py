"""`ground parity` as a person runs it."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from deploy.cli.main import app
from deploy.errors import DeployError
from deploy.local.processes import checkout
from tests.bot.runtime.world import ALIAS_ID, BOT_ID, served

INTENTS = checkout() / "intents"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["parity", *map(str, arguments)])


@pytest.fixture
def other(tmp_path: Path, few_intents: Path) -> Path:
    """Our definition with another question."""
    folder = tmp_path / "other"
    shutil.copytree(few_intents, folder)
    words = folder / "restart_service/en_US.yaml"
    text = words.read_text(encoding="utf-8")
    assert "- In which environment?" in text
    words.write_text(text.replace("- In which environment?", "- Where?"), encoding="utf-8")
    return folder


def test_two_definitions_are_compared_on_sentences(
    few_intents: Path, other: Path, tmp_path: Path
) -> None:
    between = ("--left", few_intents, "--right", other)
    sentences = tmp_path / "said.txt"
    sentences.write_text("help\n\nrestart orders\n", encoding="utf-8")
    done = run(sentences, *between)
    assert done.exit_code == 1
    assert f"≠ {sentences}:3: restart orders" in done.output
    assert "In which environment?" in done.output
    assert "1 of 2 conversations and 1 of 2 turns are the same on both" in done.output
    assert run(sentences, *between, "--ignore", "messages").exit_code == 0


def test_two_endpoints_are_compared_on_conversations() -> None:
    files = checkout() / "tests/bot/testing/conversations.test.yaml"
    with served() as one, served() as two:
        two.function.respond = lambda _: {"sessionState": {"dialogAction": {"type": "Delegate"}}}
        left, right = (f"http://127.0.0.1:{w.port}#{BOT_ID}/{ALIAS_ID}" for w in (one, two))
        same = run(files, "--left", left, "--right", left, "--locale", "en_US")
        done = run(files, "--left", left, "--right", right, "--locale", "en_US", "--json")
    assert same.exit_code == 0, same.output
    assert done.exit_code == 1
    what = [one["what"] for one in json.loads(done.stdout)["differences"]]
    assert "messages" in what


@pytest.mark.parametrize(
    ("left", "more", "told"),
    [
        ("lex:ABCDEFGHIJ", (), "names no alias: write BOTID/ALIASID"),
        ("http://127.0.0.1:1#ABC", (), "names no alias"),
        ("nowhere.zip", (), "there is no nowhere.zip"),
        (str(INTENTS), ("--ignore", "mesages"), "--ignore mesages: use one of action"),
    ],
)
def test_a_mistake_is_told(left: str, more: tuple[str, ...], told: str) -> None:
    done = run("--left", left, "--right", INTENTS, *more)
    assert isinstance(done.exception, DeployError), done.output
    assert told in str(done.exception)
