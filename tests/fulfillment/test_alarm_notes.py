"""Acknowledging and snoozing an alarm, from the question to what others hear."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from fulfillment.turn import Reply
from tests.fulfillment.identity.test_confirmation import policy, under
from tests.fulfillment.world import Fulfillment, plan_of

ALARM = {"alarm": "orders-production-latency", "environment": "production"}
OTHER = {"alarm": "payments-production-cpu", "environment": "production"}


@pytest.fixture(autouse=True)
def fresh(fulfillment: Fulfillment) -> None:
    """The table outlives a test: a new firing has no acknowledgement yet."""
    again(fulfillment)


def again(fulfillment: Fulfillment, name: str = ALARM["alarm"]) -> None:
    """The alarm goes back to OK, and fires again."""
    for state in ("OK", "ALARM"):
        fulfillment.server.advance(60)
        watch = fulfillment.server.client("cloudwatch")
        watch.set_alarm_state(AlarmName=name, StateValue=state, StateReason="a test")


def said_of(fulfillment: Fulfillment, person: str = "vic", name: str = ALARM["alarm"]) -> str:
    """What the table of firing alarms says in its last column."""
    reply = fulfillment.ask(person, "FiringAlarms", {"environment": "production"})
    assert reply.table is not None
    return next(row[-1].text for row in reply.table.rows if row[0].text == name)


def acknowledge(fulfillment: Fulfillment, person: str = "ana") -> Reply:
    reply = fulfillment.ask(person, "AcknowledgeAlarm", ALARM)
    assert reply.state == "confirm"
    return fulfillment.confirm(person, reply)


def test_an_acknowledgement_is_heard_by_others_until_the_alarm_is_ok(
    fulfillment: Fulfillment,
) -> None:
    assert said_of(fulfillment) == "nobody yet"
    done = acknowledge(fulfillment)

    assert done.text == ("Done: **acknowledgement of orders-production-latency in production**.")
    assert done.progress is not None
    assert done.progress.is_final
    assert said_of(fulfillment).startswith("acknowledged by Ana, ")
    health = fulfillment.ask("vic", "ServiceHealth", {"service": "orders"})
    assert "acknowledged by Ana" in health.text
    again(fulfillment)
    assert said_of(fulfillment) == "nobody yet"


def test_twenty_confirmations_at_once_note_it_once(fulfillment: Fulfillment) -> None:
    reply = fulfillment.ask("ana", "AcknowledgeAlarm", ALARM)
    tokens = [fulfillment.confirming(plan_of(reply)) for _ in range(20)]

    def confirm(token: str) -> dict[str, Any]:
        return fulfillment.handle({"kind": "confirm", "name": plan_of(reply), "assertion": token})

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(confirm, tokens))

    texts = [answer["reply"]["text"] for answer in answers]
    assert sum(text.startswith("Done:") for text in texts) == 1
    assert said_of(fulfillment).startswith("acknowledged by Ana, ")


def test_what_is_acknowledged_is_not_acknowledged_again(fulfillment: Fulfillment) -> None:
    acknowledge(fulfillment)

    mine = fulfillment.ask("ana", "AcknowledgeAlarm", ALARM)
    assert mine.state == "failed"
    assert mine.speech.startswith("You acknowledged the alarm orders-production-latency in prod")


def test_a_second_request_is_a_second_plan_that_says_so(fulfillment: Fulfillment) -> None:
    acknowledge(fulfillment)
    fulfillment.server.advance(180)
    (_, alarm), (_, where) = ALARM.items()
    slots = {"alarm": alarm, "environment": where, "period": "PT30M"}
    fulfillment.confirm("ana", fulfillment.ask("ana", "SnoozeAlarm", slots))
    second = fulfillment.ask("ana", "SnoozeAlarm", {**slots, "period": "PT45M"})

    assert "in place of what Ana has asked for" in second.speech
    fulfillment.confirm("ana", second)
    assert said_of(fulfillment) in (
        "snoozed by Ana, for another 44 minutes",
        "snoozed by Ana, for another 45 minutes",
    )


def test_an_acknowledgement_of_another_firing_is_not_made(fulfillment: Fulfillment) -> None:
    reply = fulfillment.ask("ana", "AcknowledgeAlarm", ALARM)
    again(fulfillment)

    assert fulfillment.confirm("ana", reply).state == "failed"
    assert said_of(fulfillment) == "nobody yet"


def test_an_alarm_that_does_not_fire_has_nothing_to_acknowledge(fulfillment: Fulfillment) -> None:
    quiet = {"alarm": "payments cpu", "environment": "production"}
    reply = fulfillment.ask("ana", "AcknowledgeAlarm", quiet)

    assert reply.state == "failed"
    assert "does not fire" in reply.text


def test_a_snooze_ends_by_itself_and_puts_the_alarm_last(fulfillment: Fulfillment) -> None:
    fulfillment.server.advance(86_400)
    again(fulfillment)
    reply = fulfillment.ask("ana", "SnoozeAlarm", {**ALARM, "period": "PT1H30M"})
    assert "for 1 hour and 30 minutes" in reply.speech
    fulfillment.confirm("ana", reply)

    assert said_of(fulfillment) in (
        "snoozed by Ana, for another 1 hour",
        "snoozed by Ana, for another 89 minutes",
    )
    firing = fulfillment.ask("vic", "FiringAlarms", {})
    assert firing.table is not None
    assert firing.table.rows[-1][0].text == ALARM["alarm"]
    again(fulfillment)
    assert said_of(fulfillment).startswith("snoozed by Ana")
    fulfillment.server.advance(5_400)
    assert said_of(fulfillment) == "nobody yet"


def test_an_hour_where_nobody_says_how_long_and_a_day_at_most(fulfillment: Fulfillment) -> None:
    assert "for 1 hour" in fulfillment.ask("ana", "SnoozeAlarm", ALARM).speech
    long = fulfillment.ask("ana", "SnoozeAlarm", {**ALARM, "period": "P2D"})
    assert (long.state, long.text) == (
        "failed",
        "An alarm can be snoozed for at most 24 hours. Say a shorter time.",
    )


def test_who_may_only_look_cannot_acknowledge_and_is_not_offered_to(
    fulfillment: Fulfillment,
) -> None:
    denied = fulfillment.ask("vic", "AcknowledgeAlarm", ALARM)
    offered = fulfillment.ask("vic", "FiringAlarms", {})

    assert denied.state == "denied"
    assert offered.actions == ()
    (first, *_) = fulfillment.ask("ana", "FiringAlarms", {}).actions
    assert first.invocation.name == "AcknowledgeAlarm"


@pytest.mark.parametrize("intent", ["AcknowledgeAlarm", "SnoozeAlarm"])
def test_a_rule_about_a_service_holds_for_its_alarms(fulfillment: Fulfillment, intent: str) -> None:
    rule = {"id": "orders", "effects": ["change"], "when": {"service": "orders"}, "never": True}
    assert fulfillment.ask("ana", intent, ALARM).state == "confirm"
    assert under(fulfillment, policy(rules=[rule])).ask("ana", intent, ALARM).state == "denied"


def test_who_may_change_one_service_acknowledges_its_alarms_alone(
    fulfillment: Fulfillment,
) -> None:
    people = {
        "ana": {
            "name": "Ana",
            "identities": ["terminal:ana"],
            "roles": {"production/orders": "operator"},
        }
    }
    partly = under(fulfillment, policy(people=people))
    again(fulfillment, OTHER["alarm"])

    assert partly.ask("ana", "AcknowledgeAlarm", ALARM).state == "confirm"
    assert partly.ask("ana", "AcknowledgeAlarm", OTHER).state != "confirm"


SHARED = "queue-too-deep"
"""Names no environment: it may stand for each of its account and region."""


def ring_shared(fulfillment: Fulfillment, state: str = "ALARM") -> None:
    watch = fulfillment.server.client("cloudwatch")
    watch.put_metric_alarm(
        AlarmName=SHARED,
        Namespace="Shop",
        MetricName="Depth",
        Statistic="Maximum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=10.0,
        ComparisonOperator="GreaterThanThreshold",
    )
    watch.set_alarm_state(AlarmName=SHARED, StateValue=state, StateReason="a test")


@pytest.mark.parametrize("intent", ["AcknowledgeAlarm", "SnoozeAlarm"])
def test_an_alarm_of_no_environment_needs_the_role_in_each_that_it_may_stand_for(
    fulfillment: Fulfillment, intent: str
) -> None:
    """Omar is an operator of staging, and a viewer of production."""
    ring_shared(fulfillment)
    slots = {"alarm": SHARED, "environment": "staging"}
    denied = fulfillment.ask("omar", intent, slots)

    assert denied.state == "denied"
    assert "in **production**" in denied.text
    assert "Ana may" in denied.text
    assert fulfillment.ask("ana", intent, slots).state == "confirm"


def test_whether_an_alarm_fires_is_not_said_to_who_may_not_acknowledge_it(
    fulfillment: Fulfillment,
) -> None:
    ring_shared(fulfillment, "OK")
    slots = {"alarm": SHARED, "environment": "staging"}

    assert fulfillment.ask("omar", "AcknowledgeAlarm", slots).state == "denied"
    assert "does not fire" in fulfillment.ask("ana", "AcknowledgeAlarm", slots).text
