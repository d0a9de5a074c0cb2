"""The audit: before and after each act, denials too; without it nothing is changed."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from deploy.local.provision import AUDIT_TABLE
from fulfillment.audit.log import LOGGER
from fulfillment.errors import OutcomeUnknown
from fulfillment.redaction import MASK
from fulfillment.turn import Reply
from tests.fulfillment.language import LOST, RESTARTING
from tests.fulfillment.test_changes import FailingWriter, with_writer
from tests.fulfillment.world import ROOT, Fulfillment, plan_of

RESTART = {"service": "orders", "environment": "staging"}
Entry = dict[str, str]


def entries(fulfillment: Fulfillment) -> list[Entry]:
    """Everything in the table, in the order of time."""
    items = fulfillment.server.client("dynamodb").scan(TableName=AUDIT_TABLE)["Items"]
    plain = [{name: value["S"] for name, value in item.items()} for item in items]
    return sorted(plain, key=lambda entry: entry["entry"])


def restarted(fulfillment: Fulfillment) -> Reply:
    return fulfillment.confirm("ana", fulfillment.ask("ana", "RestartService", RESTART))


def broken(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch, fails: Callable[[], bool]
) -> None:
    """The audit's table refuses an entry wherever `fails` says so."""
    client: Any = fulfillment.actor.audit_log._client
    put = client.put_item

    def put_item(**given: Any) -> Any:
        if fails():
            error: Any = {"Error": {"Code": "ProvisionedThroughputExceededException"}}
            raise ClientError(error, "PutItem")
        return put(**given)

    monkeypatch.setattr(client, "put_item", put_item)


def test_an_act_is_kept_before_and_after(fulfillment: Fulfillment) -> None:
    plan = plan_of(fulfillment.ask("ana", "RestartService", RESTART))
    assert entries(fulfillment) == []
    fulfillment.invoke("ana", "confirm", plan)

    before, after = sorted(entries(fulfillment), key=lambda entry: entry["stage"])
    said = {
        "person": "ana",
        "identity": "terminal:ana",
        "channel": "terminal",
        "session": "session",
        "event_id": "event-2",
        "intent": "RestartService",
        "slots": json.dumps(RESTART, sort_keys=True),
        "service": "orders",
        "environment": "staging",
        "decision": "allowed",
        "plan_id": plan,
    }
    for entry in (before, after):
        assert said.items() <= entry.items()
        assert "orders" in entry["sentence"]
        assert entry["at"].startswith(entry["day"])
        assert entry["entry"] == f"{entry['at']}#{plan}#{entry['stage']}"
    assert before["at"] <= after["at"]
    assert before["stage"] == "intent"
    assert "outcome" not in before
    assert (after["stage"], after["outcome"]) == ("outcome", "started")
    assert after["aws_requests"].startswith("ecs:UpdateService ")
    assert len(after["aws_requests"].split()) == 2


def test_what_was_refused_at_the_act_is_kept_with_its_reason(fulfillment: Fulfillment) -> None:
    reply = fulfillment.ask("ana", "RestartService", RESTART)
    ecs = fulfillment.server.client("ecs")
    ecs.update_service(cluster="staging", service="orders", desiredCount=3)
    fulfillment.confirm("ana", reply)

    (entry,) = entries(fulfillment)
    assert (entry["stage"], entry["outcome"]) == ("outcome", "refused")
    assert "changed in staging" in entry["detail"]
    assert "aws_requests" not in entry


def test_a_lost_answer_is_kept_as_unknown(fulfillment: Fulfillment) -> None:
    writer = FailingWriter(OutcomeUnknown("timeout", RESTARTING, LOST))
    plan = plan_of(fulfillment.ask("ana", "RestartService", RESTART))
    with_writer(fulfillment, writer)(plan)

    assert {entry.get("outcome") for entry in entries(fulfillment)} == {None, "unknown"}


def test_a_second_yes_adds_nothing(fulfillment: Fulfillment) -> None:
    reply = fulfillment.ask("ana", "RestartService", RESTART)
    fulfillment.confirm("ana", reply)
    fulfillment.confirm("ana", reply)

    assert len(entries(fulfillment)) == 2


def test_a_denied_change_is_kept_with_what_denied_it(fulfillment: Fulfillment) -> None:
    fulfillment.ask("vic", "RestartService", RESTART)

    (entry,) = entries(fulfillment)
    assert (entry["person"], entry["stage"], entry["decision"]) == ("vic", "denied", "denied")
    assert entry["rule"] == "role"
    assert entry["intent"] == "RestartService"


