"""An account that answers the first attempt of every call with 429: it takes longer, and works."""

import json
from dataclasses import replace

import pytest

from bot.lex.definition import LexBot
from deploy.errors import AwsRefused
from deploy.publish.lex.drift import find_drift
from deploy.publish.lex.rollback import plan_rollback, roll_back
from tests.deploy.account.harness import CHECKOUT
from tests.deploy.publish.world import SimulatedTime, Throttling, World

PERMISSIONS = CHECKOUT / "deploy/publish/lex/permissions.json"


def test_every_call_may_be_throttled(world: World) -> None:
    throttling = Throttling()
    services = world.services(throttling=throttling)
    world.publish(services)
    world.say("good day {who}")
    world.bot = without_german(world)
    world.publish(services)
    rollback = plan_rollback(services, world.settings, world.bot.name or "", None)
    roll_back(services, rollback)
    findings = find_drift(services, world.settings, world.bot.name or "")

    assert world.alias()["botVersion"] == "1"
    assert [one.subject for one in findings] == ["alias live"]
    assert list(world.versions()) == [1, 2]
    assert throttling.throttled == throttling.called
    assert {action(name) for name in throttling.called} <= allowed()
    assert "lex-models-v2.CreateBotVersion" in throttling.called
    assert "lambda.AddPermission" in throttling.called


def test_the_service_says_how_long_to_wait(world: World) -> None:
    services = world.services(throttling=Throttling(retry_after="7"))
    time = services.waiting.clock
    assert isinstance(time, SimulatedTime)

    services.models.find_bot("no-such-bot")

    assert time.seconds == 7


def test_patience_ends(world: World) -> None:
    services = world.services(throttling=Throttling(always=True))
    time = services.waiting.clock
    assert isinstance(time, SimulatedTime)

    with pytest.raises(AwsRefused, match=r"ListBots was refused.*try again in some minutes"):
        services.models.find_bot("no-such-bot")

    assert 120 <= time.seconds < 150


def without_german(world: World) -> LexBot:
    return replace(world.bot, locales={"en_US": world.bot.locales["en_US"]})


def action(event: str) -> str:
    """ "lex:CreateBotVersion" of a call of lexv2-models."""
    service, _, operation = event.partition(".")
    return f"{'lambda' if service == 'lambda' else 'lex'}:{operation}"


def allowed() -> set[str]:
    """What the policy allows that docs/publishing.md asks for."""
    document = json.loads(PERMISSIONS.read_text(encoding="utf-8"))
    actions = [statement["Action"] for statement in document["Statement"]]
    return {one for found in actions for one in ([found] if isinstance(found, str) else found)}
