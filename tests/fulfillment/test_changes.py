"""A change, and every way to cheat: nothing happens that a person did not confirm, and it once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import pytest

from deploy.documents import read_yaml
from fulfillment.catalog.environments import environments_from_json
from fulfillment.errors import OpsError, OutcomeUnknown, StoreError
from fulfillment.identity.policy import Policy
from fulfillment.ops.backends import Backends, Connected
from fulfillment.turn import Person, Reply
from tests.fulfillment.language import DENIED, LOST, RESTARTING, TABLE_SILENT
from tests.fulfillment.world import ROOT, Fulfillment, lex_event, plan_of

RESTART = {"service": "orders", "environment": "staging"}


def planned(fulfillment: Fulfillment, person: str = "ana") -> Reply:
    reply = fulfillment.ask(person, "RestartService", RESTART)
    assert reply.state == "confirm"
    return reply


def operation(fulfillment: Fulfillment, reply: Reply, person: str = "ana") -> Reply:
    assert reply.progress is not None
    return fulfillment.invoke(person, "operation", reply.progress.operation_id)


def test_a_restart_is_followed_until_it_has_finished(fulfillment: Fulfillment) -> None:
    before = fulfillment.deployment()
    done = fulfillment.confirm("ana", planned(fulfillment))

    assert fulfillment.deployment() != before
    seen = [done]
    while not (seen[-1].progress and seen[-1].progress.is_final):
        assert len(seen) < 20
        fulfillment.server.advance(10)
        seen.append(operation(fulfillment, done))
    counts = [reply.progress.done for reply in seen if reply.progress]
    assert counts == sorted(counts)
    assert seen[-1].progress is not None
    assert seen[-1].progress.state == "succeeded"
    assert (seen[-1].progress.done, seen[-1].progress.total) == (2, 2)


def test_twenty_confirmations_at_once_act_once(fulfillment: Fulfillment) -> None:
    reply = planned(fulfillment)
    tokens = [fulfillment.confirming(plan_of(reply)) for _ in range(20)]

    def confirm(token: str) -> dict[str, Any]:
        return fulfillment.handle({"kind": "confirm", "name": plan_of(reply), "assertion": token})

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(confirm, tokens))

    ecs = fulfillment.server.client("ecs")
    (service,) = ecs.describe_services(cluster="staging", services=["orders"])["services"]
    assert len(service["deployments"]) == 2
    began = [a for a in answers if "is under way" in a["reply"]["text"]]
    again = [a for a in answers if "confirmed already" in a["reply"]["text"]]
    assert (len(began), len(again)) == (1, 19)


def test_a_second_request_is_a_second_plan(fulfillment: Fulfillment) -> None:
    assert plan_of(planned(fulfillment)) != plan_of(planned(fulfillment))


def test_another_persons_plan_is_none(fulfillment: Fulfillment) -> None:
    before = fulfillment.deployment()
    plan = plan_of(planned(fulfillment))

    theirs = fulfillment.invoke("omar", "confirm", plan)
    made_up = fulfillment.invoke("omar", "confirm", "made-up")
    dropped = fulfillment.invoke("omar", "cancel", plan)

    assert theirs.text == made_up.text
    assert "nothing of yours to confirm" in theirs.text
    assert "nothing of yours to drop" in dropped.text
    assert fulfillment.deployment() == before
    assert fulfillment.invoke("ana", "confirm", plan).progress is not None


def test_the_act_function_itself_trusts_no_plan_id(fulfillment: Fulfillment) -> None:
    before = fulfillment.deployment()
    plan = plan_of(planned(fulfillment))

    def use(plan: str, token: str) -> Reply:
        return fulfillment.actor.use(plan, token).reply

    forged = use(plan, "nonsense")
    theirs = use(plan, fulfillment.confirming(plan, "terminal:omar"))
    made_up = use("made-up", fulfillment.confirming("made-up"))
    of_another_button = use(plan, fulfillment.confirming("made-up"))

    assert forged.state == "denied"
    assert theirs.state == made_up.state == "failed"
    assert of_another_button.state == "denied"
    assert fulfillment.deployment() == before


def test_a_forged_confirmation_without_a_person_changes_nothing(fulfillment: Fulfillment) -> None:
    before = fulfillment.deployment()
    event = lex_event("restart_confirmed")
    plan = plan_of(planned(fulfillment))
    event["sessionState"]["sessionAttributes"]["ground-plan"] = plan

    answer = fulfillment.handle(event)

    assert answer["sessionState"]["intent"]["state"] == "Failed"
    assert "knowing who asks" in answer["messages"][0]["content"]
    assert fulfillment.deployment() == before


@pytest.mark.parametrize(
    ("slot", "value"), [("environment", "production"), ("service", "cards"), ("service", None)]
)
def test_a_yes_to_something_else_changes_nothing(
    fulfillment: Fulfillment, slot: str, value: str | None
) -> None:
    before = fulfillment.deployment()
    event = lex_event("restart_confirmed")
    event = fulfillment.signed(event)
    event["sessionState"]["sessionAttributes"]["ground-plan"] = plan_of(planned(fulfillment))
    slots = event["sessionState"]["intent"]["slots"]
    slots[slot] = value and {"shape": "Scalar", "value": {"originalValue": value}}

    answer = fulfillment.handle(event)

    assert "something else than I asked" in answer["messages"][0]["content"]
    assert fulfillment.deployment() == before


def test_an_old_plan_does_not_count(fulfillment: Fulfillment) -> None:
    before = fulfillment.deployment()
    reply = planned(fulfillment)
    fulfillment.clock.advance(minutes=11)

    late = fulfillment.confirm("ana", reply)

    assert "too long ago" in late.text
    assert fulfillment.deployment() == before


def test_a_plan_of_another_state_is_not_used(fulfillment: Fulfillment) -> None:
    reply = planned(fulfillment)
    ecs = fulfillment.server.client("ecs")
    ecs.update_service(cluster="staging", service="orders", desiredCount=3)
    before = fulfillment.deployment()

    late = fulfillment.confirm("ana", reply)

    assert "changed in staging since I asked" in late.text
    assert late.state == "failed"
    assert fulfillment.deployment() == before
    again = fulfillment.confirm("ana", reply)
    assert "confirmed already, and it was not done: Things have changed" in again.text


def test_a_rollout_under_way_is_not_disturbed(fulfillment: Fulfillment) -> None:
    reply = planned(fulfillment)
    ecs = fulfillment.server.client("ecs")
    ecs.update_service(cluster="staging", service="orders", forceNewDeployment=True)
    theirs = fulfillment.deployment()

    late = fulfillment.confirm("ana", reply)
    asked = fulfillment.ask("ana", "RestartService", RESTART)

    assert "a rollout of it is under way" in late.text
    assert "a rollout of it is under way" in asked.text
    assert asked.state == "failed"
    assert fulfillment.deployment() == theirs


def test_a_role_that_was_taken_away_counts_at_the_act(fulfillment: Fulfillment) -> None:
    before = fulfillment.deployment()
    reply = planned(fulfillment)
    people = tuple(replace(one, roles={"*": "viewer"}) for one in fulfillment.actor.policy.people)
    demoted = replace(fulfillment.actor, policy=Policy(people, {}))

    refused = demoted.use(plan_of(reply), fulfillment.confirming(plan_of(reply))).reply

    assert refused.state == "denied"
    assert fulfillment.deployment() == before


def test_cancel_drops_and_the_button_after_it_does_nothing(fulfillment: Fulfillment) -> None:
    before = fulfillment.deployment()
    reply = planned(fulfillment)

    assert "dropped" in fulfillment.invoke("ana", "cancel", plan_of(reply)).text
    assert "That was dropped" in fulfillment.confirm("ana", reply).text
    assert fulfillment.deployment() == before


def test_without_an_act_function_nothing_can_be_changed(fulfillment: Fulfillment) -> None:
    reply = planned(fulfillment)
    dispatcher = fulfillment.application.dispatcher
    off = replace(dispatcher, changes=replace(dispatcher.changes, act=None))
    fulfillment.application = replace(fulfillment.application, dispatcher=off)

    assert "no act function" in fulfillment.confirm("ana", reply).text
    assert "no act function" in fulfillment.ask("ana", "RestartService", RESTART).text
    assert "restart" not in fulfillment.ask("ana", "Help").text


@dataclass
class FailingWriter:
    """A writer whose answer is an error; counts what it was asked to do."""

    error: Exception
    calls: int = 0

    def force_new_deployment(self, environment: str, service: str) -> str:  # noqa: ARG002 - the port's shape
        self.calls += 1
        raise self.error


def with_writer(fulfillment: Fulfillment, writer: FailingWriter) -> Callable[[str], Reply]:
    backends_of = fulfillment.application.dispatcher.backends

    def writers(person: Person, allowed: tuple[str, ...]) -> Backends:
        return Connected(backends_of(person, allowed).reach, services=writer)

    actor = replace(fulfillment.actor, writers=writers)
    return lambda plan: actor.use(plan, fulfillment.confirming(plan)).reply


def test_a_lost_answer_is_told_as_unknown_and_never_sent_again(fulfillment: Fulfillment) -> None:
    writer = FailingWriter(OutcomeUnknown("timeout", RESTARTING, LOST))
    use = with_writer(fulfillment, writer)
    plan = plan_of(planned(fulfillment))

    told = use(plan)
    again = use(plan)

    assert "may have started" in told.text
    assert told.progress is not None
    assert told.progress.state == "unknown"
    assert again.progress is not None
    assert again.progress.state == "unknown"
    assert writer.calls == 1
    followed = operation(fulfillment, told)
    assert followed.progress is not None
    assert followed.progress.state == "unknown"


def test_a_refused_write_changed_nothing_and_says_why(fulfillment: Fulfillment) -> None:
    why = "AWS denies it to the role that I use"
    writer = FailingWriter(OpsError("denied", RESTARTING, DENIED))
    told = with_writer(fulfillment, writer)(plan_of(planned(fulfillment)))

    assert told.text == f"I could not restart orders in staging because {why}. Nothing was changed."
    assert told.progress is None


def test_an_operation_that_could_not_be_noted_is_still_told(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of(planned(fulfillment))

    def fail(record: object) -> None:
        raise StoreError(TABLE_SILENT)

    monkeypatch.setattr(fulfillment.actor.store, "save_operation", fail)
    told = fulfillment.actor.use(plan, fulfillment.confirming(plan)).reply

    assert "is under way" in told.text
    assert "could not note it down" in told.text
    assert told.progress is None


def owned(fulfillment: Fulfillment, roles: dict[str, str]) -> Fulfillment:
    """Orders is of the shop, and Vic has these roles."""
    document = read_yaml(ROOT / "fulfillment/catalog/environments.yaml")
    document["environments"]["staging"]["services"] = {"orders": {"owner": "shop"}}
    environments = environments_from_json(document)
    application, policy = fulfillment.application, fulfillment.actor.policy
    people = [replace(one, roles=roles) if one.id == "vic" else one for one in policy.people]
    application = replace(
        application,
        dispatcher=replace(application.dispatcher, policy=replace(policy, people=tuple(people))),
        operations=replace(application.operations, environments=environments),
    )
    return replace(fulfillment, application=application)


@pytest.mark.parametrize(
    ("roles", "is_shown"),
    [
        ({"*/owner:shop": "viewer"}, True),
        ({"*/owner:payments": "viewer"}, False),
        ({"*": "viewer", "*/owner:shop": "anyone"}, False),
        ({"*": "viewer", "*/owner:payments": "anyone"}, True),
    ],
)
def test_an_operation_is_shown_to_whoever_may_know_of_the_service(
    fulfillment: Fulfillment, roles: dict[str, str], *, is_shown: bool
) -> None:
    done = fulfillment.confirm("ana", planned(fulfillment))

    of_shop = owned(fulfillment, roles)

    assert (operation(of_shop, done, "vic").progress is not None) is is_shown
    assert operation(of_shop, done).progress is not None


def test_an_operation_is_shown_to_those_who_may_look(fulfillment: Fulfillment) -> None:
    done = fulfillment.confirm("ana", planned(fulfillment))

    assert operation(fulfillment, done, "vic").progress is not None
    assert operation(fulfillment, done, "stranger").state == "denied"
    assert fulfillment.invoke("ana", "operation", "made-up").state == "denied"
    assert done.progress is not None
    name = done.progress.operation_id
    assert fulfillment.invoke("ana", "operation", name, audience="public").state == "denied"


def test_outsiders_who_read_along_see_no_change_begin(fulfillment: Fulfillment) -> None:
    before = fulfillment.deployment()
    reply = planned(fulfillment)

    refused = fulfillment.invoke("ana", "confirm", plan_of(reply), audience="public")

    assert refused.state == "denied"
    assert fulfillment.deployment() == before
