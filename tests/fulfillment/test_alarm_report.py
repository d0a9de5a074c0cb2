"""What a message about an alarm says: measure, last deployment, errors since, what to press."""

import pytest

from fulfillment.errors import OpsError
from fulfillment.ops.alarms.cloudwatch import CloudWatchAlarms
from fulfillment.ops.aws_fleet import AwsFleet
from fulfillment.ops.logs.insights import InsightsLogs
from fulfillment.turn import Channel, Reply
from tests.fulfillment.language import DENIED, READ
from tests.fulfillment.world import Fulfillment

ALARMS = "slack:T0GROUND:ALARMS"


def report(
    fulfillment: Fulfillment, name: str = "orders-production-latency", who: str = ALARMS
) -> Reply:
    channel: Channel = "slack" if who.startswith("slack:") else "terminal"
    return fulfillment.invoke(who, "alarm", name, channel=channel, audience="shared")


def fail(*_: object, **__: object) -> None:
    raise OpsError("denied", READ, DENIED)


def test_an_alarm_of_a_service(fulfillment: Fulfillment) -> None:
    reply = report(fulfillment)
    lines = reply.text.splitlines()

    assert lines[0] == (
        "The alarm **orders-production-latency** fires in **production**: "
        "p99 of TargetResponseTime above 1.5. p99 latency of orders"
    )
    assert lines[1] == "Last deployed or restarted: **orders** **3.12.1**, 3 days ago."
    assert lines[2].startswith("Errors of **orders** in the last 15 minutes, ")
    assert " `pool of connections to payments is used up: order <n> waited <n> ms`" in lines[3]
    assert [action.invocation.name for action in reply.actions] == [
        "AcknowledgeAlarm",
        "ServiceHealth",
        "ServiceErrors",
        "RolloutStatus",
    ]
    assert reply.context == {"environment": "production", "service": "orders"}
    assert "Bearer 0" not in reply.text


def test_a_composite_alarm_and_one_that_is_over(fulfillment: Fulfillment) -> None:
    composite = report(fulfillment, "shop-production-checkout")
    over = report(fulfillment, "payments-production-cpu")

    assert composite.text.startswith(
        "The alarm **shop-production-checkout** fires in **production**: the rule ALARM("
    )
    assert over.text == "The alarm **payments-production-cpu** has fired; it does not any more."
    assert over.actions == ()


def test_what_cannot_be_read_does_not_keep_an_alarm_from_arriving(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(InsightsLogs, "errors", fail)
    without_logs = report(fulfillment)
    monkeypatch.setattr(AwsFleet, "service_names", fail)
    without_services = report(fulfillment)

    told = "I could not read orders in staging because AWS denies it to the role that I use."
    assert without_logs.text.endswith(told)
    assert "Last deployed" in without_logs.text
    assert without_services.text.endswith(told)
    assert [one.invocation.name for one in without_services.actions] == ["AcknowledgeAlarm"]


def test_alarms_that_cannot_be_read_are_not_said_to_be_over(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CloudWatchAlarms, "firing", fail)

    assert "does not any more" not in report(fulfillment).text


@pytest.mark.parametrize("who", ["slack:T0GROUND:NOBODY", "terminal:stranger"])
def test_who_may_not_ask_is_told_nothing(fulfillment: Fulfillment, who: str) -> None:
    reply = report(fulfillment, who=who)

    assert reply.state == "denied"
    assert "orders" not in reply.text
