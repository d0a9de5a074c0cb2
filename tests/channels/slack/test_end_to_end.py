"""Signed requests in, calls of Slack's Web API out, through a real queue."""

import time

import pytest

from channels.errors import ConversationError
from fulfillment.turn import Invocation, Reply
from tests.channels.slack.aws import Aws
from tests.channels.slack.fake_slack import Failure, FakeSlack
from tests.channels.slack.payloads import event_of, payload
from tests.channels.slack.replies import question
from tests.channels.slack.workspace import TOKEN, shown, workspace

ANSWER = Reply(text="orders runs **1.4.2** in staging.")


def test_a_mention_is_answered_in_its_thread(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, ANSWER)

    assert world.send_event(payload("app_mention"))["statusCode"] == 200
    assert slack.calls == []
    assert world.deliver() == 0

    [(speaker, session, text, event_id)] = world.conversation.said
    assert text == "which version of orders is live & healthy in #staging?"
    assert (speaker.identity, speaker.channel, speaker.audience) == (
        "slack:T0001:U0ANA",
        "slack",
        "shared",
    )
    assert speaker.place == "slack:C0001"
    assert (session, event_id) == ("slack.T0001.C0001.1767225600.000100.U0ANA", "event-Ev0001")
    [call] = slack.calls
    assert (call.method, call.token) == ("chat.postMessage", TOKEN)
    assert call.arguments["channel"] == "C0001"
    assert call.arguments["thread_ts"] == "1767225600.000100"
    assert call.arguments["text"] == "orders runs 1.4.2 in staging."
    assert call.arguments["blocks"][0]["text"]["text"] == "orders runs *1.4.2* in staging."


def test_a_direct_message_is_private_and_answered_without_a_thread(
    aws: Aws, slack: FakeSlack
) -> None:
    world = workspace(aws, slack, ANSWER)

    world.send_event(payload("message_im"))
    world.deliver()

    assert world.conversation.said[0][0].audience == "private"
    [post] = slack.of("chat.postMessage")
    assert post["channel"] == "D0001"
    assert "thread_ts" not in post


def test_a_channel_shared_with_others_is_public(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, question())

    world.send_event(payload("app_mention_in_shared_channel"))
    world.deliver()

    assert world.conversation.said[0][0].audience == "public"
    assert '\\"audience\\":\\"public\\"' in shown(slack.of("chat.postMessage")[0])


def test_duplicates_by_event_id_act_once(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, ANSWER)

    world.send_event(payload("app_mention"))
    world.send_event(payload("app_mention"))
    world.deliver()
    # A retry after SQS's own five minutes of deduplication is a message of its own.
    world.send_event(event_of("app_mention", ts="1767225600.000101"))
    world.deliver()

    assert len(world.conversation.said) == 1
    assert len(slack.calls) == 1


def test_a_mention_that_comes_twice_in_two_kinds_is_answered_once(
    aws: Aws, slack: FakeSlack
) -> None:
    world = workspace(aws, slack, ANSWER)

    world.send_event(payload("app_mention"))
    world.send_event(payload("message_channels"))
    world.deliver()

    assert len(slack.calls) == 1


def test_an_event_is_forgotten_after_fifteen_minutes(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, ANSWER, ANSWER)
    world.send_event(payload("app_mention"))
    world.deliver()
    world.clock.advance(901)

    world.send_event(event_of("app_mention", ts="1767225600.000101"))
    world.deliver()

    assert len(world.conversation.said) == 2


def test_what_one_person_says_in_a_thread_stays_in_order(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, *[Reply(text=f"answer {n}") for n in range(4)])

    for number in range(4):
        text = f"<@U0BOT> question {number}"
        world.send_event(event_of("app_mention_in_thread", f"Ev1{number}", text=text))
    while world.deliver() or aws.receive(aws.queue_url):
        pass

    assert [said[2] for said in world.conversation.said] == [f"question {n}" for n in range(4)]


def test_a_mention_of_nothing_asks_for_help(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, Reply(text="You can ask …"))

    world.send_event(event_of("app_mention", text="<@U0BOT> "))
    world.deliver()

    assert world.conversation.invoked[0][2] == Invocation("intent", "Help")


def test_a_conversation_that_cannot_take_a_turn_says_so(aws: Aws, slack: FakeSlack) -> None:
    error = ConversationError("busy", "I am still answering <your> last message.")
    world = workspace(aws, slack, error)

    world.send_event(payload("message_im"))

    assert world.deliver() == 0
    assert "I am still answering &lt;your&gt; last message." in shown(
        slack.of("chat.postMessage")[0]
    )


def test_a_command_of_the_grammar_needs_no_language(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, question())

    world.send_command(payload("slash_command", response_url=slack.response_url()))
    world.deliver()

    assert world.conversation.said == []
    [(speaker, session, invocation, _)] = world.conversation.invoked
    expected = {"service": "orders", "environment": "staging"}
    assert invocation == Invocation("intent", "RestartService", expected)
    assert (speaker.display_name, speaker.audience) == ("ana", "private")
    assert session == "slack.T0001.C0001.command.U0ANA"
    [answer] = slack.of("response_url")
    assert answer["response_type"] == "ephemeral"
    assert "Restart *orders* in staging?" in shown(answer)


