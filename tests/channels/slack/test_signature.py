"""Slack's signature: what the ingress takes for genuine, and what it refuses."""

import json

import pytest

from tests.channels.slack.front import Front
from tests.channels.slack.payloads import NOW, as_json, http_event, payload

FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
"""Digits to int(), and none of Slack's."""


@pytest.mark.parametrize("offset", [-300, 0, 300])
def test_a_timestamp_within_five_minutes_is_taken(front: Front, offset: int) -> None:
    event = http_event(json.dumps(payload("app_mention")).encode(), timestamp=str(NOW + offset))

    assert front.answer(event)["statusCode"] == 200


@pytest.mark.parametrize(
    "timestamp",
    [
        str(NOW - 301),
        str(NOW + 301),
        "",
        "soon",
        "-1",
        "1e9",
        "NaN",
        "1767225660".translate(FULL_WIDTH),
    ],
)
def test_any_other_timestamp_is_refused(front: Front, timestamp: str) -> None:
    event = http_event(json.dumps(payload("app_mention")).encode(), timestamp=timestamp)

    assert front.answer(event)["statusCode"] == 401
    assert front.enqueued == []


@pytest.mark.parametrize("header", ["x-slack-signature", "x-slack-request-timestamp"])
def test_a_request_without_a_signature_header_is_refused(front: Front, header: str) -> None:
    event = as_json(payload("app_mention"))
    del event["headers"][header]

    assert front.answer(event)["statusCode"] == 401


@pytest.mark.parametrize("forged", ["", "v0=", "v0=" + "0" * 64, "v1=" + "0" * 64, "v0=é"])
def test_a_forged_signature_is_refused(front: Front, forged: str) -> None:
    event = as_json(payload("app_mention"))
    event["headers"]["x-slack-signature"] = forged

    assert front.answer(event)["statusCode"] == 401
    assert front.enqueued == []


def test_one_changed_byte_is_refused(front: Front) -> None:
    event = as_json(payload("app_mention"))
    event["body"] = event["body"].replace("U0ANA", "U0EVE")

    assert front.answer(event)["statusCode"] == 401


def test_the_signature_of_another_secret_is_refused(front: Front) -> None:
    event = http_event(json.dumps(payload("app_mention")).encode(), secret="another")

    assert front.answer(event)["statusCode"] == 401


def test_header_names_have_no_case(front: Front) -> None:
    event = as_json(payload("app_mention"))
    event["headers"] = {name.title(): value for name, value in event["headers"].items()}

    assert front.answer(event)["statusCode"] == 200
