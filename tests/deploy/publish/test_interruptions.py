"""Interrupted after any single write, a second run ends where an undisturbed one would have."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import yaml

from bot.lex.comparing import content_hash
from deploy.publish.lex.services import read_bot
from deploy.publish.release import parse
from tests.deploy.account.harness import CHECKOUT, Server, running
from tests.deploy.publish.world import Interrupted, World, Writes, new_world

QUICK = dict.fromkeys(
    (
        *("creating", "updating", "deleting", "importing", "exporting"),
        *("build_queued", "building", "version_hidden", "versioning"),
    ),
    0.4,
)
"""Simulated seconds: Lex has always just not finished when it is asked for the first time."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("account")
    world = yaml.safe_load((CHECKOUT / "deploy/local/world/empty.yaml").read_text("utf-8"))
    quick = folder / "quick.yaml"
    quick.write_text(yaml.safe_dump({**world, "lex_durations": QUICK}), encoding="utf-8")
    with running(folder / "account.log", "--world", str(quick)) as started:
        yield started


@dataclass(frozen=True)
class Scenario:
    """`prepare` brings a world to where the publish that is interrupted starts."""

    name: str
    prepare: Callable[[Server], World]
    writes: tuple[str, ...]
    """Of an undisturbed run: what is interrupted after each of them."""


def nothing_there(server: Server) -> World:
    return new_world(server)


def all_changed(server: Server) -> World:
    """Words, a locale less, the function; and releases that are old enough to be deleted."""
    world = new_world(server, keep_versions=2)
    for number in range(3):
        world.say(f"hello number {number} {{who}}")
        world.publish()
    world.say("good day {who}")
    del world.bot.locales["de_DE"]  # type: ignore[attr-defined]
    world.change_function("new")
    return world


def rolled_back(server: Server) -> World:
    """The release is there, and users do not have it."""
    world = new_world(server)
    world.publish()
    world.say("good day {who}")
    world.publish()
    alias = world.alias()
    kept = ("botAliasId", "botAliasName", "botId", "botAliasLocaleSettings")
    world.lex.update_bot_alias(**{name: alias[name] for name in kept}, botVersion="1")
    server.advance(10)
    return world


SCENARIOS = (
    Scenario(
        "the first publish",
        nothing_there,
        (
            *("CreateUploadUrl", "upload", "StartImport", "CreateExport", "DeleteExport"),
            *("BuildBotLocale", "BuildBotLocale", "PublishVersion", "CreateBotVersion"),
            *("CreateExport", "DeleteExport"),
            *("CreateBotAlias", "AddPermission", "CreateBotAlias", "AddPermission"),
        ),
    ),
    Scenario(
        "everything changed",
        all_changed,
        (
            *("CreateExport", "DeleteExport", "CreateExport", "DeleteExport"),
            *("CreateUploadUrl", "upload", "StartImport", "CreateExport", "DeleteExport"),
            *("DeleteBotLocale", "BuildBotLocale", "PublishVersion", "CreateBotVersion"),
            *("CreateExport", "DeleteExport"),
            *("AddPermission", "UpdateBotAlias", "AddPermission", "UpdateBotAlias"),
            "DeleteBotVersion",
        ),
    ),
    Scenario(
        "published again after a roll-back",
        rolled_back,
        (*("CreateExport", "DeleteExport") * 3, "UpdateBotAlias"),
    ),
)
EVERY_WRITE = [
    pytest.param(one, number, id=f"{one.name}, {number} {operation}")
    for one in SCENARIOS
    for number, operation in enumerate(one.writes, start=1)
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name)
def test_these_are_all_the_writes(server: Server, scenario: Scenario) -> None:
    writes = Writes()
    world = scenario.prepare(server)

    world.publish(world.services(writes))

    assert tuple(writes.seen) == scenario.writes
    assert_published(world)


@pytest.mark.parametrize(("scenario", "number"), EVERY_WRITE)
def test_a_second_run_completes(server: Server, scenario: Scenario, number: int) -> None:
    world = scenario.prepare(server)
    before = version_numbers(world)
    with pytest.raises(Interrupted):
        world.publish(world.services(Writes(stop_after=number)))

    world.publish()

    assert_published(world)
    server.advance(30)
    made = [one for one in version_numbers(world) if one > max(before, default=0)]
    assert len(made) == (1 if "CreateBotVersion" in scenario.writes else 0)
    world.told.clear()
    writes = Writes()
    world.publish(world.services(writes))
    assert set(writes.seen) == {"CreateExport", "DeleteExport"}  # of what is served


def version_numbers(world: World) -> list[int]:
    found = world.lex.list_bots(
        filters=[{"name": "BotName", "values": [world.bot.name], "operator": "EQ"}]
    )
    return sorted(world.versions()) if found["botSummaries"] else []


def assert_published(world: World) -> None:
    """What users talk to is the definition, in every locale, with the function of now."""
    services = world.services()
    function = services.functions.last_published(world.settings.function)
    assert function is not None
    for name in ("live", "candidate"):
        alias = world.alias(name)
        assert alias["botAliasStatus"] == "Available"
        for locale in world.bot.locales:
            assert function_of(alias, locale) == function.arn
        arn = services.alias_arn(world.bot_id(), alias["botAliasId"])
        assert services.functions.allows(function.arn, arn)
    number = int(world.alias()["botVersion"])
    release = parse(world.versions()[number])
    assert release is not None
    assert (release.content, release.function) == (content_hash(world.bot), function.arn)
    served = read_bot(services, world.bot_id(), str(number))
    assert sorted(served.locales) == sorted(world.bot.locales)
    for locale, wanted in world.bot.locales.items():
        utterances = served.locales[locale].intents["Greet"].sample_utterances
        assert utterances == wanted.intents["Greet"].sample_utterances


def function_of(alias: dict[str, Any], locale: str) -> str:
    hook = alias["botAliasLocaleSettings"][locale]["codeHookSpecification"]["lambdaCodeHook"]
    return str(hook["lambdaARN"])
