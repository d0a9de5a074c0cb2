"""What others changed since the last publish, found and told."""

from collections.abc import Callable

import pytest

from bot.lex.comparing import report
from deploy.errors import PublishError
from deploy.publish.lex.drift import Finding, find_drift
from deploy.publish.lex.rollback import plan_rollback, roll_back
from deploy.publish.lex.showing import drift_json, drift_text
from tests.deploy.publish.console import cut_version, edit_alias, edit_draft
from tests.deploy.publish.world import World, Writes


def drift(world: World) -> tuple[Finding, ...]:
    return find_drift(world.services(), world.settings, world.bot.name or "")


def test_there_is_none_after_publishing(world: World) -> None:
    world.publish()
    world.say("good day {who}")
    world.change_function("new")
    world.publish()

    assert drift(world) == ()


def test_an_edit_in_the_console_is_told_as_a_reviewer_would(world: World) -> None:
    world.publish()
    edit_draft(world, "howdy {who}")

    (finding,) = drift(world)

    assert finding.subject == "DRAFT"
    assert "is not what version 1 was made of" in finding.what
    assert report(finding.changes, details=1) == (
        "en_US\n  Greet: 1 utterance added\n      + howdy {who}"
    )
    assert "+ howdy {who}" in drift_text([finding])
    assert drift_json([finding])[0]["changes"][0]["what"] == "1 utterance added"


def test_looking_writes_nothing_but_exports_that_it_deletes(world: World) -> None:
    world.publish()
    writes = Writes()

    find_drift(world.services(writes), world.settings, world.bot.name or "")

    assert writes.seen == ["CreateExport", "DeleteExport"] * 2


def test_a_version_of_somebody_else_is_told(world: World) -> None:
    world.publish()
    number = cut_version(world, "by hand\x1b[31m")

    (finding,) = drift(world)

    assert finding.subject == f"version {number}"
    assert "not made by `ground publish` (by hand [31m)" in finding.what


def test_an_alias_on_a_version_of_somebody_else_is_told(world: World) -> None:
    world.publish()
    number = cut_version(world, "by hand")
    edit_alias(world, botVersion=str(number))

    assert f"it points at version {number}, which `ground publish` did not make" in [
        one.what for one in drift(world) if one.subject == "alias live"
    ]


def take_function(world: World) -> None:
    edit_alias(world, locales={"en_US": {"enabled": True}})


def disable(world: World) -> None:
    setting = world.alias()["botAliasLocaleSettings"]["en_US"]
    edit_alias(world, locales={"en_US": {**setting, "enabled": False}})


def other_function(world: World) -> None:
    world.server.create_function(f"{world.settings.function}-other", "echo")
    hook = {
        "lambdaARN": "arn:aws:lambda:us-east-1:123456789012:function:other:3",
        "codeHookInterfaceVersion": "1.0",
    }
    setting = {"enabled": True, "codeHookSpecification": {"lambdaCodeHook": hook}}
    edit_alias(world, locales={"en_US": setting})


@pytest.mark.parametrize(
    ("act", "what"),
    [
        (take_function, "it calls no function, not {function}:1"),
        (disable, "it is disabled"),
        (other_function, "it calls other:3, not {function}:1"),
    ],
)
def test_settings_of_the_alias_are_held_against_the_release(
    world: World, act: Callable[[World], None], what: str
) -> None:
    world.publish()
    act(world)

    (finding,) = drift(world)

    assert finding.subject == "alias live, en_US"
    assert finding.what == what.format(function=world.settings.function)


def test_an_alias_that_went_back_is_told(world: World) -> None:
    world.publish()
    world.say("good day {who}")
    world.publish()
    services = world.services()
    roll_back(services, plan_rollback(services, world.settings, world.bot.name or "", None))

    (finding,) = drift(world)

    assert "points at version 1, after it pointed at version 2" in finding.what


def test_an_alias_that_is_gone_is_told(world: World) -> None:
    published = world.publish()
    world.lex.delete_bot_alias(botId=published.bot_id, botAliasId=published.alias_id)
    world.server.advance(10)

    assert [one.what for one in drift(world)] == ["it is gone"]


def test_another_role_is_told(world: World) -> None:
    published = world.publish()
    found = world.lex.describe_bot(botId=published.bot_id)
    kept = ("botName", "dataPrivacy", "idleSessionTTLInSeconds", "description")
    role = "arn:aws:iam::123456789012:role/somebody-elses"
    world.lex.update_bot(
        botId=published.bot_id, roleArn=role, **{name: found[name] for name in kept}
    )

    assert [one.subject for one in drift(world)] == ["the bot"]
    assert role in drift(world)[0].what


def test_without_anything_published_there_is_no_drift_to_look_for(world: World) -> None:
    with pytest.raises(PublishError, match="publish it first"):
        drift(world)
