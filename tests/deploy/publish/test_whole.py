"""Publish, talk, change a file, plan, publish, drift, roll back: against the whole local world.

Everything that is asked of the bot goes through boto3, to the alias that was published.
"""

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.definition import Definition
from bot.lex.comparing import report
from bot.lex.compiling import compile_lex
from bot.load import load_definition
from bot.testing.examples import load_examples
from deploy.build import ENVIRONMENTS, live_values
from deploy.discover import discover_from
from deploy.documents import read_yaml
from deploy.errors import GateFailed
from deploy.local.clients import account_clients, local_session
from deploy.local.joining import Address
from deploy.local.up import Options, start
from deploy.publish.lex.apply import Published, apply
from deploy.publish.lex.drift import find_drift
from deploy.publish.lex.gate import Place, hold
from deploy.publish.lex.known_misses import load_known_misses
from deploy.publish.lex.plan import Plan, make_plan
from deploy.publish.lex.rollback import plan_rollback, roll_back
from deploy.publish.lex.services import Services
from deploy.publish.lex.settings import load_settings
from deploy.publish.target import Endpoints, connect
from fulfillment.catalog.environments import environments_from_json
from tests.deploy.account.harness import CHECKOUT, Server, eventually
from tests.deploy.publish.world import SimulatedTime
from tests.deploy.trimmed import trim

pytestmark = pytest.mark.world
SETTINGS = load_settings({})


@dataclass
class Local:
    """A local world and a checkout's definition of its own."""

    address: Address
    intents: Path
    told: list[str] = field(default_factory=list)

    def services(self) -> Services:
        endpoints = Endpoints(self.address.account_url, self.address.lex_url)
        server = Server(self.address.account, process=None)  # type: ignore[arg-type]
        return connect(local_session(), self.told.append, endpoints, SimulatedTime(server))

    def definition(self) -> Definition:
        environments = environments_from_json(read_yaml(CHECKOUT / ENVIRONMENTS))
        discover = discover_from(self.address.account_url)
        return load_definition(self.intents, live_values(environments, discover))

    def plan(self) -> Plan:
        return make_plan(self.services(), SETTINGS, compile_lex(self.definition()))

    def publish(self) -> Published:
        services, definition = self.services(), self.definition()
        conversations, known = load_examples(self.intents), load_known_misses()

        def gate(bot_id: str, alias_id: str, version: str) -> None:
            place = Place(bot_id, alias_id, version)
            hold(services, definition.bot, conversations, place, known)

        return apply(services, self.plan(), gate)

    def edit(self, name: str, change: Any) -> None:
        file = self.intents / name
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        change(document)
        file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")

    def say(self, published: Published, text: str, locale: str = "en_US") -> tuple[str, str]:
        """(intent, words) of the answer to a stranger with IAM credentials."""
        client = local_session().client("lexv2-runtime", endpoint_url=self.address.lex_url)
        answer = client.recognize_text(
            botId=published.bot_id,
            botAliasId=published.alias_id,
            localeId=locale,
            sessionId=uuid.uuid4().hex,
            text=text,
        )
        words = " ".join(one.get("content", "") for one in answer.get("messages", []))
        return answer["sessionState"]["intent"]["name"], words


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    home = tmp_path_factory.mktemp("home")
    intents = home / "intents"
    shutil.copytree(CHECKOUT / "intents", intents)
    trim(intents)
    world = start(Options(home=home), lambda _: None)
    try:
        yield Local(world.address, intents)
    finally:
        world.stop()


def test_from_the_first_publish_to_the_roll_back(local: Local) -> None:
    first = local.publish()
    assert first.version == 1
    assert "conversations understood as meant" in local.told[-2]
    intent, words = local.say(first, "which version of orders is live in staging")
    assert intent == "ServiceVersion"
    assert "orders" in words
    assert local.say(first, "zzap the frobnicator")[0] == "Fallback"

    local.edit("help/en_US.yaml", lambda words: words["utterances"].append("zzap the frobnicator"))
    plan = local.plan()
    assert {change.subject for change in plan.changes} == {"Help"}
    assert "+ zzap the frobnicator" in report(plan.changes, details=5)
    second = local.publish()
    assert (second.version, second.alias_id) == (2, first.alias_id)
    assert eventually(lambda: local.say(second, "zzap the frobnicator")[0] == "Help")
    assert local.plan().is_empty

    edit_in_console(local, second)
    (finding,) = find_drift(local.services(), SETTINGS, "GroundControl")
    assert report(finding.changes) == "en_US\n  Help: description changed"

    services = local.services()
    roll_back(services, plan_rollback(services, SETTINGS, "GroundControl", None))
    assert eventually(lambda: local.say(second, "zzap the frobnicator")[0] == "Fallback")


def test_german_is_published_too(local: Local) -> None:
    published = local.publish()

    intent, words = local.say(published, "welche Version von orders läuft in staging", "de_DE")

    assert intent == "ServiceVersion"
    assert "orders" in words


def test_a_sentence_that_is_understood_otherwise_keeps_the_version_from_users(
    local: Local,
) -> None:
    published = local.publish()
    local.edit(
        "help/examples.yaml",
        lambda examples: examples.append([{"say": "whats broken", "intent": "Help"}]),
    )
    local.edit("help/en_US.yaml", lambda words: words["utterances"].append("quux my gizmo"))

    with pytest.raises(GateFailed) as failed:
        local.publish()

    assert "(en_US): 'whats broken'" in str(failed.value)
    assert "expected Help\n    got WhatsBroken" in str(failed.value)
    assert local.say(published, "quux my gizmo")[0] == "Fallback"


def edit_in_console(local: Local, published: Published) -> None:
    lex = account_clients(local.address)("lexv2-models")
    where = {"botId": published.bot_id, "botVersion": "DRAFT", "localeId": "en_US"}
    listed = lex.list_intents(**where, maxResults=50)["intentSummaries"]
    (intent_id,) = [one["intentId"] for one in listed if one["intentName"] == "Help"]
    found = lex.describe_intent(**where, intentId=intent_id)
    kept = {key: one for key, one in found.items() if key in UPDATED and one is not None}
    lex.update_intent(**where, intentId=intent_id, **{**kept, "description": "Edited by hand."})


UPDATED = (
    "intentName",
    "sampleUtterances",
    "dialogCodeHook",
    "fulfillmentCodeHook",
    "initialResponseSetting",
    "intentConfirmationSetting",
    "intentClosingSetting",
    "slotPriorities",
)
