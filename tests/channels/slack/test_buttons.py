"""Pressed buttons, and following what they started, through the real queue."""

import json
from typing import Literal

import pytest

from channels.errors import ConversationError
from fulfillment.turn import Invocation, Reply
from tests.channels.slack.aws import Aws
from tests.channels.slack.fake_slack import Failure, FakeSlack
from tests.channels.slack.payloads import payload, pressed
from tests.channels.slack.replies import progress, question
from tests.channels.slack.workspace import shown, workspace

ANSWER = Reply(text="orders is healthy.")
EVE = {"id": "U0EVE", "name": "eve", "team_id": "T0001"}
CONFIRM = {"kind": "confirm", "name": "plan-1"}


def test_a_confirmed_change_is_followed_until_it_is_over(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(
        aws, slack, progress(), progress(done=1), progress(done=2), progress("succeeded", 3)
    )

    world.send_action(pressed("block_actions", CONFIRM))
    world.deliver()

    [(speaker, session, invocation, _)] = world.conversation.invoked
    assert invocation == Invocation("confirm", "plan-1")
    assert (speaker.identity, speaker.audience) == ("slack:T0001:U0ANA", "shared")
    assert session == "slack.T0001.C0001.1767225600.000100.U0ANA"
    [settled] = slack.of("chat.update")
    assert settled["ts"] == "1767225601.000100"
    assert [block["type"] for block in settled["blocks"]] == ["section", "context"]
    [post] = slack.of("chat.postMessage")
    assert post["thread_ts"] == "1767225600.000100"
    assert "1 of 3, running" in shown(post)

    while world.follow_ups:
        world.follow()

    updates = slack.of("chat.update")[1:]
    assert ["2 of 3, running" in shown(updates[0]), "3 of 3, done" in shown(updates[1])] == [
        True
    ] * 2
    assert len(updates) == 2, "a message that would not change is left alone"
    assert {update["ts"] for update in updates} == {_timestamp_of_post(slack)}
    assert [asked[2] for asked in world.conversation.invoked[1:]] == [
        Invocation("operation", "op-1")
    ] * 3


def test_a_follow_up_that_comes_twice_makes_one_chain(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, progress(), progress(done=2))
    world.send_action(pressed("block_actions", CONFIRM))
    world.deliver()

    world.redeliver(world.follow())

    assert len(world.follow_ups) == 1
    assert len(world.conversation.invoked) == 2


def test_following_ends_after_thirty_minutes(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, progress(), progress())
    world.send_action(pressed("block_actions", CONFIRM))
    world.deliver()
    world.clock.advance(1800)

    world.follow()

    assert world.follow_ups == []
    assert "stopped following" in shown(slack.of("chat.update")[-1])


def test_a_follow_up_that_gets_no_answer_asks_again_later(aws: Aws, slack: FakeSlack) -> None:
    down = ConversationError("unavailable", "I could not reach the assistant.")
    world = workspace(aws, slack, progress(), down, progress("succeeded", 3))
    world.send_action(pressed("block_actions", CONFIRM))
    world.deliver()

    world.follow()
    assert len(slack.of("chat.update")) == 1
    world.follow()

    assert "3 of 3, done" in shown(slack.of("chat.update")[-1])
    assert world.follow_ups == []


def test_a_message_that_was_deleted_is_not_followed(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, progress(), progress(done=2))
    world.send_action(pressed("block_actions", CONFIRM))
    world.deliver()
    slack.fail_next("chat.update", Failure(error="message_not_found"))

    world.follow()

    assert world.follow_ups == []


@pytest.mark.parametrize("kind", ["confirm", "cancel"])
@pytest.mark.parametrize("state", ["denied", "failed", "done"])
def test_somebody_elses_press_is_refused_to_them_alone(
    aws: Aws, slack: FakeSlack, kind: str, state: Literal["denied", "failed", "done"]
) -> None:
    world = workspace(aws, slack, Reply(text="There is nothing of yours here.", state=state))

    world.send_action(pressed("block_actions", {"kind": kind, "name": "plan-1"}, user=EVE))
    world.deliver()

    speaker, session, _, _ = world.conversation.invoked[0]
    assert speaker.identity == "slack:T0001:U0EVE"
    assert session.endswith(".U0EVE")
    assert [call.method for call in slack.calls] == ["chat.postEphemeral"], "the buttons stay"
    assert slack.of("chat.postEphemeral")[0]["user"] == "U0EVE"
    assert "There is nothing of yours here." in shown(slack.of("chat.postEphemeral")[0])


def test_a_refusal_to_the_asker_keeps_the_buttons(aws: Aws, slack: FakeSlack) -> None:
    denied = Reply(text="Only an approver may do that.", state="denied")
    world = workspace(aws, slack, denied)

    world.send_action(pressed("block_actions", CONFIRM))
    world.deliver()

    assert [call.method for call in slack.calls] == ["chat.postEphemeral"]


def test_somebody_elses_press_of_a_reading_button_is_answered(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, ANSWER)

    world.send_action(pressed("block_actions", {"kind": "intent", "name": "Help"}, user=EVE))
    world.deliver()

    assert [call.method for call in slack.calls] == ["chat.postMessage"]


def test_a_plan_that_has_expired_loses_its_buttons(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, Reply(text="That has expired.", state="failed"))

    world.send_action(pressed("block_actions", CONFIRM))
    world.deliver()

    assert "actions" not in [block["type"] for block in slack.of("chat.update")[0]["blocks"]]
    assert "That has expired." in shown(slack.of("chat.postMessage")[0])


def test_who_was_asked_is_in_the_buttons_of_a_question(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, question())

    world.send_event(payload("app_mention"))
    world.deliver()

    [actions] = [b for b in slack.of("chat.postMessage")[0]["blocks"] if b["type"] == "actions"]
    assert json.loads(actions["elements"][0]["value"])["asker"] == "U0ANA"


def test_a_press_that_was_not_taken_keeps_its_buttons(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, ConversationError("unavailable", "Try again."))

    world.send_action(pressed("block_actions", CONFIRM))
    world.deliver()

    assert [call.method for call in slack.calls] == ["chat.postEphemeral"]


def test_a_cancelled_plan_loses_its_buttons(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, Reply(text="Nothing was changed."))

    world.send_action(pressed("block_actions", {"kind": "cancel", "name": "plan-1"}))
    world.deliver()

    assert "actions" not in [block["type"] for block in slack.of("chat.update")[0]["blocks"]]
    assert "Nothing was changed." in shown(slack.of("chat.postMessage")[0])


def test_a_question_of_which_slack_sends_no_words_is_settled_too(
    aws: Aws, slack: FakeSlack
) -> None:
    world = workspace(aws, slack, Reply(text="Nothing was changed."))
    bare = {"ts": "1767225601.000100", "blocks": []}

    world.send_action(pressed("block_actions", CONFIRM, message=bare))

    assert world.deliver() == 0
    assert slack.of("chat.update")[0]["text"] == "Answered."


def test_a_button_that_asks_leaves_its_message_alone(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, ANSWER)
    ask = {"kind": "intent", "name": "ServiceHealth", "slots": {"service": "orders"}}

    world.send_action(pressed("block_actions", ask))
    world.deliver()

    assert [call.method for call in slack.calls] == ["chat.postMessage"]


def test_a_change_confirmed_in_an_ephemeral_message_goes_on_in_direct_messages(
    aws: Aws, slack: FakeSlack
) -> None:
    world = workspace(aws, slack, progress(), progress("succeeded", 3))
    url = slack.response_url("press")

    world.send_action(pressed("block_actions_ephemeral", CONFIRM, response_url=url))
    world.deliver()
    world.follow()

    assert world.conversation.invoked[0][1] == "slack.T0001.C0001.command.U0ANA"
    [replaced] = slack.of("response_url")
    assert replaced["replace_original"] is True
    assert "actions" not in [block["type"] for block in replaced["blocks"]]
    assert slack.of("chat.postMessage")[0]["channel"] == "U0ANA"
    [update] = slack.of("chat.update")
    assert update["channel"] == "D0ANA"
    assert "3 of 3, done" in shown(update)


def _timestamp_of_post(slack: FakeSlack) -> str:
    """The fake numbers its calls."""
    methods = [call.method for call in slack.calls]
    return f"1767225700.{methods.index('chat.postMessage') + 1:06d}"
