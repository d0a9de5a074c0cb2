"""An alarm of CloudWatch arrives: EventBridge puts its event into the queue as it is."""

import json
from typing import Any

import pytest

from channels.slack.origin import origin_of_action
from fulfillment.turn import Action, Invocation, Reply
from tests.channels.slack.aws import Aws, queue_event
from tests.channels.slack.fake_slack import FakeSlack
from tests.channels.slack.payloads import payload
from tests.channels.slack.workspace import Workspace, shown, workspace

NAME = "orders-production-latency"
SLOTS = {"alarm": NAME, "environment": "production"}
BUTTON = Action("Acknowledge", Invocation("intent", "AcknowledgeAlarm", SLOTS), "primary")
REPLY = Reply(text="The alarm **orders-production-latency** fires.", actions=(BUTTON,))


def arrive(world: Workspace, event: dict[str, Any]) -> list[dict[str, str]]:
    """The event from the queue to the worker; its failures."""
    message = {"MessageId": "m-1", "ReceiptHandle": "r", "Body": json.dumps(event)}
    answer = world.worker().process(queue_event([message]))
    failures: list[dict[str, str]] = answer["batchItemFailures"]
    return failures


def test_an_alarm_is_told_once_where_all_see_it(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, REPLY)
    event = payload("alarm_state_change")

    assert arrive(world, event) == []
    assert arrive(world, event) == []

    ((speaker, _, invocation),) = [one[:3] for one in world.conversation.invoked]
    assert invocation == Invocation("alarm", NAME)
    assert (speaker.identity, speaker.audience) == ("slack:T0001:ALARMS", "shared")
    (call,) = slack.calls
    message = call.arguments
    assert (call.method, message["channel"]) == ("chat.postMessage", "C0ALARMS")
    assert not message.get("thread_ts")
    assert NAME in shown(message)


def test_its_button_is_pressed_by_a_person(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, REPLY)
    arrive(world, payload("alarm_state_change"))

    blocks = slack.calls[0].arguments["blocks"]
    (button,) = [one for block in blocks for one in block.get("elements", []) if "value" in one]
    value = json.loads(button["value"])
    assert value["name"] == "AcknowledgeAlarm"
    assert value["slots"] == SLOTS
    assert (value["audience"], value["asker"]) == ("shared", "")
    pressed = origin_of_action(payload("block_actions"), value["audience"])
    assert pressed is not None
    assert pressed.user != "ALARMS"


@pytest.mark.parametrize(
    "over",
    [
        {"state": {"value": "OK"}},
        {"state": {"value": "INSUFFICIENT_DATA"}},
        {"state": "ALARM"},
    ],
)
def test_an_alarm_that_does_not_begin_is_not_told(
    aws: Aws, slack: FakeSlack, over: dict[str, Any]
) -> None:
    world = workspace(aws, slack, REPLY)
    event = payload("alarm_state_change")
    event["detail"] |= over

    assert arrive(world, event) == []
    assert (slack.calls, world.conversation.invoked) == ([], [])


def test_without_a_channel_for_them_no_alarm_is_told(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, REPLY)
    world.alarm_channel = ""

    assert arrive(world, payload("alarm_state_change")) == []
    assert (slack.calls, world.conversation.invoked) == ([], [])


@pytest.mark.parametrize(
    "over",
    [
        {"source": "com.example"},
        {"detail": "orders-production-latency"},
        {"detail": {}},
        {"id": ""},
        {"detail-type": "Something Else"},
    ],
)
def test_an_event_of_another_form_does_nothing(
    aws: Aws, slack: FakeSlack, over: dict[str, Any]
) -> None:
    world = workspace(aws, slack, REPLY)

    assert arrive(world, {**payload("alarm_state_change"), **over}) != []
    assert (slack.calls, world.conversation.invoked) == ([], [])
