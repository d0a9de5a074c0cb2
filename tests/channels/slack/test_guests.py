"""A channel with guests, from the signed request to what the bot and the people are told."""

from dataclasses import replace
from typing import Any

import pytest

from channels.slack.directory import directory
from channels.slack.readers import ChannelReaders, Readers
from fulfillment.turn import Reply
from tests.channels.slack.aws import Aws
from tests.channels.slack.fake_slack import Failure, FakeSlack
from tests.channels.slack.payloads import event_of, payload, pressed, web_api
from tests.channels.slack.replies import progress
from tests.channels.slack.test_alarm import arrive
from tests.channels.slack.workspace import TEAMS, TOKEN, Workspace, shown, workspace

ANSWER = Reply(text="orders runs **1.4.2** in staging.")
DENIED = Reply(text="Guests or people from outside can read along here.", state="denied")
UNSURE = "I could not find out who reads along in this channel, so I take it that guests do."
ASKING = ("conversations.info", "conversations.members", "users.info", "users.list")


def guarded(aws: Aws, slack: FakeSlack, *answers: Reply | Exception) -> Workspace:
    """With the real look at who reads along, of a channel with Ana, a guest and the bot."""
    slack.told = {name: web_api(name) for name in ASKING}
    members = slack.told["conversations.members"]
    members["response_metadata"]["next_cursor"] = ""
    members["members"] = ["U0ANA", "U0GUS"]
    world = workspace(aws, slack, *answers)
    world.readers = ChannelReaders(directory(TOKEN, slack.api_url), TEAMS).of
    return world


def make_guest(slack: FakeSlack) -> None:
    slack.told["users.info"]["user"] |= {"is_restricted": True, "is_ultra_restricted": True}


def fixed(readers: Readers, world: Workspace) -> Workspace:
    return replace(world, readers=lambda _: readers)


def asked(slack: FakeSlack) -> list[str]:
    return [call.method for call in slack.calls if call.method in ASKING]


def test_a_channel_with_a_guest_is_public(aws: Aws, slack: FakeSlack) -> None:
    world = guarded(aws, slack, DENIED)
    make_guest(slack)

    world.send_event(payload("app_mention"))
    world.deliver()

    assert world.conversation.said[0][0].audience == "public"
    [post] = slack.of("chat.postMessage")
    assert "Guests or people from outside can read along here." in shown(post)
    assert UNSURE not in shown(post)


def test_a_channel_of_own_people_is_shared_and_asked_for_once(aws: Aws, slack: FakeSlack) -> None:
    world = guarded(aws, slack, ANSWER, ANSWER)

    for number in range(2):
        world.send_event(event_of("app_mention", f"Ev3{number}", ts=f"1767225600.00010{number}"))
        world.deliver()

    assert [said[0].audience for said in world.conversation.said] == ["shared", "shared"]
    assert asked(slack) == [*ASKING[:2], "users.info", "users.info"]
    assert {call.token for call in slack.calls} == {TOKEN}


@pytest.mark.parametrize("send", ["send_event", "send_command"])
def test_what_a_guest_alone_reads_is_their_own(aws: Aws, slack: FakeSlack, send: str) -> None:
    world = guarded(aws, slack, ANSWER)
    make_guest(slack)
    command = payload("slash_command", response_url=slack.response_url())

    getattr(world, send)(payload("message_im") if send == "send_event" else command)
    world.deliver()

    talk = world.conversation
    speakers = [one[0] for one in talk.said] + [one[0] for one in talk.invoked]
    assert [speaker.audience for speaker in speakers] == ["private"]
    assert asked(slack) == []


@pytest.mark.parametrize(
    ("told", "words"),
    [(DENIED, True), (ANSWER, False)],
    ids=["something is refused", "nothing is"],
)
def test_without_the_scope_nothing_is_shown_and_people_hear_why(
    aws: Aws,
    slack: FakeSlack,
    caplog: pytest.LogCaptureFixture,
    told: Reply,
    words: bool,
) -> None:
    world = guarded(aws, slack, told)
    slack.told["conversations.info"] = web_api("missing_scope")

    world.send_event(payload("app_mention"))

    assert world.deliver() == 0
    assert world.conversation.said[0][0].audience == "public"
    assert (UNSURE in shown(slack.of("chat.postMessage")[0])) is words
    assert "channel C0001 counts as one with guests: conversations.info was refused" in caplog.text
    assert "lacks channels:read" in caplog.text


def test_a_rate_limit_costs_the_turn_no_time(aws: Aws, slack: FakeSlack) -> None:
    world = guarded(aws, slack, DENIED)
    slack.fail_next("conversations.members", Failure(429, "ratelimited", retry_after="30"))

    world.send_event(payload("app_mention"))

    assert world.deliver() == 0
    assert world.conversation.said[0][0].audience == "public"
    assert asked(slack) == ["conversations.info", "conversations.members"]


@pytest.mark.parametrize(("readers", "audience"), [("own", "shared"), ("outsiders", "public")])
def test_a_button_is_held_against_who_reads_along_when_it_is_pressed(
    aws: Aws, slack: FakeSlack, readers: Readers, audience: str
) -> None:
    world = fixed(readers, workspace(aws, slack, ANSWER))
    ask = {"kind": "intent", "name": "ServiceHealth", "slots": {"service": "orders"}}

    world.send_action(pressed("block_actions", ask))
    world.deliver()

    assert world.conversation.invoked[0][0].audience == audience


@pytest.mark.parametrize(
    ("readers", "audience", "words"), [("outsiders", "public", False), ("unknown", "public", True)]
)
def test_an_alarm_is_told_to_who_reads_along(
    aws: Aws, slack: FakeSlack, readers: Readers, audience: str, words: bool
) -> None:
    world = fixed(readers, workspace(aws, slack, DENIED))

    assert arrive(world, payload("alarm_state_change")) == []

    assert world.conversation.invoked[0][0].audience == audience
    assert (UNSURE in shown(slack.of("chat.postMessage")[0])) is words


def test_progress_is_not_told_while_nobody_knows_who_reads_along(
    aws: Aws, slack: FakeSlack
) -> None:
    told: list[Readers] = ["own", "unknown", "own"]
    world = workspace(aws, slack, progress(), progress("succeeded", 3))
    world.readers = lambda _: told.pop(0)
    confirm: dict[str, Any] = {"kind": "confirm", "name": "plan-1"}
    world.send_action(pressed("block_actions", confirm))
    world.deliver()

    before = len(slack.of("chat.update"))
    world.follow()
    assert (len(slack.of("chat.update")), len(world.conversation.invoked)) == (before, 1)

    world.follow()
    assert "3 of 3, done" in shown(slack.of("chat.update")[-1])
    assert world.conversation.invoked[1][0].audience == "shared"
    assert world.follow_ups == []
