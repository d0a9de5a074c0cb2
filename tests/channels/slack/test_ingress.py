"""The ingress: what it verifies, what it enqueues, how it answers Slack."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.errors import SettingError
from channels.slack.envelope import to_json
from channels.slack.ingress import ingress_from_environment
from tests.channels.slack.front import Front
from tests.channels.slack.payloads import (
    SECRET,
    as_form,
    as_interaction,
    as_json,
    event_of,
    http_event,
    payload,
    pressed,
)


def test_a_mention_is_enqueued_and_acknowledged(front: Front) -> None:
    assert front.answer(as_json(payload("app_mention"))) == {"statusCode": 200, "body": ""}

    [envelope] = front.enqueued
    assert (envelope.kind, envelope.id) == ("event", "event-Ev0001")
    assert envelope.session_id == "slack.T0001.C0001.1767225600.000100.U0ANA"
    assert envelope.payload["event"]["text"].startswith("<@U0BOT> which version of orders")


def test_only_what_the_worker_needs_is_kept(front: Front) -> None:
    front.answer(as_json(payload("message_im")))
    front.answer(as_form(payload("slash_command")))
    front.answer(as_interaction(payload("block_actions")))

    kept = json.dumps([envelope.payload for envelope in front.enqueued])
    assert "made-up-verification" not in kept
    assert "rich_text" not in kept


@pytest.mark.parametrize(
    ("name", "session_id"),
    [
        ("app_mention_in_thread", "slack.T0001.C0001.1767225000.000900.U0ANA"),
        ("message_im", "slack.T0001.D0001.direct.U0ANA"),
    ],
)
def test_the_session_is_thread_and_person(front: Front, name: str, session_id: str) -> None:
    front.answer(as_json(payload(name)))

    assert [envelope.session_id for envelope in front.enqueued] == [session_id]


def test_a_thread_in_direct_messages_is_a_session_of_its_own(front: Front) -> None:
    front.answer(as_json(event_of("message_im", thread_ts="1767225000.000900")))

    assert front.enqueued[0].session_id == "slack.T0001.D0001.1767225000.000900.U0ANA"


def test_the_longest_session_id_is_legal_for_lex(front: Front) -> None:
    longest = event_of("app_mention", user="U" * 24, channel="C" * 24, ts="1" * 12 + ".000100")

    front.answer(as_json(longest))

    assert len(front.enqueued[0].session_id) <= 100


def test_a_command_gets_an_empty_200_at_once(front: Front) -> None:
    assert front.answer(as_form(payload("slash_command"))) == {"statusCode": 200, "body": ""}

    [envelope] = front.enqueued
    assert envelope.kind == "command"
    assert envelope.id == "command-13345224609.738474920.8088930838d88f008e0"
    assert envelope.session_id == "slack.T0001.C0001.command.U0ANA"
    assert envelope.payload["text"] == "restart orders staging"


def test_a_press_is_enqueued_in_the_session_of_its_thread(front: Front) -> None:
    assert front.answer(as_interaction(payload("block_actions")))["statusCode"] == 200

    [envelope] = front.enqueued
    assert envelope.kind == "action"
    assert envelope.id == "action-1767225601.000100-ground.0-1767225610.123456"
    assert envelope.session_id == "slack.T0001.C0001.1767225600.000100.U0ANA"


def test_a_retry_has_the_id_of_the_first_delivery(front: Front) -> None:
    body = json.dumps(payload("app_mention")).encode()
    front.answer(http_event(body))
    front.answer(
        http_event(body, headers={"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"})
    )

    assert [envelope.id for envelope in front.enqueued] == ["event-Ev0001"] * 2


def test_a_base64_body_is_verified_on_its_bytes(front: Front) -> None:
    body = json.dumps(event_of("message_im", text="wie gehts 🚀 оркестр"), ensure_ascii=False)

    assert front.answer(http_event(body.encode(), is_base64=True))["statusCode"] == 200
    assert front.enqueued[0].payload["event"]["text"] == "wie gehts 🚀 оркестр"


def test_broken_base64_is_a_bad_request(front: Front) -> None:
    event = http_event(b"{}", is_base64=True) | {"body": "%%%"}

    assert front.answer(event)["statusCode"] == 400


def test_the_challenge_of_the_address_is_answered(front: Front) -> None:
    answer = front.answer(as_json(payload("url_verification")))

    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == {"challenge": payload("url_verification")["challenge"]}


def test_an_unsigned_challenge_is_refused(front: Front) -> None:
    event = http_event(json.dumps(payload("url_verification")).encode(), secret="another")

    assert front.answer(event)["statusCode"] == 401


def test_a_certificate_check_is_answered_and_does_nothing(front: Front) -> None:
    event = http_event(b"ssl_check=1&token=made-up", "application/x-www-form-urlencoded")
    del event["headers"]["x-slack-signature"]

    assert front.answer(event) == {"statusCode": 200, "body": ""}
    assert front.enqueued == []


@pytest.mark.parametrize(
    "name",
    [
        "message_im_of_a_bot",
        "message_im_changed",
        "message_channels",
        "app_mention_edited",
        "app_home_opened",
        "view_submission",
    ],
)
def test_what_is_not_for_us_is_acknowledged_and_dropped(front: Front, name: str) -> None:
    document = payload(name)
    request = as_interaction(document) if name == "view_submission" else as_json(document)

    assert front.answer(request) == {"statusCode": 200, "body": ""}
    assert front.enqueued == []


@pytest.mark.parametrize(
    "document",
    [
        payload("app_mention", team_id="T0999"),
        event_of("message_im", team="T0999"),
        payload("app_mention_of_a_guest_workspace"),
    ],
)
def test_another_workspace_is_dropped(front: Front, document: dict[str, Any]) -> None:
    assert front.answer(as_json(document)) == {"statusCode": 200, "body": ""}
    assert front.enqueued == []


def test_a_person_of_another_workspace_cannot_press(front: Front) -> None:
    stranger = {"id": "U0EVE", "name": "eve", "team_id": "T0999"}

    front.answer(as_interaction(payload("block_actions", user=stranger)))

    assert front.enqueued == []


def test_a_command_of_another_workspace_is_told(front: Front) -> None:
    answer = front.answer(as_form(payload("slash_command", team_id="T0999")))

    assert json.loads(answer["body"])["response_type"] == "ephemeral"
    assert "workspace" in json.loads(answer["body"])["text"]
    assert front.enqueued == []


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/json"),
        (b"not json", "application/json"),
        (b"[]", "application/json"),
        (b'"text"', "application/json"),
        (b"{}", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"[" * 20000, "application/json"),
        (b'{"type": "event_callback"}', "application/json"),
        (b'{"type": "event_callback", "event": []}', "application/json"),
        (b'{"type": "event_callback", "event": {"type": "app_mention"}}', "application/json"),
        (b'{"type": "block_actions", "actions": []}', "application/json"),
        (b'{"type": "block_actions", "actions": [{"action_id": "ground.0"}]}', "application/json"),
        (b"payload=not+json", "application/x-www-form-urlencoded"),
        (b"payload=[]", "application/x-www-form-urlencoded"),
        (b"command=/ops&team_id=T0001", "application/x-www-form-urlencoded"),
    ],
)
def test_a_malformed_body_is_a_bad_request(front: Front, body: bytes, content_type: str) -> None:
    event = http_event(body, content_type, is_base64=True)

    assert front.answer(event)["statusCode"] == 400
    assert front.enqueued == []


@pytest.mark.parametrize(
    "changes",
    [
        {"ts": "1767225600.000100\n"},
        {"ts": 12},
        {"ts": None},
        {"user": "U0ANA.U0EVE"},
        {"channel": "C0001.x"},
        {"user": ""},
        {"user": {"id": "U0ANA"}},
    ],
)
def test_ids_that_slack_never_sends_are_a_bad_request(
    front: Front, changes: dict[str, Any]
) -> None:
    assert front.answer(as_json(event_of("app_mention", **changes)))["statusCode"] == 400


@pytest.mark.parametrize(
    "event", [{}, {"requestContext": None, "headers": None, "body": None}, {"body": "\ud800"}]
)
def test_a_malformed_lambda_event_is_refused(front: Front, event: dict[str, Any]) -> None:
    assert front.answer(event)["statusCode"] == 401


def test_a_button_that_is_not_ours_is_dropped(front: Front) -> None:
    document = payload("block_actions")
    document["actions"][0]["action_id"] = "open-dashboard"

    assert front.answer(as_interaction(document)) == {"statusCode": 200, "body": ""}
    assert front.enqueued == []


def test_the_longest_message_fits_the_queue(front: Front) -> None:
    front.answer(as_json(event_of("message_im", text="🚀" * 40_000)))

    assert len(to_json(front.enqueued[0])) < 262_144


def test_only_post_is_taken(front: Front) -> None:
    event = as_json(payload("app_mention"))
    event["requestContext"]["http"]["method"] = "GET"

    assert front.answer(event)["statusCode"] == 405


def test_slack_is_to_retry_an_event_that_was_not_enqueued() -> None:
    assert Front(is_down=True).answer(as_json(payload("app_mention")))["statusCode"] == 503


def test_a_person_is_told_that_a_command_was_not_enqueued() -> None:
    answer = Front(is_down=True).answer(as_form(payload("slash_command")))

    assert answer["statusCode"] == 200
    assert "try again" in json.loads(answer["body"])["text"]


def test_a_press_that_was_not_enqueued_fails_visibly() -> None:
    answer = Front(is_down=True).answer(as_interaction(payload("block_actions")))

    assert answer["statusCode"] == 503


def test_no_body_and_no_secret_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    secret_text = "the-launch-is-tuesday"
    document = event_of("message_im", text=secret_text)
    with caplog.at_level(logging.DEBUG):
        Front(is_down=True).answer(as_json(document))
        Front().answer(http_event(json.dumps(document).encode(), secret="another"))
        Front().answer(as_json(document | {"team_id": "T0999"}))
        Front().answer(as_json(event_of("message_im", text=secret_text, subtype="x")))

    logged = " ".join(record.getMessage() for record in caplog.records)
    assert len(caplog.records) == 4
    assert secret_text not in logged
    assert SECRET not in logged


@given(st.binary(), st.sampled_from(["application/json", "application/x-www-form-urlencoded", ""]))
def test_no_signed_body_makes_it_raise(body: bytes, content_type: str) -> None:
    answer = Front().answer(http_event(body, content_type, is_base64=True))

    assert answer["statusCode"] in (200, 400)


@pytest.mark.parametrize(
    "missing", ["GROUND_SLACK_SIGNING_SECRET", "GROUND_SLACK_QUEUE_URL", "GROUND_DEFINITION"]
)
def test_a_missing_setting_is_named(missing: str) -> None:
    environ = dict(_settings())
    del environ[missing]

    with pytest.raises(SettingError, match=missing):
        ingress_from_environment(environ)


def test_the_teams_are_read_from_the_environment() -> None:
    environ = dict(_settings()) | {"GROUND_SLACK_TEAM_IDS": " T0001, ,T0002 "}

    assert ingress_from_environment(environ).team_ids == {"T0001", "T0002"}


def test_a_press_of_a_button_for_a_plan_keeps_its_value(front: Front) -> None:
    front.answer(as_interaction(pressed("block_actions", {"kind": "cancel", "name": "plan-9"})))

    value = json.loads(front.enqueued[0].payload["actions"][0]["value"])
    assert (value["kind"], value["name"]) == ("cancel", "plan-9")


def _settings() -> Iterator[tuple[str, str]]:
    yield "GROUND_SLACK_SIGNING_SECRET", SECRET
    yield "GROUND_SLACK_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/123456789012/slack.fifo"
    yield "GROUND_DEFINITION", "definition.json"
    yield "AWS_REGION", "us-east-1"
    yield "AWS_ACCESS_KEY_ID", "made-up-key"
    yield "AWS_SECRET_ACCESS_KEY", "made-up-secret"


@pytest.mark.parametrize(
    "event",
    [{}, {"headers": 5, "requestContext": 7}, {"body": "x", "requestContext": {"http": []}}],
)
def test_an_event_of_another_form_is_refused_not_raised(
    front: Front, event: dict[str, Any]
) -> None:
    assert front.answer(event)["statusCode"] in (400, 401)
    assert front.enqueued == []
