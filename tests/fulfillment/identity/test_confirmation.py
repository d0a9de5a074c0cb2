"""A change that the policy lets be done without a yes: planned, kept, used once, all the same."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from deploy.documents import read_yaml
from fulfillment.act.acting import Actor
from fulfillment.errors import DocumentError
from fulfillment.identity.policy import Policy
from fulfillment.identity.reading import policy_from_json
from fulfillment.reply_json import reply_from_json
from fulfillment.turn import Invocation, Reply
from tests.fulfillment.identity.asking import authorizer
from tests.fulfillment.world import ROOT, Fulfillment, lex_event, plan_of

STAGING = {"service": "orders", "environment": "staging"}
PRODUCTION = {"service": "orders", "environment": "production"}
SHIPPED: Mapping[str, Any] = read_yaml(ROOT / "fulfillment/identity/policy.yaml")
VOICE = "alexa:amzn1.ask.account.GROUNDANA/amzn1.ask.person.GROUNDANA"


def policy(**sections: Any) -> Policy:
    return policy_from_json({**SHIPPED, **sections})


def under(fulfillment: Fulfillment, of: Policy, at_the_act: Policy | None = None) -> Fulfillment:
    """The same functions under another policy; the act function's can be another one."""
    actor: Actor = replace(fulfillment.actor, policy=at_the_act or of)
    dispatcher = fulfillment.application.dispatcher
    changes = replace(dispatcher.changes, act=lambda _, plan, token: actor.use(plan, token).reply)
    dispatcher = replace(dispatcher, policy=of, changes=changes)
    application = replace(fulfillment.application, dispatcher=dispatcher)
    return replace(fulfillment, application=application, actor=actor)


@pytest.fixture
def quick(fulfillment: Fulfillment) -> Fulfillment:
    return under(fulfillment, policy(confirmation={"staging": {"change": "never"}}))


def test_a_restart_in_staging_need_not_ask(quick: Fulfillment) -> None:
    before = quick.deployment()
    reply = quick.ask("omar", "RestartService", STAGING)

    assert reply.progress is not None
    assert reply.progress.state == "running"
    assert quick.deployment() != before
    again = quick.invoke("omar", "confirm", reply.progress.operation_id)
    assert "confirmed already" in again.text


def test_elsewhere_it_asks(quick: Fulfillment) -> None:
    assert quick.ask("ana", "RestartService", PRODUCTION).state == "confirm"


def test_by_voice_it_always_asks(quick: Fulfillment) -> None:
    reply = quick.invoke(VOICE, "intent", "RestartService", STAGING, channel="alexa")

    assert reply.state == "confirm"


def test_a_stranger_at_a_linked_account_changes_nothing(fulfillment: Fulfillment) -> None:
    stranger = VOICE.rpartition("/")[0] + "/stranger"
    page = {"service": "inventory", "environment": "staging"}
    known = fulfillment.invoke(VOICE, "intent", "PageOnCall", page, channel="alexa")
    unknown = fulfillment.invoke(stranger, "intent", "PageOnCall", page, channel="alexa")
    asked = fulfillment.invoke(stranger, "intent", "OnCall", {}, channel="alexa")

    assert (known.state, asked.state) == ("confirm", "done")
    assert unknown.state == "denied"
    assert unknown.speech.startswith("I change things by voice only for a voice that I know")


def test_who_may_not_does_not(quick: Fulfillment) -> None:
    before = quick.deployment()

    assert quick.ask("vic", "RestartService", STAGING).state == "denied"
    assert quick.deployment() == before


def test_one_turn_of_lex_restarts_once_however_often_it_comes(quick: Fulfillment) -> None:
    event = quick.signed(lex_event("restart_dialog_complete"))
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(quick.handle, [event] * 20))

    states = [one["sessionState"]["intent"]["state"] for one in answers]
    assert {one["sessionState"]["dialogAction"]["type"] for one in answers} == {"Close"}
    assert "Fulfilled" in states
    ecs = quick.server.client("ecs")
    (service,) = ecs.describe_services(cluster="staging", services=["orders"])["services"]
    assert len(service["deployments"]) == 2


def test_the_act_function_decides_for_itself_whether_a_yes_is_needed(
    fulfillment: Fulfillment,
) -> None:
    before = fulfillment.deployment()
    lenient = policy(confirmation={"staging": {"change": "never"}})
    reply: Reply = under(fulfillment, lenient, at_the_act=policy()).ask(
        "ana", "RestartService", STAGING
    )

    assert reply.state == "failed"
    assert "not confirmed" in reply.text
    assert fulfillment.deployment() == before


@pytest.mark.parametrize(
    "rule",
    [
        {"id": "frozen", "never": True},
        {"id": "frozen", "when": {"service": "orders"}, "never_from": ["terminal"]},
        {"id": "frozen", "effects": ["change"], "role": "admin"},
    ],
)
def test_the_rules_count_again_at_the_act(fulfillment: Fulfillment, rule: dict[str, Any]) -> None:
    before = fulfillment.deployment()
    changed = under(fulfillment, policy(), at_the_act=policy(rules=[rule]))
    reply = changed.ask("ana", "RestartService", STAGING)
    assert reply.state == "confirm"

    assert changed.confirm("ana", reply).state == "denied"
    assert fulfillment.deployment() == before


def test_a_plan_that_was_asked_about_is_not_used_by_the_request_that_made_it(
    fulfillment: Fulfillment,
) -> None:
    before = fulfillment.deployment()
    asked = Invocation("intent", "RestartService", STAGING)
    token = fulfillment.assertion("terminal:ana", asked)
    event = {"kind": "intent", "name": "RestartService", "slots": STAGING, "assertion": token}
    plan = plan_of(reply_from_json(fulfillment.handle(event)["reply"]))

    assert fulfillment.actor.use(plan, token).reply.state == "denied"
    assert fulfillment.deployment() == before


@pytest.mark.parametrize(
    ("confirmation", "where"),
    [
        ({"production": {"destructive": "never"}}, "confirmation.production.destructive"),
        ({"*": {"destructive": "never"}}, "confirmation.*.destructive"),
    ],
)
def test_what_destroys_in_production_always_asks(confirmation: Any, where: str) -> None:
    with pytest.raises(DocumentError) as caught:
        policy(confirmation=confirmation)

    assert where in str(caught.value)


def test_the_environment_counts_before_everywhere() -> None:
    never = {"change": "never", "destructive": "never"}
    by = authorizer(confirmation={"*": never, "production": {"destructive": "always"}}).policy

    assert by.asks_first("destructive", ("production",), "web")
    assert not by.asks_first("destructive", ("staging",), "web")
    assert not by.asks_first("change", ("production",), "web")
    assert by.asks_first("destructive", ("staging", "production"), "web")