def test_a_command_in_free_language_goes_to_the_conversation(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, ANSWER)
    document = payload("slash_command", text="what&amp;s broken in <#C2|prod>?")

    world.send_command(document | {"response_url": slack.response_url()})
    world.deliver()

    assert world.conversation.said[0][2] == "what&s broken in #prod?"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("restart orders", "restart needs: environment."),
        ("restart orders", "/ops restart SERVICE ENVIRONMENT"),
        ("help", "/ops versions ENVIRONMENT"),
        ("", "/ops broken [ENVIRONMENT]"),
    ],
)
def test_usage_and_help_need_nobody(aws: Aws, slack: FakeSlack, text: str, words: str) -> None:
    world = workspace(aws, slack)

    world.send_command(payload("slash_command", text=text, response_url=slack.response_url()))

    assert world.deliver() == 0
    assert words in shown(slack.of("response_url")[0])


def test_usage_names_the_command_as_it_was_typed(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack)
    document = payload("slash_command", command="/ground", text="restart")

    world.send_command(document | {"response_url": slack.response_url()})
    world.deliver()

    assert "`/ground restart SERVICE ENVIRONMENT`" in shown(slack.of("response_url")[0])


def test_a_command_whose_response_url_is_used_up_is_answered_ephemerally(
    aws: Aws, slack: FakeSlack
) -> None:
    world = workspace(aws, slack, ANSWER)
    slack.fail_next("response_url", Failure(404, "used_url"))

    world.send_command(payload("slash_command", response_url=slack.response_url()))
    world.deliver()

    [whisper] = slack.of("chat.postEphemeral")
    assert (whisper["channel"], whisper["user"]) == ("C0001", "U0ANA")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x", "https://slack.com.evil.test/x", "no", ""])
def test_a_response_url_that_is_not_slacks_is_not_called(
    aws: Aws, slack: FakeSlack, url: str
) -> None:
    world = workspace(aws, slack, ANSWER)

    world.send_command(payload("slash_command", response_url=url))

    assert world.deliver() == 0
    assert len(slack.of("chat.postEphemeral")) == 1


def test_slacks_rate_limit_is_waited_for(
    aws: Aws, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    world = workspace(aws, slack, ANSWER)
    slack.fail_next("chat.postMessage", Failure(429, "ratelimited", retry_after="7"))

    world.send_event(payload("message_im"))

    assert world.deliver() == 0
    assert [int(seconds) for seconds in waited] == [7]
    assert len(slack.of("chat.postMessage")) == 2


@pytest.mark.parametrize(
    "failure", [Failure(503, "service_unavailable"), Failure(error="internal_error")]
)
def test_a_reply_that_slack_did_not_take_is_delivered_again_and_not_asked_again(
    aws: Aws, slack: FakeSlack, failure: Failure
) -> None:
    world = workspace(aws, slack, ANSWER)
    slack.fail_next("chat.postMessage", failure)
    world.send_event(payload("message_im"))

    assert world.deliver() == 1
    assert world.deliver() == 0

    assert len(world.conversation.said) == 1
    assert [shown(post) for post in slack.of("chat.postMessage")] == [
        shown(slack.of("chat.postMessage")[0])
    ] * 2


def test_a_reply_that_slack_refuses_for_good_is_given_up(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, ANSWER)
    slack.fail_next("chat.postMessage", Failure(error="channel_not_found"))

    world.send_event(payload("app_mention"))

    assert world.deliver() == 0
    assert len(slack.calls) == 1


def test_a_failed_message_holds_back_its_session_and_no_other(aws: Aws, slack: FakeSlack) -> None:
    world = workspace(aws, slack, *[Reply(text=f"answer {n}") for n in range(3)])
    slack.fail_next("chat.postMessage", Failure(503, "service_unavailable"))
    world.send_event(event_of("message_im", "Ev21", text="first"))
    world.send_event(event_of("message_im", "Ev22", text="second"))
    world.send_event(payload("app_mention"))

    failed = world.deliver()
    while world.deliver():
        pass

    assert failed == 2
    said = [said[2] for said in world.conversation.said]
    assert said.index("first") < said.index("second")
    assert len(said) == 3


def test_nothing_private_is_logged(
    aws: Aws, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    world = workspace(aws, slack, RuntimeError("the-launch-is-tuesday"), ANSWER)
    with caplog.at_level("INFO"):
        world.send_event(event_of("message_im", text="the-launch-is-tuesday"))
        assert world.deliver() == 1

    logged = " ".join(record.getMessage() for record in caplog.records)
    assert "RuntimeError" in logged
    assert "the-launch-is-tuesday" not in logged
