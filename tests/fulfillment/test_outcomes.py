"""What is said of a change after its yes: as far as it is known, and no further."""

import pytest

from fulfillment.errors import OpsError, OutcomeUnknown, StoreError
from fulfillment.identity.binding import of_invocation
from fulfillment.identity.identify import signed_caller
from fulfillment.ops.aws_fleet import AwsFleet
from fulfillment.request import IntentRequest
from fulfillment.turn import Invocation
from tests.fulfillment.language import DENIED, LOST, READ, RESTARTING, TABLE_SILENT, TOO_SLOW
from tests.fulfillment.test_changes import (
    RESTART,
    FailingWriter,
    operation,
    planned,
    with_writer,
)
from tests.fulfillment.world import Fulfillment, plan_of


def superseded(fulfillment: Fulfillment) -> None:
    ecs = fulfillment.server.client("ecs")
    ecs.update_service(cluster="staging", service="orders", forceNewDeployment=True)


def test_an_operation_that_another_deployment_replaced_has_not_failed(
    fulfillment: Fulfillment,
) -> None:
    done = fulfillment.confirm("ana", planned(fulfillment))
    superseded(fulfillment)

    soon = operation(fulfillment, done)
    fulfillment.server.advance(600)
    later = operation(fulfillment, done)

    for reply in (soon, later):
        assert reply.progress is not None
        assert (reply.progress.state, reply.progress.is_final) == ("unknown", True)
        assert "failed" not in reply.text
    assert "A later deployment has taken its place" in soon.text
    assert "no longer to be seen" in later.text


def test_what_was_seen_to_finish_has_finished_for_good(fulfillment: Fulfillment) -> None:
    done = fulfillment.confirm("ana", planned(fulfillment))
    fulfillment.server.advance(600)
    finished = operation(fulfillment, done)
    superseded(fulfillment)
    fulfillment.server.advance(600)

    later = operation(fulfillment, done)

    assert later == finished
    assert "has finished" in later.text


@pytest.mark.parametrize("is_seen_before", [True, False])
def test_what_cannot_be_seen_is_not_counted(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch, *, is_seen_before: bool
) -> None:
    done = fulfillment.confirm("ana", planned(fulfillment))
    last = 0
    while is_seen_before and last == 0:
        fulfillment.server.advance(10)
        now = operation(fulfillment, done).progress
        assert now is not None
        assert not now.is_final
        last = now.done

    def fail(*_: object) -> None:
        raise OpsError("timeout", READ, TOO_SLOW)

    monkeypatch.setattr(AwsFleet, "service", fail)
    blind = operation(fulfillment, done)

    assert blind.text == (
        "**Restart of orders in staging** was started. I cannot see how far it is: "
        "I could not read orders in staging because "
        "AWS did not answer in time; ask again in a moment."
    )
    assert blind.progress is not None
    assert (blind.progress.state, blind.progress.is_final) == ("unknown", False)
    counted = (blind.progress.done, blind.progress.total)
    assert counted == ((last, 2) if is_seen_before else (0, 0))


NOT_SURE = OutcomeUnknown("timeout", RESTARTING, LOST)
REFUSED = OpsError("denied", RESTARTING, DENIED)


@pytest.mark.parametrize(
    ("error", "again", "dropped"),
    [
        (NOT_SURE, "it may have started, and I will not try again", "it may have started, and I"),
        (REFUSED, "it was not done: I could not restart orders in staging", "it was not done:"),
    ],
)
def test_a_second_yes_and_a_late_no_tell_what_came_of_the_first(
    fulfillment: Fulfillment, error: Exception, again: str, dropped: str
) -> None:
    plan = plan_of(planned(fulfillment))
    use = with_writer(fulfillment, FailingWriter(error))
    use(plan)

    second = use(plan)
    no = fulfillment.invoke("ana", "cancel", plan)

    assert again in second.text
    assert "done once" not in second.text
    assert dropped in no.text
    assert "OK, dropped" not in no.text


def test_a_late_drop_of_a_restart_under_way_says_so(fulfillment: Fulfillment) -> None:
    reply = planned(fulfillment)
    fulfillment.confirm("ana", reply)

    no = fulfillment.invoke("ana", "cancel", plan_of(reply))

    assert no.text == "You confirmed that already; it has been started, and I cannot stop it."
    assert no.progress is not None
    assert no.progress.operation_id == plan_of(reply)
    public = fulfillment.invoke("ana", "cancel", plan_of(reply), audience="public")
    assert public.progress is None


@pytest.mark.parametrize("broken", ["plan", "use_plan", "operation"])
def test_a_table_that_fails_does_not_make_nothing_of_a_used_plan(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    plan = plan_of(planned(fulfillment))
    if broken != "use_plan":
        fulfillment.invoke("ana", "confirm", plan)

    def fail(*_: object) -> None:
        raise StoreError(TABLE_SILENT)

    monkeypatch.setattr(fulfillment.actor.store, broken, fail)
    told = fulfillment.actor.use(plan, fulfillment.confirming(plan)).reply

    assert told.text == (
        "I could not use the plan: my table did not answer. I did nothing just now."
    )


def test_nothing_is_said_twice(fulfillment: Fulfillment) -> None:
    reply = planned(fulfillment)
    superseded(fulfillment)

    late = fulfillment.confirm("ana", reply)
    asked = fulfillment.ask("ana", "RestartService", RESTART)

    assert late.text.count("Nothing was changed.") == 1
    assert asked.text.endswith("under way. Ask for the rollout status.")


def test_a_yes_to_another_intent_changes_nothing(fulfillment: Fulfillment) -> None:
    before = fulfillment.deployment()
    plan = plan_of(planned(fulfillment))
    changes = fulfillment.application.dispatcher.changes
    caller = signed_caller(
        fulfillment.confirming(plan),
        fulfillment.actor.keys,
        fulfillment.actor.policy,
        fulfillment.clock(),
        asked=of_invocation(Invocation("confirm", plan)),
    )
    said = IntentRequest("ScaleService", RESTART, "fulfillment", "Confirmed", plan)

    outcome = changes.settle(said, caller)

    assert outcome is not None
    assert outcome.reply is not None
    assert "something else than I asked" in outcome.reply.text
    assert fulfillment.deployment() == before
