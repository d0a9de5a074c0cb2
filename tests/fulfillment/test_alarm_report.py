"""What a message about an alarm says: measure, last deployment, errors since, what to press."""

import pytest

from fulfillment.errors import OpsError
from fulfillment.ops.alarms.cloudwatch import CloudWatchAlarms
from fulfillment.ops.aws_fleet import AwsFleet
from fulfillment.ops.logs.insights import InsightsLogs
from fulfillment.ops.pipelines.every import EveryPipeline
from fulfillment.turn import Channel, Reply
from tests.fulfillment.identity.test_confirmation import policy, under
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
        "RollBackPipeline",
    ]
    assert reply.actions[-1].label == "Roll back Production of orders-release"
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


def test_the_way_back_is_planned_for_whoever_may_and_presses(fulfillment: Fulfillment) -> None:
    pressed = report(fulfillment).actions[-1].invocation

    planned = fulfillment.ask("ana", pressed.name, dict(pressed.slots))
    refused = fulfillment.ask("vic", pressed.name, dict(pressed.slots))

    assert planned.state == "confirm"
    assert "**Production**" in planned.text
    assert refused.state == "denied"


def test_pipelines_that_cannot_be_read_are_a_gap_of_the_report(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EveryPipeline, "offered", fail)
    reply = report(fulfillment)

    assert reply.text.endswith("because AWS denies it to the role that I use.")
    assert reply.actions[-1].invocation.name == "RolloutStatus"


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


@pytest.mark.parametrize("who", ["slack:T0GROUND:U0ANA", "terminal:ana", "terminal:vic"])
def test_no_person_asks_for_it_whatever_their_role(fulfillment: Fulfillment, who: str) -> None:
    reply = report(fulfillment, who=who)

    assert reply.state == "denied"
    assert reply.text.startswith("That is told to a channel when an alarm arrives")
    assert "orders" not in reply.text


def test_a_role_of_everybody_in_the_workspace_does_not_make_it_the_channel(
    fulfillment: Fulfillment,
) -> None:
    everybody = {"name": "All", "identities": ["slack:T0GROUND"], "roles": {"*": "viewer"}}
    reply = report(under(fulfillment, policy(callers={}, groups={"all": everybody})))

    assert reply.text.startswith("That is told to a channel when an alarm arrives")


def told(fulfillment: Fulfillment, *rules: dict[str, object], **roles: str) -> Reply:
    """With these roles of the channel ("production_orders" is "production/orders")."""
    held = {where.replace("_", "/"): role for where, role in roles.items()} or {"*": "viewer"}
    of = policy(callers={ALARMS: held}, rules=list(rules))
    fulfillment.count += 1  # each is an event of its own
    return report(under(fulfillment, of))


def test_the_channel_is_told_of_services_that_it_may_ask_about(fulfillment: Fulfillment) -> None:
    mine = told(fulfillment, production_orders="viewer")
    assert "**3.12.1**" in mine.text

    others = told(fulfillment, production_payments="viewer")
    rest = told(fulfillment, **{"*": "viewer", "*/orders": "anyone"})
    for one in (others, rest):
        assert one.state == "denied"
        assert "orders" not in one.text


def test_each_part_is_what_the_channel_might_ask_for(fulfillment: Fulfillment) -> None:
    no_errors = told(fulfillment, {"id": "no-errors", "intents": ["ServiceErrors"], "never": True})
    no_health = told(fulfillment, {"id": "no-health", "intents": ["ServiceHealth"], "never": True})

    assert "Last deployed" in no_errors.text
    assert "Errors of" not in no_errors.text
    assert "Last deployed" not in no_health.text
    assert "Errors of" in no_health.text


def test_an_alarm_where_nobody_may_look_is_not_said_to_be_over(fulfillment: Fulfillment) -> None:
    reply = told(fulfillment, staging="viewer")

    assert reply.text == (
        "The alarm **orders-production-latency** has fired. Whether it still does cannot be told: "
        "I could not look into every environment."
    )
