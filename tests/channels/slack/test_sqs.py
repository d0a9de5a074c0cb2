"""The small SQS client: its signature against botocore's, its requests against moto's SQS."""

import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

import botocore.auth
import pytest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotoCredentials

from channels.errors import QueueError, SettingError
from channels.slack.sqs import Credentials, Message, Queue, queue_from_environment, signed_headers
from tests.channels.slack.aws import Aws

MOMENT = datetime(2026, 1, 1, 0, 1, 2, tzinfo=UTC)
URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/slack.fifo"
ENVIRON = {
    "AWS_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "made-up-key",
    "AWS_SECRET_ACCESS_KEY": "made/up+secret",
}


@pytest.mark.parametrize("token", ["", "made-up/session+token=="])
@pytest.mark.parametrize(
    "endpoint",
    ["https://sqs.eu-west-1.amazonaws.com/", "http://127.0.0.1:4566", "https://sqs.test:443"],
)
def test_the_signature_is_botocores(
    monkeypatch: pytest.MonkeyPatch, token: str, endpoint: str
) -> None:
    credentials = Credentials("made-up-key", "made/up+secret", token)
    queue = Queue(URL, urlsplit(endpoint), "eu-west-1", credentials, clock=lambda: MOMENT)
    body = json.dumps({"MessageBody": "grüße 🚀"}).encode()

    ours = signed_headers(queue, body)

    assert ours["authorization"] == _botocores(monkeypatch, endpoint, ours, body, token)


def _botocores(
    monkeypatch: pytest.MonkeyPatch,
    endpoint: str,
    headers: dict[str, str],
    body: bytes,
    token: str,
) -> str:
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: MOMENT.replace(tzinfo=None))
    kept = ("content-type", "x-amz-target")
    request = AWSRequest(
        "POST",
        endpoint.rstrip("/") + "/",
        headers={name: headers[name] for name in kept},
        data=body,
    )
    credentials = BotoCredentials("made-up-key", "made/up+secret", token or None)
    botocore.auth.SigV4Auth(credentials, "sqs", "eu-west-1").add_auth(request)
    return str(request.headers["Authorization"])


def test_a_message_arrives_once_whatever_its_retries(aws: Aws) -> None:
    queue = queue_from_environment(aws.queue_url, aws.environ)

    for _ in range(3):
        queue.send(Message('{"text": "grüße 🚀"}', "session-1", "event-Ev0001"))

    [message] = aws.receive(aws.queue_url)
    assert message["Body"] == '{"text": "grüße 🚀"}'
    assert message["Attributes"]["MessageGroupId"] == "session-1"


def test_the_order_within_a_session_is_kept(aws: Aws) -> None:
    queue = queue_from_environment(aws.queue_url, aws.environ)

    for number in range(5):
        queue.send(Message(str(number), "session-1", f"event-{number}"))

    assert [message["Body"] for message in aws.receive(aws.queue_url)] == list("01234")


def test_a_delayed_message_waits_in_a_standard_queue(aws: Aws) -> None:
    queue = queue_from_environment(aws.follow_up_url, aws.environ)

    queue.send(Message("later", delay_seconds=5))

    attributes = aws.sqs.get_queue_attributes(
        QueueUrl=aws.follow_up_url, AttributeNames=["ApproximateNumberOfMessagesDelayed"]
    )
    assert attributes["Attributes"]["ApproximateNumberOfMessagesDelayed"] == "1"


def test_what_sqs_refuses_is_named_without_the_message(aws: Aws) -> None:
    queue = queue_from_environment(aws.queue_url + "-missing.fifo", aws.environ)

    with pytest.raises(QueueError, match=r"answered 400 .*NonExistentQueue|QueueDoesNotExist") as e:
        queue.send(Message("a secret", "session-1", "event-1"))
    assert "a secret" not in str(e.value)


def test_an_endpoint_that_is_down_is_a_queue_error() -> None:
    queue = queue_from_environment(URL, ENVIRON | {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"})

    with pytest.raises(QueueError, match=r"127\.0\.0\.1:1 did not take a message"):
        queue.send(Message("x"))


@pytest.mark.parametrize(
    ("environ", "netloc"),
    [
        ({}, "sqs.eu-west-1.amazonaws.com"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, "127.0.0.1:1"),
        (
            {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ENDPOINT_URL_SQS": "http://[::1]:2"},
            "[::1]:2",
        ),
    ],
)
def test_the_endpoint_is_found_as_any_sdk_finds_it(environ: dict[str, str], netloc: str) -> None:
    assert queue_from_environment(URL, ENVIRON | environ).endpoint.netloc == netloc


@pytest.mark.parametrize("missing", list(ENVIRON))
def test_missing_credentials_are_named(missing: str) -> None:
    environ = {name: value for name, value in ENVIRON.items() if name != missing}

    with pytest.raises(SettingError, match=missing):
        queue_from_environment(URL, environ)


def test_an_endpoint_that_is_no_web_address_is_refused() -> None:
    with pytest.raises(SettingError, match="ftp://sqs"):
        queue_from_environment("ftp://sqs", ENVIRON)
