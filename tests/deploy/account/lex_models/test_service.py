"""What others in the process read, durations that differ, and many callers at once."""

import json
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.lex.definition import LexBot
from deploy.errors import ModelsApiError
from deploy.local.account.clock import SimulatedClock
from deploy.local.account.http import HttpRequest, HttpResponse
from deploy.local.account.lex_models.service import LexModels
from deploy.local.account.lex_models.settings import Durations
from tests.deploy.account.lex_models.world import EN, FUNCTION, Lex, new_name, with_function


class InProcess:
    """The service without a server, on a clock of its own."""

    def __init__(self, durations: Durations) -> None:
        self.clock = SimulatedClock(datetime(2026, 1, 1, tzinfo=UTC))
        self.models = LexModels(self.clock, threading.RLock(), lambda: durations)

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        data = b"" if body is None else json.dumps(body).encode()
        answer: HttpResponse = self.models.handle(HttpRequest(method, path, {}, data), "us-east-1")
        assert answer.status < 300, answer.body
        return json.loads(answer.body or b"{}")


AT_ONCE = Durations(0, 0, 0, 0, 0, 0, 0, 0, 0)


def published(service: InProcess) -> tuple[str, str]:
    """A bot with a version and an alias; each step is done at the same instant."""

    def step(method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        answer = service.call(method, path, body)
        service.clock.advance(0)
        return answer

    settings = {
        "botName": "Shop",
        "roleArn": "arn:aws:iam::123456789012:role/lex-bot",
        "dataPrivacy": {"childDirected": False},
        "idleSessionTTLInSeconds": 300,
    }
    bot = step("PUT", "/bots/", settings)["botId"]
    draft = f"/bots/{bot}/botversions/DRAFT/botlocales/"
    step("PUT", draft, {"localeId": EN, "nluIntentConfidenceThreshold": 0.4})
    intent = {"intentName": "Greet", "sampleUtterances": [{"utterance": "hello"}]}
    step("PUT", f"{draft}{EN}/intents/", intent)
    step("POST", f"{draft}{EN}/")
    sources = {EN: {"sourceBotVersion": "DRAFT"}}
    step("PUT", f"/bots/{bot}/botversions/", {"botVersionLocaleSpecification": sources})
    alias = {
        "botAliasName": "live",
        "botVersion": "1",
        "botAliasLocaleSettings": {**with_function(), "de_DE": {"enabled": False}},
    }
    return bot, step("PUT", f"/bots/{bot}/botaliases/", alias)["botAliasId"]


def test_durations_can_be_nothing() -> None:
    service = InProcess(AT_ONCE)
    bot, alias = published(service)

    assert service.clock.now() == datetime(2026, 1, 1, tzinfo=UTC)
    found = service.call("GET", f"/bots/{bot}/botaliases/{alias}/")
    assert found["botAliasStatus"] == "Available"


def test_others_in_the_process_read_definitions_and_aliases() -> None:
    service = InProcess(AT_ONCE)
    bot, alias = published(service)

    definition = service.models.definition(bot, "1")
    assert isinstance(definition, LexBot)
    assert (definition.name, definition.version, definition.identifier) == ("Shop", "1", bot)
    [utterance] = definition.locales[EN].intents["Greet"].sample_utterances or ()
    assert utterance.utterance == "hello"
    found = service.models.alias(bot, alias)
    assert (found.name, found.version, found.functions) == ("live", "1", {EN: FUNCTION})
    assert service.models.alias(bot, "TSTALIASID").functions == {EN: ""}


def test_reading_what_is_not_there() -> None:
    service = InProcess(AT_ONCE)
    bot, _ = published(service)

    for read in (
        lambda: service.models.definition("NOBODYHERE", "1"),
        lambda: service.models.definition(bot, "9"),
        lambda: service.models.definition(bot, "1", "eu-west-1"),
        lambda: service.models.alias(bot, "NOSUCHALIA"),
    ):
        with pytest.raises(ModelsApiError) as refusal:
            read()
        assert refusal.value.type == "ResourceNotFoundException"


def test_callers_at_the_same_time_lose_nothing(lex: Lex) -> None:
    locale = lex.locale()
    intents = range(40)

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: lex.intent(locale, f"I{n}", f"say {n}"), intents))

    listed = lex.api.list_intents(**locale.at, maxResults=1000)["intentSummaries"]
    assert {one["intentId"] for one in listed} == {*made, "FALLBCKINT"}
    assert len(set(made)) == len(intents)


def test_one_of_many_gets_a_name(lex: Lex) -> None:
    name = new_name()

    def make(_: int) -> bool:
        try:
            lex.bot(name)
        except lex.api.exceptions.ConflictException:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(make, range(8))) == 1
