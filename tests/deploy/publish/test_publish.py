"""Publishing to the simulated account: what is written, what is kept, what is not done twice."""

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.lex.comparing import content_hash, report
from bot.lex.definition import LexBot, SampleUtterance
from deploy.errors import GateFailed, PublishError
from deploy.publish.aws.transfer import Transfer
from deploy.publish.lex.apply import apply
from deploy.publish.release import Release, parse
from tests.deploy.account.harness import Server
from tests.deploy.publish.console import (
    add_alias,
    cut_version,
    edit_alias,
    edit_draft,
    functions_of,
)
from tests.deploy.publish.world import World, Writes, new_world, small_locale

LOG_GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:lex"


def test_the_first_publish_makes_everything(world: World) -> None:
    published = world.publish()

    alias = world.alias()
    assert (published.bot_id, published.alias_id) == (world.bot_id(), alias["botAliasId"])
    assert (published.version, alias["botVersion"]) == (1, "1")
    assert published.function.endswith(f":{world.settings.function}:1")
    assert functions_of(alias) == {"de_DE": published.function, "en_US": published.function}
    release = Release(content_hash(world.bot), published.function)
    assert parse(world.versions()[1]) == release


def test_lex_may_call_the_version_of_the_function_for_both_aliases(world: World) -> None:
    published = world.publish()

    policy = world.functions.get_policy(FunctionName=world.settings.function, Qualifier="1")
    statements = json.loads(policy["Policy"])["Statement"]
    arn = f"arn:aws:lex:us-east-1:123456789012:bot-alias/{published.bot_id}"
    ids = {world.alias(name)["botAliasId"] for name in ("live", "candidate")}
    assert {one["Principal"]["Service"] for one in statements} == {"lexv2.amazonaws.com"}
    sources = {one["Condition"]["ArnLike"]["AWS:SourceArn"] for one in statements}
    assert sources == {f"{arn}/{alias}" for alias in ids}


def test_nothing_is_written_when_nothing_changed(world: World) -> None:
    before = world.publish()
    writes = Writes()
    services = world.services(writes)

    plan = world.plan(services)

    assert plan.is_empty
    assert plan.changes == ()
    assert world.publish(services) == before
    # One to plan, one to publish: what is served is looked at, not believed.
    assert writes.seen == ["CreateExport", "DeleteExport"] * 2


def test_a_change_is_told_as_a_reviewer_would_and_makes_one_version(world: World) -> None:
    world.publish()
    world.say("good day {who}")

    plan = world.plan()
    apply(world.services(), plan, lambda *_: None)

    assert report(plan.changes, details=1) == (
        "en_US\n  Greet: 1 utterance added\n      + good day {who}"
    )
    assert list(world.versions()) == [1, 2]
    assert world.alias()["botVersion"] == "2"
    assert plan.overwritten == ()


def test_a_plan_alone_writes_nothing_but_exports_that_it_deletes(world: World) -> None:
    world.publish()
    world.say("good day {who}")
    writes = Writes()

    world.plan(world.services(writes))

    assert writes.seen == ["CreateExport", "DeleteExport"] * 2
    assert list(world.versions()) == [1]


def test_the_gate_meets_the_new_version_before_users_do(world: World) -> None:
    world.publish()
    world.say("good day {who}")
    seen: list[tuple[str, str]] = []

    def gate(bot_id: str, alias_id: str, version: str) -> None:
        assert alias_id == world.alias("candidate")["botAliasId"]
        seen.append((world.alias("candidate")["botVersion"], world.alias()["botVersion"]))

    world.publish(gate=gate)

    assert seen == [("2", "1")]


def test_a_failing_gate_leaves_users_where_they_were(world: World) -> None:
    world.publish()
    before = settings_of(world.alias())
    world.say("good day {who}")

    with pytest.raises(GateFailed, match="not understood"):
        world.publish(gate=refuse)

    assert settings_of(world.alias()) == before
    writes = Writes()
    world.publish(world.services(writes))
    assert list(world.versions()) == [1, 2]
    assert world.alias()["botVersion"] == "2"
    assert "StartImport" not in writes.seen
    assert "BuildBotLocale" not in writes.seen


