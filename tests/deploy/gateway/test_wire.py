"""HTTP to API Gateway events and back."""

import base64
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from deploy.errors import AnswerMalformed
from deploy.local.gateway.wire import Exchange, HttpAnswer, HttpRequest, from_answer, to_event

REQUEST = HttpRequest(
    method="POST",
    raw_path="/slack/a%2Fb",
    query="x=1&x=2&y=%20",
    headers=[
        ("Host", "127.0.0.1:8080"),
        ("Content-Type", "application/json"),
        ("X-Many", "one"),
        ("x-many", "two"),
        ("Cookie", "a=1; b=2"),
        ("Cookie", "c=3"),
        ("User-Agent", "curl"),
    ],
    body='{"text": "é"}'.encode(),
    source_ip="127.0.0.1",
)
EXCHANGE = Exchange(
    request_id="request-1",
    route_key="POST /slack/events",
    time=datetime(2026, 11, 24, 0, 12, 33, 500_000, tzinfo=UTC),
)


def test_a_whole_event() -> None:
    assert to_event(REQUEST, EXCHANGE) == {
        "version": "2.0",
        "routeKey": "POST /slack/events",
        "rawPath": "/slack/a%2Fb",
        "rawQueryString": "x=1&x=2&y=%20",
        "queryStringParameters": {"x": "1,2", "y": " "},
        "cookies": ["a=1", "b=2", "c=3"],
        "headers": {
            "host": "127.0.0.1:8080",
            "content-type": "application/json",
            "x-many": "one,two",
            "user-agent": "curl",
        },
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "groundctrl",
            "domainName": "127.0.0.1",
            "domainPrefix": "groundctrl",
            "http": {
                "method": "POST",
                "path": "/slack/a%2Fb",
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": "curl",
            },
            "requestId": "request-1",
            "routeKey": "POST /slack/events",
            "stage": "$default",
            "time": "24/Nov/2026:00:12:33 +0000",
            "timeEpoch": 1795479153500,
        },
        "body": '{"text": "é"}',
        "isBase64Encoded": False,
    }


@pytest.mark.parametrize(
    ("content_type", "body"),
    [("application/octet-stream", b"plain"), ("image/png", b"\x89PNG"), ("text/plain", b"\xff")],
)
def test_what_is_no_text_travels_as_base64(content_type: str, body: bytes) -> None:
    request = replace(REQUEST, headers=[("content-type", content_type)], body=body)
    event = to_event(request, EXCHANGE)

    assert event["isBase64Encoded"] is True
    assert base64.b64decode(event["body"]) == body


def test_a_request_without_body_query_or_cookies_has_none_of_their_keys() -> None:
    event = to_event(replace(REQUEST, headers=[], query="", body=b""), EXCHANGE)

    assert not {"body", "cookies", "queryStringParameters"} & event.keys()
    assert event["isBase64Encoded"] is False


def test_proven_claims_stand_where_a_jwt_authorizer_puts_them() -> None:
    event = to_event(REQUEST, replace(EXCHANGE, claims={"sub": "ana"}))

    authorizer = {"jwt": {"claims": {"sub": "ana"}, "scopes": None}}
    assert event["requestContext"]["authorizer"] == authorizer


def test_an_answer_becomes_http() -> None:
    answer = {
        "statusCode": 201,
        "headers": {"Content-Type": "text/plain", "X-Count": 3, "Content-Length": "999"},
        "cookies": ["a=1; Path=/", "b=2"],
        "body": base64.b64encode(b"\x00\x01").decode(),
        "isBase64Encoded": True,
    }

    assert from_answer(answer) == HttpAnswer(
        status=201,
        headers={"content-type": "text/plain", "x-count": "3"},
        cookies=("a=1; Path=/", "b=2"),
        body=b"\x00\x01",
    )


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "text",
        [],
        {},
        {"body": "no status"},
        {"errorMessage": "boom", "errorType": "KeyError"},
        {"statusCode": "200"},
        {"statusCode": True},
        {"statusCode": 99},
        {"statusCode": 200, "headers": ["a"]},
        {"statusCode": 200, "headers": {"x": "a\r\nset-cookie: stolen=1"}},
        {"statusCode": 200, "cookies": ["a=1\r\nx: y"]},
        {"statusCode": 200, "body": {"not": "text"}},
        {"statusCode": 200, "body": "!", "isBase64Encoded": True},
    ],
)
def test_a_malformed_answer_is_an_error(answer: Any) -> None:
    with pytest.raises(AnswerMalformed):
        from_answer(answer)