def test_a_plan_that_may_no_longer_be_used_is_kept(fulfillment: Fulfillment) -> None:
    plan = plan_of(fulfillment.ask("ana", "RestartService", RESTART))
    people = tuple(replace(one, roles={"*": "viewer"}) for one in fulfillment.actor.policy.people)
    policy = replace(fulfillment.actor.policy, people=people)
    replace(fulfillment.actor, policy=policy).use(plan, fulfillment.confirming(plan))

    (entry,) = entries(fulfillment)
    assert (entry["stage"], entry["plan_id"], entry["rule"]) == ("denied", plan, "role")


def test_reads_are_log_lines_only(fulfillment: Fulfillment) -> None:
    fulfillment.ask("ana", "WhatsBroken")
    fulfillment.ask("stranger", "WhatsBroken")

    assert entries(fulfillment) == []


def test_without_an_entry_before_it_nothing_is_changed(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fulfillment.deployment()
    broken(fulfillment, monkeypatch, lambda: True)

    told = restarted(fulfillment)

    assert told.state == "failed"
    assert told.text.startswith(
        "I could not write into my audit what you want done: my table did not answer. "
        "Nothing was changed."
    )
    assert fulfillment.deployment() == before


def test_an_outcome_that_could_not_be_kept_is_said_and_logged(
    fulfillment: Fulfillment,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = fulfillment.deployment()
    monkeypatch.setattr(LOGGER, "propagate", True)
    caplog.set_level(logging.INFO, LOGGER.name)
    broken(fulfillment, monkeypatch, lambda: fulfillment.deployment() != before)

    told = restarted(fulfillment)

    assert "is under way" in told.text
    assert told.text.endswith("I could not write into my audit what came of it.")
    assert told.progress is not None
    lines = [json.loads(record.getMessage()) for record in caplog.records]
    assert [(line["audit"]["stage"], line["kept"]) for line in lines] == [
        ("intent", True),
        ("outcome", False),
    ]
    assert lines[1]["audit"]["outcome"] == "started"


def test_a_denial_is_told_though_it_could_not_be_kept(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    log: Any = fulfillment.application.dispatcher.audit_log
    monkeypatch.setattr(log, "_table", "no-such-table")

    assert fulfillment.ask("vic", "RestartService", RESTART).state == "denied"
    assert entries(fulfillment) == []


def test_a_first_try_whose_answer_was_lost_counts_and_changes_nothing(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the SDK's second try finds."""
    client: Any = fulfillment.actor.audit_log._client
    put = client.put_item

    def twice(**given: Any) -> Any:
        put(**given)
        return put(**given)

    monkeypatch.setattr(client, "put_item", twice)

    assert restarted(fulfillment).progress is not None
    assert len(entries(fulfillment)) == 2


def test_no_secret_of_a_slot_is_kept(fulfillment: Fulfillment) -> None:
    secret = "AKIA" + "IOSFODNN7EXAMPLE"  # in two, so that no scanner takes it for one
    denied = {**RESTART, "note": secret}
    plan = plan_of(fulfillment.ask("ana", "RestartService", RESTART))
    stored = fulfillment.actor.store.plan(plan)
    assert stored is not None
    leaky = replace(stored.plan, slots=denied, sentence=f"Restart with **{secret}**.")
    store: Any = fulfillment.actor.store
    store.plan = lambda _: replace(stored, plan=leaky)
    fulfillment.actor.use(plan, fulfillment.confirming(plan))

    kept = json.dumps(entries(fulfillment))
    assert secret not in kept
    assert json.dumps(MASK)[1:-1] in kept


@pytest.mark.parametrize("function", ["act", "fulfillment"])
def test_no_function_may_change_or_delete_what_was_kept(function: str) -> None:
    document = json.loads((ROOT / "fulfillment/audit/permissions.json").read_text(encoding="utf-8"))
    (statement,) = document[function]["Statement"]

    assert set(statement["Action"]) <= {"dynamodb:PutItem", "dynamodb:Query"}
    assert statement["Resource"].endswith(f"table/{AUDIT_TABLE}")


def test_code_only_puts_and_asks() -> None:
    """The one place that writes there calls nothing but PutItem."""
    text = (ROOT / "fulfillment/audit/log.py").read_text(encoding="utf-8")
    calls = {part.split("(")[0] for part in text.split("self._client.")[1:]}

    assert calls == {"put_item"}
