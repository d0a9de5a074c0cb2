"""The deterministic `/ops` grammar."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import intents
from bot.commands import (
    NotGrammar,
    Parsed,
    Usage,
    command_clashes,
    command_problems,
    commands,
    parse,
)
from bot.forms import SOURCES
from bot.load import load_bot
from bot.model import Bot, IntentWords, Sentence, SlotValue
from bot.serialize import from_json, to_json
from tests.bot.command_definition import command_bot

BOT = command_bot()
INTENTS = Path(intents.__path__[0])


@pytest.mark.parametrize(
    ("typed", "intent", "slots"),
    [
        (
            "restart orders staging",
            "RestartService",
            {"service": "orders", "environment": "staging"},
        ),
        ("versions production", "DeployedVersions", {"environment": "production"}),
        ("version orders", "ServiceVersion", {"service": "orders"}),
        (
            "version orders live",
            "ServiceVersion",
            {"service": "orders", "environment": "production"},
        ),
        ("health order", "ServiceHealth", {"service": "orders"}),
        ("broken", "WhatsBroken", {}),
        ("  BROKEN   Prod ", "WhatsBroken", {"environment": "production"}),
    ],
)
def test_a_command_is_read_without_language(typed: str, intent: str, slots: dict[str, str]) -> None:
    assert parse(BOT, typed) == Parsed(intent, slots)


def test_a_service_that_the_definition_does_not_know_is_for_fulfillment_to_resolve() -> None:
    assert parse(BOT, "version billing-2") == Parsed("ServiceVersion", {"service": "billing-2"})


@pytest.mark.parametrize(
    "typed",
    [
        "what is broken?",
        "restart orders in staging",
        "restart orders stagin",
        "broken things",
        "version `orders`",
        "version <!channel>",
        "restarting orders staging",
        "yes",
        "help me",
    ],
)
def test_everything_else_is_free_language(typed: str) -> None:
    assert parse(BOT, typed) == NotGrammar()


@pytest.mark.parametrize(
    ("typed", "missing", "option", "form"),
    [
        ("restart", ("service", "environment"), "", "restart SERVICE ENVIRONMENT"),
        ("restart orders", ("environment",), "", "restart SERVICE ENVIRONMENT"),
        ("health", ("service",), "", "health SERVICE [ENVIRONMENT]"),
        ("Versions", ("environment",), "", "versions ENVIRONMENT"),
        ("restart orders staging --force", (), "--force", "restart SERVICE ENVIRONMENT"),
    ],
)
def test_a_known_verb_without_its_argument_gets_usage(
    typed: str, missing: tuple[str, ...], option: str, form: str
) -> None:
    usage = parse(BOT, typed)

    assert isinstance(usage, Usage)
    assert (usage.missing, usage.unknown_option) == (missing, option)
    assert [command.form for command in usage.commands] == [form]


@pytest.mark.parametrize("typed", ["help", "HELP", "", "   "])
def test_help_lists_every_command(typed: str) -> None:
    assert parse(BOT, typed) == Usage(commands(BOT))
    assert [command.form for command in commands(BOT)] == [
        "broken [ENVIRONMENT]",
        "health SERVICE [ENVIRONMENT]",
        "restart SERVICE ENVIRONMENT",
        "version SERVICE [ENVIRONMENT]",
        "versions ENVIRONMENT",
    ]


@given(st.text())
def test_any_text_is_read_and_never_fills_a_slot_with_markup(typed: str) -> None:
    match parse(BOT, typed):
        case Parsed(_, slots):
            assert all(value.isprintable() and "<" not in value for value in slots.values())
        case Usage() | NotGrammar():
            pass


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        ("restart {service}", "must have {environment}"),
        ("restart {service} [{environment}]", "must have {environment}"),
        ("restart {service} {environment} {colour}", "names {colour}, which is no slot"),
        ("{service} {environment}", "must begin with a verb"),
        ("restart <service> {environment} {service}", "must begin with a verb"),
        ("restart {service} {service} {environment}", "more than once"),
        ("restart [{service}] {environment}", "optional slots last"),
        ("help {service} {environment}", "begins with help, which lists the commands"),
    ],
)
def test_a_command_that_cannot_work_is_reported(command: str, problem: str) -> None:
    intent = BOT.intent("RestartService")
    assert intent is not None

    assert problem in " ".join(command_problems(replace(intent, command=command)))


def test_a_command_that_another_one_hides_is_found() -> None:
    same = tuple(
        replace(intent, command="version [{environment}]")
        if intent.name == "WhatsBroken"
        else intent
        for intent in BOT.intents
    )

    assert command_clashes(BOT) == ()
    [(first, hidden)] = command_clashes(replace(BOT, intents=same))
    assert (first.name, hidden.name) == ("ServiceVersion", "WhatsBroken")


def test_what_is_not_offered_in_slack_is_free_language() -> None:
    elsewhere = tuple(replace(intent, channels=("web", "alexa")) for intent in BOT.intents)
    bot = replace(BOT, intents=elsewhere)

    assert (commands(bot), parse(bot, "broken")) == ((), NotGrammar())


def test_a_language_adds_its_words_for_values_and_its_summaries() -> None:
    environment = replace(
        BOT.slot_types[0], locale_values={"de_DE": (SlotValue("production", ("produktiv",)),)}
    )
    words = {"de_DE": IntentWords(replies={"ability": Sentence("Zeigt, was klemmt.")})}
    bot = replace(
        BOT,
        intents=tuple(replace(intent, words=words) for intent in BOT.intents),
        slot_types=(environment, BOT.slot_types[1]),
    )

    typed = "broken produktiv"
    assert parse(bot, typed, "de_DE") == Parsed("WhatsBroken", {"environment": "production"})
    assert parse(bot, typed, "en_US") == NotGrammar()
    assert commands(bot, "de_DE")[0].summary == "Zeigt, was klemmt."
    assert commands(bot, "en_US")[0].summary == "About WhatsBroken."


LIVE = {
    **dict.fromkeys(SOURCES, ()),
    "services": (SlotValue("orders"),),
    "environments": (SlotValue("production", ("prod",)), SlotValue("staging")),
}


@pytest.fixture(scope="module")
def shipped() -> Bot:
    """The definition under intents/, through its JSON, as the worker reads it."""
    return from_json(json.loads(json.dumps(to_json(load_bot(INTENTS, LIVE)))))


def test_the_shipped_commands_have_no_problem(shipped: Bot) -> None:
    assert [problem for each in shipped.intents for problem in command_problems(each)] == []


def test_no_two_shipped_commands_begin_alike(shipped: Bot) -> None:
    verbs = [command.verb for command in commands(shipped)]

    assert len(set(verbs)) == len(verbs)


def test_these_commands_are_shipped(shipped: Bot) -> None:
    assert [command.form for command in commands(shipped)] == [
        "acknowledge ALARM ENVIRONMENT",
        "alarms [ENVIRONMENT] [SERVICE]",
        "approvals",
        "approve PIPELINE",
        "broken [ENVIRONMENT]",
        "build-failure [PIPELINE]",
        "changes [ENVIRONMENT] [SERVICE] [PERIOD] [DAY]",
        "commit CHANGE [SERVICE] [ENVIRONMENT]",
        "commits SERVICE [VERSION] [OTHER_VERSION] [ENVIRONMENT]",
        "compare ENVIRONMENT [OTHER_ENVIRONMENT] [SERVICE]",
        "cost",
        "errors SERVICE ENVIRONMENT [PERIOD] [DAY]",
        "health SERVICE [ENVIRONMENT]",
        "history [ENVIRONMENT] [SERVICE]",
        "images SERVICE",
        "logs SERVICE ENVIRONMENT [PERIOD] [DAY]",
        "maintenance [ENVIRONMENT]",
        "metrics SERVICE ENVIRONMENT [METRIC]",
        "more",
        "oncall [SERVICE]",
        "page SERVICE [ENVIRONMENT]",
        "pipelines [PIPELINE]",
        "public [ENVIRONMENT]",
        "reject PIPELINE",
        "restart SERVICE ENVIRONMENT",
        "retry PIPELINE",
        "roll-back-pipeline PIPELINE [STAGE]",
        "rollout SERVICE [ENVIRONMENT]",
        "scan SERVICE [VERSION] [ENVIRONMENT]",
        "snooze ALARM ENVIRONMENT [PERIOD]",
        "stacks [ENVIRONMENT]",
        "strategies [SERVICE] [ENVIRONMENT]",
        "tasks SERVICE ENVIRONMENT",
        "traffic [SERVICE] [ENVIRONMENT]",
        "version SERVICE [ENVIRONMENT]",
        "versions ENVIRONMENT",
    ]


def test_a_shipped_command_is_read(shipped: Bot) -> None:
    slots = {"service": "orders", "environment": "production"}

    assert parse(shipped, "restart orders prod") == Parsed("RestartService", slots)
