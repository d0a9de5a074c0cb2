"""The audit, asked: by day, by place and service, bounded, and only what one may know of."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deploy.local.provision import AUDIT_TABLE
from fulfillment.audit import reading as audit_reading
from fulfillment.audit.entry import AuditEntry, Stage
from fulfillment.audit.log import AuditLog
from fulfillment.audit.reading import Action, AuditReader
from fulfillment.errors import OpsError
from tests.deploy.account.harness import Server
from tests.fulfillment.handlers.scripted import PERSON
from tests.fulfillment.language import told
from tests.fulfillment.world import Fulfillment

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
RESTART = {"service": "orders", "environment": "staging"}


def anything(_: Action) -> bool:
    return True


def entry(at: datetime, stage: Stage = "outcome", plan: str = "p1", **over: Any) -> AuditEntry:
    given: dict[str, Any] = {
        "person": "ana",
        "name": "Ana",
        "identity": "terminal:ana",
        "channel": "terminal",
        "session": "s",
        "place": "",
        "event_id": "e",
        "intent": "RestartService",
        "slots": RESTART,
        "service": "orders",
        "environment": "staging",
        "plan_id": plan,
        "title": "Restart of orders in staging",
        "outcome": "started" if stage == "outcome" else "",
    }
    return AuditEntry(at=at, stage=stage, **{**given, **over})


@pytest.fixture
def log(aws: Server) -> AuditLog:
    return AuditLog(aws.client("dynamodb"), AUDIT_TABLE)


@pytest.fixture
def reader(aws: Server) -> AuditReader:
    return AuditReader(aws.client("dynamodb"), AUDIT_TABLE)


def test_an_act_is_one_action_that_began_when_it_was_announced(
    log: AuditLog, reader: AuditReader
) -> None:
    log.write(entry(NOON, "intent"))
    log.write(entry(NOON + timedelta(seconds=20)))

    (action,) = reader.history(
        NOON - timedelta(hours=1), NOON + timedelta(hours=1), anything
    ).actions

    assert action.at == NOON
    assert (action.name, action.outcome, action.slots) == ("Ana", "started", RESTART)


def test_an_act_over_midnight_and_the_end_of_the_span_has_its_outcome(
    log: AuditLog, reader: AuditReader
) -> None:
    midnight = NOON.replace(hour=0)
    log.write(entry(midnight - timedelta(seconds=5), "intent"))
    log.write(entry(midnight + timedelta(seconds=5)))

    (action,) = reader.history(midnight - timedelta(days=1), midnight, anything).actions

    assert action.outcome == "started"
    assert reader.history(midnight, midnight + timedelta(days=1), anything).actions == (
        replace(action, at=midnight + timedelta(seconds=5)),
    )


def test_an_act_that_left_only_its_beginning_is_unknown(log: AuditLog, reader: AuditReader) -> None:
    log.write(entry(NOON, "intent"))

    (action,) = reader.history(NOON, NOON + timedelta(hours=1), anything).actions

    assert action.outcome == "unknown"


def test_days_and_pages_are_followed_newest_first(
    log: AuditLog, reader: AuditReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_reading, "_PAGE", 2)
    moments = [NOON - timedelta(hours=7 * number) for number in range(12)]
    for number, at in enumerate(moments):
        log.write(entry(at, plan=f"p{number}"))

    history = reader.history(moments[-2], NOON, anything)

    assert [one.at for one in history.actions] == moments[1:-1]
    assert history.is_whole


def test_a_long_history_is_cut_and_says_so(
    log: AuditLog, reader: AuditReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_reading, "_PAGE", 2)
    monkeypatch.setattr(audit_reading, "MOST_ITEMS", 4)
    for number in range(10):
        log.write(entry(NOON + timedelta(minutes=number), plan=f"p{number}"))

    history = reader.history(NOON, NOON + timedelta(hours=1), anything)

    assert [one.plan_id for one in history.actions] == ["p9", "p8", "p7", "p6"]
    assert not history.is_whole


def test_a_table_that_does_not_answer_is_told(aws: Server) -> None:
    reader = AuditReader(aws.client("dynamodb"), "no-such-table")

    with pytest.raises(OpsError) as caught:
        reader.history(NOON, NOON + timedelta(hours=1), anything)

    assert told(caught.value).startswith("I could not read my audit because ")


def history(fulfillment: Fulfillment, person: str, **slots: str) -> list[list[str]]:
    reply = fulfillment.ask(person, "ActionHistory", slots)
    rows = reply.table.rows if reply.table else ()
    return [[cell.text for cell in row][1:] for row in rows]


def test_who_did_what_is_answered(fulfillment: Fulfillment) -> None:
    fulfillment.confirm("ana", fulfillment.ask("ana", "RestartService", RESTART))
    fulfillment.ask("vic", "RestartService", RESTART)

    done = ["Ana", "Restart of orders in staging", "staging", "started", "terminal"]
    # At the first hook: nothing is known yet of what was asked for.
    denied = ["Vic", "RestartService", "", "not allowed", "terminal"]
    assert sorted(history(fulfillment, "vic")) == [done, denied]
    assert history(fulfillment, "vic", environment="production") == []
    assert history(fulfillment, "vic", service="cards") == []
    assert history(fulfillment, "vic", day="yesterday") == []
    assert history(fulfillment, "vic", service="orders", period="PT1H") == [done]


def test_how_a_change_ended_is_told_once_somebody_has_seen_it(fulfillment: Fulfillment) -> None:
    done = fulfillment.confirm("ana", fulfillment.ask("ana", "RestartService", RESTART))
    assert done.progress is not None
    assert [row[3] for row in history(fulfillment, "ana")] == ["started"]
    fulfillment.server.advance(300)
    fulfillment.invoke("ana", "operation", done.progress.operation_id)

    assert [row[3] for row in history(fulfillment, "ana")] == ["done"]


def test_only_places_that_one_may_ask_about_are_told(fulfillment: Fulfillment) -> None:
    log = fulfillment.actor.audit_log
    backends = fulfillment.application.dispatcher.backends(PERSON, ())
    now = backends.reach.now() - timedelta(minutes=1)
    log.write(entry(now, plan="p1"))
    log.write(entry(now, plan="p2", environment="production"))
    log.write(entry(now, "denied", plan="", environment="", event_id="e3"))
    policy = fulfillment.application.dispatcher.policy
    roles = {"production": "anyone", "*": "viewer"}
    people = tuple(replace(one, roles=roles) if one.id == "vic" else one for one in policy.people)
    dispatcher = replace(fulfillment.application.dispatcher, policy=replace(policy, people=people))
    ana = history(fulfillment, "ana")
    fulfillment.application = replace(fulfillment.application, dispatcher=dispatcher)

    assert [row[2] for row in ana] != []
    assert sorted(row[2] for row in ana) == ["", "production", "staging"]
    assert [row[2] for row in history(fulfillment, "vic")] == ["staging"]
