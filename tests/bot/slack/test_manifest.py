"""The app manifest: golden files, our schema of Slack's, and the limits for any bot at all.

`UPDATE_GOLDEN=1 pytest tests/bot/slack` writes the files anew: read the diff.
"""

import json
import os
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import bot.slack
from bot.errors import DefinitionError
from bot.model import Access, Bot, Intent, SlackApp
from bot.slack.manifest import Connection, manifest, manifest_json, manifest_yaml
from bot.slack.uses import Uses
from tests.bot.command_definition import command_bot

GOLDEN = Path(__file__).parents[2] / "golden" / "slack_manifest"
SCHEMA = json.loads(
    (Path(bot.slack.__path__[0]) / "manifest.schema.json").read_text(encoding="utf-8")
)
BOT = replace(command_bot(), summary="Answers what runs where.")
APP = SlackApp(
    name="Ground Control",
    handle="ground",
    command="/ops",
    request_url="https://ground.example.com/slack/events",
    long_description='Dinge über "Dienste": was läuft <wo>, und & wie | es geht.\n' * 4,
    background_color="#16324f",
)
USES = Uses(("app_mention", "message.im"), ("chat.update", "chat.postMessage"), buttons=True)
CONNECTIONS: tuple[Connection, ...] = get_args(Connection)
connections = pytest.mark.parametrize("connection", CONNECTIONS)


def refusals(document: object) -> list[str]:
    found = jsonschema.Draft202012Validator(SCHEMA).iter_errors(document)
    return [error.message for error in found]


def compiled(connection: Connection = "request_url") -> dict[str, Any]:
    """A manifest that a test may change."""
    return deepcopy(dict(manifest(BOT, APP, USES, connection)))


@connections
@pytest.mark.parametrize("kind", ["yaml", "json"])
def test_the_manifest_is_compiled_as_recorded(connection: Connection, kind: str) -> None:
    document = manifest(BOT, APP, USES, connection)
    text = manifest_json(document) if kind == "json" else manifest_yaml(document, ["For a test."])
    path = GOLDEN / f"{connection}.{kind}"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")

    assert text == path.read_text(encoding="utf-8")


@connections
def test_both_texts_say_the_same(connection: Connection) -> None:
    document = manifest(BOT, APP, USES, connection)

    assert json.loads(manifest_json(document)) == document
    assert yaml.safe_load(manifest_yaml(document, ["one", "two"])) == document


@connections
def test_the_manifest_is_what_slack_takes(connection: Connection) -> None:
    assert refusals(compiled(connection)) == []


def test_in_socket_mode_no_address_is_left() -> None:
    assert "https://" not in manifest_json(manifest(BOT, APP, USES, "socket_mode"))


def test_an_app_without_direct_messages_and_buttons_has_neither() -> None:
    document = manifest(BOT, APP, Uses(("app_mention",), (), buttons=False), "request_url")

    assert document["features"]["app_home"]["messages_tab_enabled"] is False
    assert document["settings"]["interactivity"] == {"is_enabled": False}
    assert document["oauth_config"]["scopes"]["bot"] == ["app_mentions:read", "commands"]
    assert refusals(document) == []


def test_a_bot_without_commands_still_has_help() -> None:
    [command] = manifest(replace(BOT, intents=()), APP, USES, "request_url")["features"][
        "slash_commands"
    ]

    assert (command["description"], command["usage_hint"]) == (
        "Answers what runs where: help",
        "help",
    )


def test_what_is_not_offered_in_slack_is_no_command_there() -> None:
    elsewhere = tuple(replace(intent, channels=("web",)) for intent in BOT.intents)

    assert "restart" not in manifest_json(
        manifest(replace(BOT, intents=elsewhere), APP, USES, "request_url")
    )


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)
verbs = st.from_regex(r"[a-z0-9][a-z0-9-]{0,60}( [a-z]{1,30})?", fullmatch=True)


@st.composite
def bots(draw: st.DrawFn) -> Bot:
    """Any summary that fits, and so many commands that a hint of all of them would not."""
    chosen = draw(st.lists(verbs, unique=True, max_size=120))
    intents = tuple(
        Intent(f"I{number}", "", "read", Access("viewer"), command=verb)
        for number, verb in enumerate(chosen)
    )
    summary = draw(words.filter(lambda text: len(text) <= 140))
    return replace(BOT, intents=intents, summary=summary)


