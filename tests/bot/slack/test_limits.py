"""What Slack takes of the texts under `slack:`; our schema draws the same lines."""

from dataclasses import replace
from typing import Any

import pytest

from bot.model import SlackApp
from bot.platforms.slack import slack_platform
from bot.slack.limits import excesses
from tests.bot.slack.test_manifest import APP, BOT, SCHEMA

LIMITS = slack_platform().texts
MADE = {
    "name": "n",
    "handle": "h",
    "description": "d",
    "long_description": "l",
    "command": "/c",
    "request_url": "https://c",
    "background_color": "#",
}
IN_SCHEMA = {
    "name": ("display_information", "name"),
    "handle": ("features", "bot_user", "display_name"),
    "description": ("display_information", "description"),
    "long_description": ("display_information", "long_description"),
}


def app(key: str, value: str) -> SlackApp:
    changes: dict[str, Any] = {key: value}
    return replace(APP, **changes)


def of_length(key: str, length: int) -> str:
    return MADE[key].ljust(length, MADE[key][-1])[:length]


@pytest.mark.parametrize("key", ["name", "handle", "description", "long_description", "command"])
def test_both_ends_of_a_length_are_taken_and_one_more_is_not(key: str) -> None:
    shortest, longest = LIMITS[key].shortest, LIMITS[key].longest

    for length in (shortest, longest):
        assert excesses(BOT, app(key, of_length(key, length))) == ()
    [found] = excesses(BOT, app(key, of_length(key, longest + 1)))
    assert found.message == f"slack.{key} has {longest + 1} characters"
    assert found.cure == f"Slack takes {shortest} to {longest}"


@pytest.mark.parametrize("key", sorted(IN_SCHEMA))
def test_the_schema_has_the_same_lengths(key: str) -> None:
    part = SCHEMA
    for name in IN_SCHEMA[key]:
        part = part["properties"][name]

    assert (part["minLength"], part["maxLength"]) == (LIMITS[key].shortest, LIMITS[key].longest)


@pytest.mark.parametrize(
    ("key", "value", "cure"),
    [
        ("handle", "Ground", "Write lower-case letters, digits, - _ and ."),
        ("command", "ops", "Write a / and a word in lower case"),
        ("command", "/ops now", "Write a / and a word in lower case"),
        ("request_url", "http://ground.example.com/slack/events", "Write an https:// address"),
        ("request_url", "https:///slack/events", "Write an https:// address"),
        ("request_url", "https://a b", "Write an https:// address"),
        ("background_color", "#12345", "Write # and 3 or 6 hex digits"),
        ("background_color", "16324f", "Write # and 3 or 6 hex digits"),
    ],
)
def test_what_has_the_wrong_form_is_named_with_the_right_one(
    key: str, value: str, cure: str
) -> None:
    [found] = excesses(BOT, app(key, value))

    assert (found.key, found.message, found.cure) == (key, f"slack.{key} is {value!r}", cure)


def test_the_summary_stands_in_for_a_description_and_must_fit() -> None:
    [found] = excesses(replace(BOT, summary="s" * 141), APP)

    assert found.message == "slack.description has 141 characters"


@pytest.mark.parametrize("key", ["long_description", "background_color", "description"])
def test_what_may_be_left_out_may(key: str) -> None:
    assert excesses(BOT, app(key, "")) == ()
