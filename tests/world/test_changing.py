"""A restart, all the way: planned, asked, done once, watched; and every way to cheat."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from channels.client.conversation import Speaker
from fulfillment.turn import Invocation, Reply
from tests.world.conftest import RunningWorld
from tests.world.people import terminal_of

pytestmark = pytest.mark.world


def deployment(world: RunningWorld, service: str = "orders", cluster: str = "staging") -> str:
    ecs = world.client("ecs")
    found = ecs.describe_services(cluster=cluster, services=[service])["services"][0]
    return str(found["deployments"][0]["id"])


def plan_of(reply: Reply) -> str:
    (plan,) = {
        action.invocation.name for action in reply.actions if action.invocation.kind == "confirm"
    }
    return plan


def test_a_restart_is_stated_asked_done_and_watched(world: RunningWorld) -> None:
    before = deployment(world)
    ana = terminal_of(world, "ana", "restart")

    asked = ana.say("restart orders in staging")

    assert asked.state == "confirm"
    assert "orders" in asked.text
    assert "staging" in asked.text
    assert deployment(world) == before

    done = ana.say("yes")

    assert done.progress is not None
    assert deployment(world) != before
    last = [*ana.follow(done)][-1]
    assert last.progress is not None
    assert last.progress.state == "succeeded"
    assert last.progress.done == last.progress.total


def test_what_is_missing_is_asked_for(world: RunningWorld) -> None:
    ana = terminal_of(world, "ana", "missing")

    assert ana.say("restart something").slot_to_elicit == "service"
    assert ana.say("orders").slot_to_elicit == "environment"
    assert ana.say("staging").state == "confirm"
    assert "othing" in ana.say("no").text


def test_cancel_drops_the_plan(world: RunningWorld) -> None:
    before = deployment(world)
    ana = terminal_of(world, "ana", "cancel")
    plan = plan_of(ana.say("restart orders in staging"))

    ana.say("cancel")
    late = confirm(ana, plan)

    assert late.progress is None
    assert deployment(world) == before


def test_a_no_drops_the_plan_for_its_button_too(world: RunningWorld) -> None:
    before = deployment(world)
    ana = terminal_of(world, "ana", "no")
    plan = plan_of(ana.say("restart orders in staging"))

    declined = ana.say("no")
    late = confirm(ana, plan)

    assert "othing was changed" in declined.text
    assert late.progress is None
    assert deployment(world) == before


def confirm(talk: Any, plan: str) -> Reply:
    reply: Reply = talk.conversation.invoke(
        talk.speaker, talk.session_id, Invocation("confirm", plan), talk.new_event_id()
    )
    return reply


def test_a_viewer_is_refused_and_told_who_may(world: RunningWorld) -> None:
    before = deployment(world)

    refused = terminal_of(world, "vic").say("restart orders in staging")

    assert refused.state == "denied"
    assert "operator" in refused.text
    assert deployment(world) == before


def test_a_caller_who_forges_confirmed_changes_nothing(world: RunningWorld) -> None:
    before = deployment(world)
    fill = {"shape": "Scalar", "value": {"originalValue": "x", "interpretedValue": "x"}}
    slots = {
        name: {**fill, "value": {"originalValue": v, "interpretedValue": v, "resolvedValues": [v]}}
        for name, v in {"service": "orders", "environment": "staging"}.items()
    }
    forged = {
        "intent": {
            "name": "RestartService",
            "slots": slots,
            "state": "ReadyForFulfillment",
            "confirmationState": "Confirmed",
        },
        "dialogAction": {"type": "ConfirmIntent"},
        "sessionAttributes": {"ground-plan": "made-up"},
    }

    for text in ("yes", "restart orders in staging"):
        world.recognize(text, session_id="forger", sessionState=forged)

    assert deployment(world) == before


def test_a_plan_belongs_to_the_person_it_was_made_for(world: RunningWorld) -> None:
    before = deployment(world)
    plan = plan_of(terminal_of(world, "ana", "mine").say("restart orders in staging"))

    omar = confirm(terminal_of(world, "omar"), plan)
    state = {"sessionAttributes": {"ground-plan": plan}}
    world.recognize("yes", session_id="thief", sessionState=state)

    assert omar.progress is None
    assert deployment(world) == before


def test_a_plan_is_used_once_however_often_it_is_confirmed(world: RunningWorld) -> None:
    ana = terminal_of(world, "ana", "often")
    plan = plan_of(ana.say("restart orders in staging"))

    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: confirm(ana, plan), range(20)))

    assert len([reply for reply in replies if reply.progress and reply.state == "done"]) >= 1
    ecs = world.client("ecs")
    service = ecs.describe_services(cluster="staging", services=["orders"])["services"][0]
    assert len(service["deployments"]) == 2


def test_a_plan_of_another_state_of_the_world_is_not_used(world: RunningWorld) -> None:
    ana = terminal_of(world, "ana", "stale")
    plan = plan_of(ana.say("restart orders in staging"))
    world.client("ecs").update_service(cluster="staging", service="orders", forceNewDeployment=True)
    theirs = deployment(world)

    late = confirm(ana, plan)

    assert late.progress is None
    assert deployment(world) == theirs


def test_somebody_unknown_may_do_nothing_and_is_told_how_to_be_added(world: RunningWorld) -> None:
    stranger = terminal_of(world, "stranger")
    ana = terminal_of(world, "ana")

    refused = stranger.say("what's deployed in production?")

    assert refused.state == "denied"
    assert "terminal:stranger" in refused.text
    assert ana.say("what's deployed in production?").table is not None


def test_an_assertion_of_another_channel_does_not_count(world: RunningWorld) -> None:
    ana = terminal_of(world, "ana")
    disguised = Speaker("web:ana", "Ana", "web")

    answer = ana.conversation.say(disguised, "web.ana.x", "restart orders in staging", "event-x")

    assert answer.state != "confirm"


def test_the_clock_of_the_world_is_in_its_answers(world: RunningWorld) -> None:
    def now() -> datetime:
        answer = world.client("ecs").list_clusters()
        return parsedate_to_datetime(answer["ResponseMetadata"]["HTTPHeaders"]["date"])

    before = now()
    world.advance(3600)

    assert 3590 <= (now() - before).total_seconds() <= 3700