@given(bots(), st.sampled_from(CONNECTIONS))
def test_any_bot_stays_within_slacks_limits(any_bot: Bot, connection: Connection) -> None:
    document = manifest(any_bot, APP, USES, connection)
    [command] = document["features"]["slash_commands"]

    assert refusals(document) == []
    assert command["usage_hint"].split(" | ")[-1] == "help"
    assert yaml.safe_load(manifest_yaml(document)) == document


def test_what_does_not_fit_is_left_out_whole_and_help_stays() -> None:
    intents = tuple(
        Intent(f"I{number}", "", "read", Access("viewer"), command=f"verb-{number:03d}")
        for number in range(200)
    )
    [command] = manifest(replace(BOT, intents=intents), APP, USES, "socket_mode")["features"][
        "slash_commands"
    ]

    hint = command["usage_hint"].split(" | ")
    assert hint[0] == "verb-000"
    assert hint[-2:] == ["…", "help"]
    assert all(verb in {"…", "help"} or len(verb) == 8 for verb in hint)
    assert 980 < len(command["usage_hint"]) <= 1000


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def _set(document: dict[str, Any], path: str, value: object) -> None:
    *folders, key = path.split(".")
    found: Any = document
    for folder in folders:
        found = found[int(folder) if folder.isdigit() else folder]
    found[key] = value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("display_information.name", "n" * 36),
        ("display_information.name", ""),
        ("display_information.description", "d" * 141),
        ("display_information.long_description", "l" * 174),
        ("display_information.long_description", "l" * 4001),
        ("display_information.icon", "x.png"),
        ("features.bot_user.display_name", "n" * 81),
        ("features.bot_user", {"always_online": True}),
        ("features.slash_commands.0.command", "ops"),
        ("features.slash_commands.0.command", "/" + "o" * 32),
        ("features.slash_commands.0.description", "d" * 2001),
        ("features.slash_commands.0.usage_hint", "u" * 1001),
        ("features.slash_commands.0.usage_hint", ""),
        ("features.slash_commands.0.url", "ground.example.com"),
        ("features.slash_commands", []),
        ("features.shortcuts", []),
        ("features.agent_view", {"suggested_prompts": [{"title": "t", "message": "m"}] * 5}),
        ("oauth_config.scopes.bot", ["s" * 51]),
        ("settings.event_subscriptions.bot_events", ["app_mention", "app_mention"]),
        ("settings.event_subscriptions.bot_events", [f"e{number}" for number in range(101)]),
        ("settings.interactivity", {}),
        ("settings.socket_mode_enabled", "no"),
        ("setting", {}),
    ],
)
def test_what_slack_refuses_the_schema_refuses(path: str, value: object) -> None:
    document = compiled()
    _set(document, path, value)

    assert refusals(document) != []


@pytest.mark.parametrize(
    ("connection", "path", "value"),
    [
        ("socket_mode", "settings.interactivity.request_url", APP.request_url),
        ("socket_mode", "settings.event_subscriptions.request_url", APP.request_url),
        ("socket_mode", "features.slash_commands.0.url", APP.request_url),
        ("request_url", "settings.interactivity", {"is_enabled": True}),
        ("request_url", "settings.socket_mode_enabled", True),
        ("request_url", "features.slash_commands.0.url", "http://ground.example.com/"),
        ("request_url", "features.bot_user.display_name", "Ground Control"),
        ("request_url", "display_information.background_color", "navy"),
    ],
)
def test_the_schema_is_stricter_where_that_keeps_a_mistake_out(
    connection: Connection, path: str, value: object
) -> None:
    document = compiled(connection)
    _set(document, path, value)

    assert refusals(document) != []


def test_every_text_that_slack_would_refuse_is_named_at_once() -> None:
    app = replace(APP, name="n" * 36, handle="Ground Control", request_url="http://x")

    with pytest.raises(DefinitionError) as refused:
        manifest(BOT, app, USES, "request_url")

    assert [problem.message for problem in refused.value.problems] == [
        "slack.handle is 'Ground Control'",
        "slack.name has 36 characters",
        "slack.request_url is 'http://x'",
    ]
