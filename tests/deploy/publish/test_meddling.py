"""Somebody changes the account at the worst moment of a publish: users keep what they had."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import boto3
import pytest

from bot.lex.archive import write_archive
from bot.lex.comparing import content_hash
from bot.lex.definition import LexBot
from deploy.errors import PublishError
from deploy.publish.lex.drift import find_drift
from deploy.publish.lex.services import read_bot
from deploy.publish.release import Release
from tests.deploy.publish.console import cut_version, edit_alias, edit_draft
from tests.deploy.publish.world import World, Writes


@dataclass
class Meddling(Writes):
    """Acts once, right before the call `operation` leaves."""

    operation: str = ""
    act: Callable[[], None] = field(default=lambda: None)
    has_acted: bool = False

    def watch(self, made: boto3.Session) -> None:
        super().watch(made)
        made.events.register(f"before-call.lex-models-v2.{self.operation}", self._before)

    def _before(self, **_: Any) -> None:
        if not self.has_acted:
            self.has_acted = True
            self.act()


def point(world: World, version: str) -> None:
    """Alias candidate at `version`, as the console would."""
    alias = world.alias("candidate")
    kept = ("botAliasId", "botAliasName", "botId", "botAliasLocaleSettings")
    world.lex.update_bot_alias(**{name: alias[name] for name in kept}, botVersion=version)
    world.server.advance(10)


def unhook(world: World) -> None:
    alias = world.alias("candidate")
    kept = ("botAliasId", "botAliasName", "botId", "botVersion")
    locales = {**alias["botAliasLocaleSettings"], "en_US": {"enabled": True}}
    world.lex.update_bot_alias(
        **{name: alias[name] for name in kept}, botAliasLocaleSettings=locales
    )
    world.server.advance(10)


def there_and_back(world: World) -> None:
    point(world, "1")
    point(world, "2")


def elsewhere(world: World) -> None:
    point(world, "1")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (elsewhere, "somebody pointed alias candidate at version 1 while version 2 was tried"),
        (unhook, "somebody changed alias candidate while version 2 was tried"),
        (there_and_back, "somebody changed alias candidate while version 2 was tried"),
    ],
)
def test_a_gate_that_talked_to_another_version_moves_nobody(
    world: World, act: Callable[[World], None], said: str
) -> None:
    world.publish()
    world.say("good day {who}")

    with pytest.raises(PublishError, match=said):
        world.publish(gate=lambda *_: act(world))

    assert world.alias()["botVersion"] == "1"
    assert world.publish().version == 2
    assert world.alias("candidate")["botVersion"] == "2"


def test_a_candidate_that_is_gone_moves_nobody(world: World) -> None:
    world.publish()
    world.say("good day {who}")

    def delete(bot_id: str, alias_id: str, _: str) -> None:
        world.lex.delete_bot_alias(botId=bot_id, botAliasId=alias_id)
        world.server.advance(10)

    with pytest.raises(PublishError, match="somebody deleted alias candidate"):
        world.publish(gate=delete)

    assert world.alias()["botVersion"] == "1"


def test_an_edit_of_draft_before_the_version_is_made_never_reaches_users(world: World) -> None:
    world.publish()
    world.say("good day {who}")
    meddling = Meddling(operation="CreateBotVersion", act=lambda: sneak_in(world))

    with pytest.raises(PublishError, match="version 2 is not the definition") as caught:
        world.publish(world.services(meddling))

    assert meddling.has_acted
    assert "+ wire everything to {who}" in str(caught.value)
    assert "Run `ground publish` again" in str(caught.value)
    assert world.alias()["botVersion"] == world.alias("candidate")["botVersion"] == "1"
    world.server.advance(30)
    assert list(world.versions()) == [1]
    assert_serves_the_definition(world, world.publish().version)


def test_a_mislabelled_version_that_cannot_be_deleted_is_not_used(world: World) -> None:
    """An alias holds it: its description alone is worth nothing."""
    world.publish()
    world.say("good day {who}")
    number = mislabel(world)
    point(world, str(number))

    assert_serves_the_definition(world, published := world.publish().version)
    assert published > number


def test_a_mislabelled_version_that_is_served_is_told_and_replaced(world: World) -> None:
    published = world.publish()
    world.say("good day {who}")
    number = mislabel(world)
    alias = world.alias()
    kept = ("botAliasId", "botAliasName", "botId", "botAliasLocaleSettings")
    world.lex.update_bot_alias(**{name: alias[name] for name in kept}, botVersion=str(number))
    world.server.advance(10)

    findings = find_drift(world.services(), world.settings, world.bot.name or "", world.bot)
    plan = world.plan()

    (finding,) = [one for one in findings if one.subject == f"version {number}"]
    assert "users talk to it" in finding.what
    assert finding.changes
    assert plan.changes
    assert world.publish().version > number > published.version
    assert find_drift(world.services(), world.settings, world.bot.name or "", world.bot) == ()


def mislabel(world: World) -> int:
    """A version of an edited DRAFT with the description of what would be published next."""
    function = world.services().functions.last_published(world.settings.function)
    assert function is not None
    sneak_in(world)
    return cut_version(world, Release(content_hash(world.bot), function.arn).describe())


def sneak_in(world: World) -> None:
    edit_draft(world, "wire everything to {who}")
    world.lex.build_bot_locale(botId=world.bot_id(), botVersion="DRAFT", localeId="en_US")
    world.server.advance(120)


def assert_serves_the_definition(world: World, version: int) -> None:
    assert world.alias()["botVersion"] == str(version)
    served = read_bot(world.services(), world.bot_id(), str(version))
    for locale, wanted in world.bot.locales.items():
        utterances = served.locales[locale].intents["Greet"].sample_utterances
        assert utterances == wanted.intents["Greet"].sample_utterances


def test_an_alias_that_somebody_moves_meanwhile_is_left_to_them(world: World) -> None:
    world.publish()
    world.say("good day {who}")

    def gate(bot_id: str, alias_id: str, version: str) -> None:
        edit_alias(world, description="mine now")

    with pytest.raises(PublishError, match="somebody else changed alias live"):
        world.publish(gate=gate)

    alias = world.alias()
    assert (alias["botVersion"], alias["description"]) == ("1", "mine now")


def test_a_version_is_never_made_of_what_somebody_else_imported(world: World) -> None:
    world.publish()
    rival = replace(world.bot, description="rival")
    world.say("good day {who}")
    services = world.services()
    models = services.models
    build = models.build
    rivals = [rival]

    def build_after_rival(bot_id: str, locale_id: str) -> None:
        if rivals:
            import_bot(world, rivals.pop())
        build(bot_id, locale_id)

    models.build = build_after_rival  # type: ignore[method-assign]

    with pytest.raises(PublishError, match="somebody else imported"):
        world.publish(services)

    assert list(world.versions()) == [1]


def import_bot(world: World, bot: LexBot) -> None:
    rival = replace(world, bot=bot, told=[])
    services = rival.services()
    import_id, url = services.models.create_upload()
    services.transfer.put(url, write_archive(bot))
    role = "arn:aws:iam::123456789012:role/ground-control-bot"
    services.models.start_import(import_id, bot, role, None)
    world.server.advance(30)
