"""Published bots: found by alias, read once, followed when the alias moves."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

from bot.errors import BotError, CodeHookError, LexApiError
from bot.lex.archive import write_archive
from bot.lex.definition import LexBot
from bot.model import Bot
from bot.runtime.models_api import ModelsApi
from bot.runtime.published import Making, PublishedBots
from bot.runtime.recognizer import build_recognizer
from bot.runtime.registry import BotDeployment, Later, Registry
from tests.bot.runtime.published_world import ARN, Published
from tests.bot.runtime.world import (
    ALIAS_ID,
    BOT_ID,
    Clock,
    Function,
    ScriptedRecognizer,
    deployment,
)
from tests.deploy.account.harness import Server, running
from tests.deploy.account.lex_models.archives import shop, shop_locale
from tests.deploy.account.lex_models.world import EN, Lex, Locale

WORLD = Path(__file__).parents[2] / "deploy" / "account" / "world.yaml"
TEST = "TSTALIASID"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("account") / "account.log"
    with running(log, "--world", str(WORLD)) as started:
        yield started


@pytest.fixture
def world(server: Server) -> Published:
    return Published(Lex(server))


def refusal(world: Published, bot: str, alias: str, locale: str = EN) -> LexApiError:
    with pytest.raises(LexApiError) as refused:
        world.bots.find(bot, alias, locale)
    return refused.value


def test_a_published_bot_is_found_with_all_that_its_alias_says(world: Published) -> None:
    bot_id, alias = world.live()

    found = world.bots.find(bot_id, alias, EN)

    name = world.lex.api.describe_bot(botId=bot_id)["botName"]
    assert (found.bot_name, found.alias_name, found.version) == (name, "live", "1")
    assert (found.bot_id, found.alias_id) == (bot_id, alias)
    heard = found.recognizer.recognize("order a small coffee", locale=EN)
    assert heard.interpretations[0].intent == "Order"
    answer = found.hook({"inputTranscript": "hello"})
    assert isinstance(answer, dict)
    assert answer["arn"] == ARN


def test_a_version_is_read_once_and_the_alias_now_and_then(world: Published) -> None:
    bot_id, alias = world.live()
    world.bots.find(bot_id, alias, EN)
    before = Counter(world.calls)
    assert before["CreateExport"] == before["DescribeBotAlias"] == before["DeleteExport"] == 1

    for _ in range(20):
        world.bots.find(bot_id, alias, EN)
    assert world.calls == before

    world.clock.seconds += 2
    world.bots.find(bot_id, alias, EN)
    assert world.calls - before == {"DescribeBotAlias": 1}


def test_an_alias_that_moves_is_followed_there_and_back(world: Published) -> None:
    bot_id, alias = world.live()
    first = world.utterances(bot_id, alias)
    name = world.lex.api.describe_bot(botId=bot_id)["botName"]
    world.draft(shop("buy a {size} coffee"), name)
    second = world.lex.version(bot_id)

    world.move(bot_id, alias, second)

    assert world.utterances(bot_id, alias) == first
    world.clock.seconds += 2
    assert world.utterances(bot_id, alias) == ["buy a {size} coffee"]
    world.move(bot_id, alias, "1")
    world.clock.seconds += 2
    assert world.utterances(bot_id, alias) == first
    assert world.calls["CreateExport"] == 2


def test_an_alias_that_loses_its_function_fails_where_it_is_asked(world: Published) -> None:
    bot_id, alias = world.live()
    settings = {EN: {"enabled": True}}
    world.move(bot_id, alias, "1", botAliasLocaleSettings=settings)

    found = world.bots.find(bot_id, alias, EN)

    with pytest.raises(CodeHookError, match="no Lambda function for en_US"):
        found.hook({})


def test_what_is_not_there_is_not_found_and_says_what(world: Published) -> None:
    bot_id, alias = world.live()

    for bot, other, locale, words in (
        ("NOBODYHERE", alias, EN, "no bot NOBODYHERE"),
        (bot_id, "NOSUCHALIA", EN, "NOSUCHALIA"),
        (bot_id, "no-alias-at-all", EN, "no-alias-at-all"),
        (bot_id, alias, "de_DE", "has not enabled the locale de_DE; enabled: en_US"),
    ):
        error = refusal(world, bot, other, locale)
        assert error.type == "ResourceNotFoundException"
        assert words in str(error)


def test_a_locale_must_be_enabled_and_in_the_version(world: Published) -> None:
    bot_id, alias = world.live()
    settings = {EN: {"enabled": False}, "de_DE": {"enabled": True}}
    world.move(bot_id, alias, "1", botAliasLocaleSettings=settings)

    assert "has not enabled" in str(refusal(world, bot_id, alias))
    error = refusal(world, bot_id, alias, "de_DE")
    assert (error.type, "has no locale de_DE" in str(error)) == ("ResourceNotFoundException", True)


def test_an_alias_without_a_version_serves_nothing(world: Published) -> None:
    bot_id, alias = world.live()
    world.lex.api.delete_bot_version(botId=bot_id, botVersion="1", skipResourceInUseCheck=True)
    world.lex.settle()

    assert "points at no version" in str(refusal(world, bot_id, alias))


def test_the_test_alias_serves_what_of_draft_was_built_last(world: Published) -> None:
    bot_id = world.draft()
    locale = Locale(bot_id)
    first = world.utterances(bot_id, TEST)

    name = world.lex.api.describe_bot(botId=bot_id)["botName"]
    again = replace(shop(), locales={EN: shop_locale(EN, "buy a {size} coffee")})
    world.lex.import_bot(write_archive(again), name)
    world.clock.seconds += 2
    assert world.utterances(bot_id, TEST) == first
    world.lex.build(locale)
    world.clock.seconds += 2
    assert world.utterances(bot_id, TEST) == ["buy a {size} coffee"]


def test_a_draft_that_was_never_built_is_a_bad_gateway(world: Published) -> None:
    locale = world.lex.locale()

    error = refusal(world, locale.bot, TEST)
    assert (error.type, "is NotBuilt" in str(error)) == ("BadGatewayException", True)
    world.lex.build(locale)
    world.clock.seconds += 2
    assert world.bots.find(locale.bot, TEST, EN).version == "DRAFT"


def test_many_callers_of_a_new_version_read_it_once(world: Published) -> None:
    bot_id, alias = world.live()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: world.bots.find(bot_id, alias, EN).lex, range(16)))

    assert all(lex is found[0] for lex in found)
    assert world.calls["CreateExport"] == 1


def test_a_bot_that_cannot_be_converted_is_a_bad_gateway_until_it_can(world: Published) -> None:
    def refuse(_: LexBot) -> Bot:
        raise BotError("no words for it")

    bot_id, alias = world.live()
    convert, world.convert = world.convert, refuse

    error = refusal(world, bot_id, alias)

    assert (error.type, "no words for it" in str(error)) == ("BadGatewayException", True)
    world.convert = convert
    assert world.bots.find(bot_id, alias, EN).version == "1"


def test_a_download_that_fails_is_a_bad_gateway_without_the_url(world: Published) -> None:
    bot_id, alias = world.live()
    broken = ModelsApi(Lex(world.lex.server).api, world.lex.pass_time, fetch=lambda _: b"broken")

    with pytest.raises(LexApiError) as refused:
        broken.definition(bot_id, "1")

    assert refused.value.type == "BadGatewayException"
    assert "no zip file" in str(refused.value)
    assert alias not in str(refused.value)
    with pytest.raises(LexApiError) as not_there:
        broken.definition(bot_id, "7")
    assert not_there.value.type == "ResourceNotFoundException"


def test_an_account_that_does_not_answer_is_a_bad_gateway() -> None:
    client = boto3.client(
        "lexv2-models",
        endpoint_url="http://127.0.0.1:1",
        region_name="us-east-1",
        aws_access_key_id="x",
        aws_secret_access_key="x",
        config=Config(retries={"total_max_attempts": 1}),
    )
    making = Making(lambda _: pytest.fail("nothing was read"), build_recognizer, pytest.fail)
    bots = PublishedBots(ModelsApi(client, lambda _: None), making, Clock())

    with pytest.raises(LexApiError) as refused:
        bots.find("A" * 10, TEST, EN)
    assert refused.value.type == "BadGatewayException"


def test_what_the_registry_was_made_with_comes_first() -> None:
    own = deployment(Function(), ScriptedRecognizer())
    made = []

    class Others:
        def find(self, bot_id: str, alias_id: str, locale: str) -> BotDeployment:  # noqa: ARG002
            raise LexApiError("ResourceNotFoundException", f"asked for {bot_id}")

    def make() -> Others:
        made.append(True)
        return Others()

    registry = Registry([own], Later(make))
    assert registry.find(BOT_ID, ALIAS_ID, EN) is own
    assert made == []
    for _ in range(2):
        with pytest.raises(LexApiError, match="asked for OTHERBOT12"):
            registry.find("OTHERBOT12", ALIAS_ID, EN)
    assert made == [True]