def test_an_alias_keeps_everything_that_a_release_does_not_say(world: World) -> None:
    published = world.publish()
    kept: dict[str, Any] = {
        "description": "what people talk to",
        "conversationLogSettings": {
            "textLogSettings": [
                {
                    "enabled": True,
                    "destination": {
                        "cloudWatch": {
                            "cloudWatchLogGroupArn": LOG_GROUP,
                            "logPrefix": "lex/",
                        }
                    },
                }
            ]
        },
        "sentimentAnalysisSettings": {"detectSentiment": True},
    }
    edit_alias(world, **kept, locales={"de_DE": {"enabled": False}, "fr_FR": {"enabled": True}})
    arn = f"arn:aws:lex:us-east-1:123456789012:bot-alias/{published.bot_id}/{published.alias_id}"
    world.lex.tag_resource(resourceARN=arn, tags={"owner": "ops"})
    world.say("good day {who}")

    world.publish()

    alias = world.alias()
    assert alias["botVersion"] == "2"
    assert {name: alias[name] for name in kept} == kept
    assert alias["botAliasLocaleSettings"]["fr_FR"] == {"enabled": True}
    assert alias["botAliasLocaleSettings"]["de_DE"]["enabled"] is False
    assert functions_of(alias)["de_DE"] == published.function
    assert world.lex.list_tags_for_resource(resourceARN=arn)["tags"] == {"owner": "ops"}


def test_a_new_function_alone_makes_a_release_without_a_build(world: World) -> None:
    world.publish()
    world.change_function("new")
    writes = Writes()
    services = world.services(writes)

    plan = world.plan(services)
    published = apply(services, plan, lambda *_: None)

    assert plan.changes == ()
    assert published.function.endswith(":2")
    assert set(functions_of(world.alias()).values()) == {published.function}
    assert {"StartImport", "BuildBotLocale"}.isdisjoint(writes.seen)
    assert "its configuration changed since version 1" in "\n".join(s.text for s in plan.steps)


def test_users_never_meet_a_version_with_the_function_of_another(world: World) -> None:
    world.publish()
    world.say("good day {who}")
    world.change_function("new")
    met = Met(world)

    world.publish(world.services(met))

    assert set(met.pairs) == {("1", "1"), ("2", "2")}


