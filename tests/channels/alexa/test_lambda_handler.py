"""The composition root: from the function's environment to a skill that answers."""

import json
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from bot.definition import Definition
from bot.lex.bundle import to_bundle
from bot.lex.compiling import compile_dialogs
from bot.serialize import to_json
from channels.alexa import lambda_handler
from channels.alexa.envelope import speech_text
from channels.errors import SkillIdRefused
from tests.channels.alexa.events import SKILL_ID, load_event
from tests.channels.alexa.world import KEY, make_bot


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A simulated account with the channel's key, and no fulfillment function."""
    definition = tmp_path / "definition.json"
    definition.write_text(json.dumps(to_json(make_bot())), encoding="utf-8")
    dialogs = tmp_path / "dialogs.json"
    document = to_bundle(compile_dialogs(Definition(make_bot())))
    dialogs.write_text(json.dumps(document), encoding="utf-8")
    settings = {
        "GROUND_DEFINITION": str(definition),
        "GROUND_DIALOGS": str(dialogs),
        "GROUND_ALEXA_SKILL_ID": SKILL_ID,
        "GROUND_FULFILLMENT_FUNCTION": "ground-control-fulfillment",
        "GROUND_KEYS_PATH": "/test/keys",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        boto3.client("ssm").put_parameter(Name="/test/keys/alexa", Value=KEY, Type="SecureString")
        lambda_handler.skill.cache_clear()
        yield settings
        lambda_handler.skill.cache_clear()


@pytest.mark.usefixtures("environment")
def test_the_function_answers() -> None:
    response = lambda_handler.handle(load_event("launch"), None)

    assert speech_text(response).startswith("Ground Control here.")
    json.dumps(response)


@pytest.mark.usefixtures("environment")
def test_another_skill_is_refused() -> None:
    with pytest.raises(SkillIdRefused):
        lambda_handler.handle(load_event("wrong_skill_id"), None)


@pytest.mark.usefixtures("environment")
def test_a_fulfillment_function_that_is_not_there_is_an_apology() -> None:
    response = lambda_handler.handle(load_event("whats_broken"), None)

    assert "something went wrong" in speech_text(response)


@pytest.mark.parametrize(
    "name",
    ["GROUND_DEFINITION", "GROUND_DIALOGS", "GROUND_ALEXA_SKILL_ID", "GROUND_FULFILLMENT_FUNCTION"],
)
def test_a_missing_setting_is_named(environment: dict[str, str], name: str) -> None:
    incomplete = {key: value for key, value in environment.items() if key != name}

    with pytest.raises(KeyError, match=name):
        lambda_handler.skill_from_environment(incomplete)
