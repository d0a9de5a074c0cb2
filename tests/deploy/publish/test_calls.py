"""What is tried again, what is not, and what is said of it."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)

from deploy.errors import AwsRefused, PublishError, WaitTooLong
from deploy.publish.aws.calls import Calls
from deploy.publish.waiting import Waiting
from tests.deploy.publish.test_gate import Time


def error(code: str, status: int = 400, **headers: str) -> ClientError:
    metadata: Any = {"HTTPStatusCode": status, "HTTPHeaders": headers}
    return ClientError(
        {"Error": {"Code": code, "Message": "because"}, "ResponseMetadata": metadata}, "UpdateThing"
    )


def failing(*errors: Exception) -> Callable[[], str]:
    """Raises each error once, then answers."""
    left = list(errors)

    def call() -> str:
        if left:
            raise left.pop(0)
        return "done"

    return call


TIMEOUT = ReadTimeoutError(endpoint_url="https://lex")
UNSENT = EndpointConnectionError(endpoint_url="https://lex")


@pytest.mark.parametrize(
    "again",
    [
        error("ThrottlingException", 429),
        error("TooManyRequestsException", 429),
        error("Whatever", 429),
        error("InternalServerException", 500),
        error("", 503),
        TIMEOUT,
        UNSENT,
    ],
)
def test_a_read_is_repeated(again: Exception) -> None:
    assert Calls(Time()).read(failing(again, again)) == "done"


@pytest.mark.parametrize(
    "again", [error("ThrottlingException", 429), error("ConflictException", 409), UNSENT]
)
def test_a_write_is_repeated_where_it_was_certainly_not_done(again: Exception) -> None:
    assert Calls(Time()).write(failing(again)) == "done"


@pytest.mark.parametrize(
    ("once", "says"),
    [
        (TIMEOUT, "not known whether it was done: run the command again"),
        (error("InternalServerException", 500), "The service failed: run the command again"),
        (error("ValidationException"), r"UpdateThing was refused: because \(ValidationException\)"),
        (error("AccessDeniedException", 403), "docs/publishing.md lists what is needed"),
        (error("ExpiredTokenException", 403), "aws sso login"),
        (NoCredentialsError(), "there are no AWS credentials"),
        (BotoCoreError(), "AWS cannot be called"),
    ],
)
def test_a_write_whose_fate_is_not_known_is_not_repeated(once: Exception, says: str) -> None:
    call = failing(once)

    with pytest.raises(PublishError, match=says):
        Calls(Time()).write(call)

    assert call() == "done"


def test_a_conflict_that_waiting_does_not_mend_is_told_at_once() -> None:
    time = Time()

    with pytest.raises(AwsRefused) as refused:
        Calls(time).write(failing(error("ResourceConflictException", 409)), busy=False)

    assert refused.value.kind == "busy"
    assert time.seconds == 0


def test_waits_grow_and_end() -> None:
    time = Time()

    with pytest.raises(AwsRefused):
        Calls(time).read(failing(*[error("ThrottlingException", 429)] * 100))

    assert 120 <= time.seconds <= 140


@pytest.mark.parametrize(
    ("header", "seconds"), [("3", 3), ("-5", 0.5), ("soon", 0.5), ("1e9", 120)]
)
def test_the_answer_may_say_how_long_to_wait(header: str, seconds: float) -> None:
    time = Time()

    Calls(time).read(failing(error("ThrottlingException", 429, **{"retry-after": header})))

    assert time.seconds == seconds


def test_waiting_tells_of_itself_and_ends() -> None:
    told: list[str] = []
    waiting = Waiting(Time(), told.append)

    with pytest.raises(WaitTooLong, match="building en_US: not done after 60 s"):
        waiting.until("building en_US", lambda: None, 60)

    assert told
    assert all(line.startswith("building en_US … ") for line in told)
    assert waiting.until("nothing", lambda: 0, 60) == 0