class Met(Writes):
    """After every write, the version of the bot and of its function that users talk to."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self._world = world

    def count(self, operation: str) -> None:
        super().count(operation)
        alias = self._world.alias()
        for function in functions_of(alias).values():
            self.pairs.append((alias["botVersion"], function.rpartition(":")[2]))


def test_what_was_edited_in_draft_is_told_before_it_is_overwritten(world: World) -> None:
    world.publish()
    edit_draft(world, "howdy {who}")
    world.say("good day {who}")

    plan = world.plan()
    apply(world.services(), plan, lambda *_: None)

    assert report(plan.overwritten) == "en_US\n  Greet: 1 utterance added"
    again = world.plan()
    assert again.is_empty
    assert again.overwritten == ()


def test_exports_that_cannot_be_read_are_told_and_move_nobody(world: World) -> None:
    world.publish()
    world.say("good day {who}")
    services = world.services()
    services = replace(services, transfer=Garbled(services.transfer))

    plan = world.plan(services)
    with pytest.raises(PublishError, match="the export of version 2 cannot be read"):
        apply(services, plan, lambda *_: None)

    assert "version 1, which is served, cannot be read" in report(plan.changes)
    assert "the export of version DRAFT cannot be read" in "\n".join(world.told)
    assert world.alias()["botVersion"] == "1"


def test_a_locale_that_is_gone_goes_from_draft_and_from_what_is_served(world: World) -> None:
    world.publish()
    world.bot = replace(world.bot, locales={"en_US": world.bot.locales["en_US"]})

    world.publish()

    listed = world.lex.list_bot_locales(botId=world.bot_id(), botVersion="DRAFT")
    assert [one["localeId"] for one in listed["botLocaleSummaries"]] == ["en_US"]
    served = world.lex.list_bot_locales(botId=world.bot_id(), botVersion="2")
    assert [one["localeId"] for one in served["botLocaleSummaries"]] == ["en_US"]
    assert world.plan().is_empty


def test_more_locales_than_may_be_built_at_once_are_built(world: World) -> None:
    names = {"en_GB": "English (UK)", "es_US": "Spanish (US)", "fr_FR": "French (FR)"}
    names |= {"it_IT": "Italian (IT)"}
    more = {one: small_locale(one, name, f"hi {one} {{who}}", "?") for one, name in names.items()}
    world.bot = replace(world.bot, locales={**world.bot.locales, **more})

    world.publish()

    served = world.lex.list_bot_locales(botId=world.bot_id(), botVersion="1", maxResults=50)
    assert len(served["botLocaleSummaries"]) == 6


def test_builds_of_another_bot_are_waited_for(server: Server, world: World) -> None:
    others = [new_world(server) for _ in range(3)]
    for other in others:
        other.publish()
        for locale in ("de_DE", "en_US"):
            if other is not others[2] or locale == "en_US":
                other.lex.build_bot_locale(
                    botId=other.bot_id(), botVersion="DRAFT", localeId=locale
                )

    published = world.publish()

    assert published.version == 1


def test_old_releases_are_deleted_but_none_that_is_in_use(server: Server) -> None:
    world = new_world(server, keep_versions=2)
    world.publish()
    add_alias(world, "demo", "1")
    foreign = cut_version(world, "by hand")
    for number in range(5):
        world.say(f"hello number {number} {{who}}")
        world.publish()
    server.advance(60)

    versions = world.versions()

    assert sorted(versions) == [1, foreign, 6, 7]
    assert world.alias()["botVersion"] == "7"


def test_a_locale_that_does_not_build_is_told_with_its_reasons(world: World) -> None:
    world.publish()
    world.bot = with_same_utterance_twice(world.bot)

    with pytest.raises(PublishError) as failed:
        world.publish()

    assert "the build of en_US ended as Failed" in str(failed.value)
    assert "Greet, Twin have the same utterance" in str(failed.value)
    assert world.alias()["botVersion"] == "1"


def test_a_build_that_failed_is_tried_again_once_it_is_mended(world: World) -> None:
    mended = world.bot
    world.bot = with_same_utterance_twice(world.bot)
    with pytest.raises(PublishError):
        world.publish()
    with pytest.raises(PublishError, match="ended as Failed"):
        world.publish()

    world.bot = mended
    world.publish()

    assert world.alias()["botVersion"] == "1"


def test_a_definition_that_lex_does_not_take_is_told(world: World) -> None:
    english = world.bot.locales["en_US"]
    world.bot = replace(world.bot, locales={"en_US": replace(english, nlu_confidence_threshold=7)})

    with pytest.raises(PublishError) as failed:
        world.publish()

    assert "Lex did not import the definition" in str(failed.value)
    assert "BotLocales/en_US/BotLocale.json" in str(failed.value)


def test_a_function_that_is_not_there_is_named(world: World) -> None:
    world.settings = replace(world.settings, function="no-such-function")

    with pytest.raises(PublishError, match="no function no-such-function in account 123456789012"):
        world.plan()


def test_a_plan_that_no_longer_holds_is_not_carried_out(world: World) -> None:
    world.publish()
    world.say("good day {who}")
    plan = world.plan()
    world.change_function("meanwhile")
    writes = Writes()

    with pytest.raises(PublishError, match="changed since this plan"):
        apply(world.services(writes), plan, lambda *_: None)

    assert writes.seen == []


def test_what_is_under_way_is_waited_for(world: World) -> None:
    world.publish()
    world.lex.build_bot_locale(botId=world.bot_id(), botVersion="DRAFT", localeId="en_US")
    world.say("good day {who}")

    world.publish()

    assert world.alias()["botVersion"] == "2"


@pytest.mark.parametrize("damage", ["function", "locale"])
def test_what_was_taken_from_the_alias_is_given_back_without_a_new_version(
    world: World, damage: str
) -> None:
    world.publish()
    before = settings_of(world.alias())
    locales = {"en_US": {"enabled": True}} if damage == "function" else {}
    drop = () if damage == "function" else ("de_DE",)
    edit_alias(world, locales=locales, drop=drop)

    plan = world.plan()
    world.publish()

    assert [step.kind for step in plan.steps] == ["move"]
    assert settings_of(world.alias()) == before
    assert list(world.versions()) == [1]


@dataclass(frozen=True)
class Garbled:
    """Gives zips that are none."""

    transfer: Transfer

    def put(self, url: str, data: bytes) -> None:
        self.transfer.put(url, data)

    def get(self, url: str) -> bytes:
        return self.transfer.get(url)[:-10]


def refuse(bot_id: str, alias_id: str, version: str) -> None:
    raise GateFailed("not understood")


def settings_of(alias: dict[str, Any]) -> dict[str, Any]:
    return {name: alias.get(name) for name in ("botVersion", "botAliasLocaleSettings")}


def with_same_utterance_twice(bot: LexBot) -> LexBot:
    english = bot.locales["en_US"]
    twin = replace(english.intents["Greet"], name="Twin")
    twin = replace(twin, sample_utterances=(SampleUtterance("hello {who}"),))
    changed = replace(english, intents={**english.intents, "Twin": twin})
    return replace(bot, locales={**bot.locales, "en_US": changed})
