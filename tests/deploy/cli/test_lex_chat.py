"""`ground lex chat` from a pipe."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from deploy.cli.main import app
from deploy.errors import DeployError
from tests.bot.lex.real import real


def chat(*arguments: object, said: str) -> Result:
    return CliRunner().invoke(app, ["lex", "chat", *map(str, arguments)], input=said)


def test_a_definition_is_talked_to_until_quit(few_intents: Path) -> None:
    done = chat(few_intents, said="restart orders\n\nstage\n/quit\nhelp\n")
    assert done.exit_code == 0, done.output
    first, second, *rest = done.stdout.splitlines()
    assert first == "In which environment?"
    assert second.startswith("[RestartService(")
    assert second.endswith("InProgress, ElicitSlot environment]")
    assert "ConfirmIntent]" in rest[-1]
    assert "No function: dialog hooks go as configured" in done.stderr


def test_another_locale_and_one_that_is_not_there(few_intents: Path) -> None:
    done = chat(few_intents, "--locale", "de_DE", said="starte orders neu\n")
    assert "RestartService(" in done.stdout
    refused = chat(few_intents, "--locale", "fr_FR", said="x\n")
    assert isinstance(refused.exception, DeployError)
    assert "has no locale 'fr_FR': use en_US, de_DE" in str(refused.exception)


def test_json_is_what_the_api_answers_a_line_each(few_intents: Path) -> None:
    done = chat(few_intents, "--json", said="restart orders\n/state\n/reset\n/state\n/nonsense\n")
    answer, state, gone = (json.loads(line) for line in done.stdout.splitlines())
    assert answer["sessionState"] == state["sessionState"]
    assert answer["interpretations"][0]["nluConfidence"]["score"] > 0.5
    assert gone["__type"] == "ResourceNotFoundException"
    assert "/nonsense is no command. /state: the session" in done.stderr


def test_a_function_of_this_machine_answers(
    tmp_path: Path, few_intents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "function_of_test_lex_chat.py").write_text(
        "def handle(event, context):\n"
        "    intent = {**event['sessionState']['intent'], 'state': 'Fulfilled'}\n"
        "    close = {'dialogAction': {'type': 'Close'}, 'intent': intent}\n"
        "    said = {'contentType': 'PlainText', 'content': event['bot']['name']}\n"
        "    return {'sessionState': close, 'messages': [said]}\n",
        encoding="utf-8",
    )
    handler = "function_of_test_lex_chat:handle"
    done = chat(few_intents, "--lambda", handler, said="restart orders\n")
    assert done.stdout.splitlines()[0] == "GroundControl"


def test_two_bots_are_not_talked_to_at_once(few_intents: Path) -> None:
    done = chat(few_intents, real("ReminderBot"), said="hi\n")
    assert isinstance(done.exception, DeployError)
    assert "are 2 bots: chat with one, or serve them all" in str(done.exception)
