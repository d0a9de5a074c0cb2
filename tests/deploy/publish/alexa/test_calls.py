"""HTTP to Alexa: what is sent again, what is waited for, and what no message ever holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
import urllib3

from deploy.errors import NoAnswer, PublishError, SmapiRefused
from deploy.publish.alexa import Calls, Credentials, LoginWithAmazon, Smapi, urllib3_send
from deploy.publish.alexa.calls import MOST_TRIES, Answer
from deploy.publish.alexa.credentials import References, read_credentials
from tests.deploy.publish.alexa.account import SKILL, Account, SimulatedClock

URL = "https://api.example.com/v1/skills/uploads?signature=hush"


@dataclass
class Scripted:
    """A `Send` that answers in turn; the last answer again and again."""

    answers: list[Answer | NoAnswer]
    sent: list[tuple[str, str, bytes | None]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)

    def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        self.sent.append((method, url, body))
        self.headers.append(headers)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, NoAnswer):
            raise answer
        return answer


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        (
            {
                "retry-after": "Mon, 05 Jan 2026 10:00:09 GMT",
                "date": "Mon, 05 Jan 2026 10:00:00 GMT",
            },
            9.0,
        ),
        ({"retry-after": "soon"}, 1.0),
        ({}, 1.0),
    ],
)
def test_throttling_says_how_long_to_wait(headers: dict[str, str], seconds: float) -> None:
    clock = SimulatedClock()
    send = Scripted([Answer(429, headers), Answer(200)])

    assert Calls(send, clock).call("GET", URL).status == 200
    assert clock.slept == [seconds]


def test_throttling_for_an_hour_is_an_answer() -> None:
    clock = SimulatedClock()

    answer = Calls(Scripted([Answer(429, {"retry-after": "3600"})]), clock).call("GET", URL)

    assert answer.status == 429
    assert clock.slept == []


def test_a_refused_request_is_sent_again_even_where_it_changes_something() -> None:
    send = Scripted([Answer(429), Answer(202)])

    assert Calls(send, SimulatedClock()).call("POST", URL, is_repeatable=False).status == 202


@pytest.mark.parametrize("failure", [Answer(503), NoAnswer("ProtocolError")])
def test_a_failure_is_tried_again_ever_more_slowly(failure: Answer | NoAnswer) -> None:
    clock = SimulatedClock()
    send = Scripted([failure, failure, failure, Answer(200)])

    assert Calls(send, clock).call("GET", URL).status == 200
    assert clock.slept == [1.0, 2.0, 4.0]


def test_a_failure_without_end_is_told() -> None:
    send = Scripted([NoAnswer("ConnectTimeoutError")])

    with pytest.raises(PublishError, match="does not answer") as error:
        Calls(send, SimulatedClock()).call("GET", URL)

    assert len(send.sent) == MOST_TRIES
    assert "hush" not in str(error.value)


def test_what_changes_something_is_not_sent_twice() -> None:
    for failure in (NoAnswer("ProtocolError"), Answer(503)):
        send = Scripted([failure, Answer(202)])
        calls = Calls(send, SimulatedClock())
        if isinstance(failure, NoAnswer):
            with pytest.raises(PublishError, match="it may have begun"):
                calls.call("POST", URL, is_repeatable=False)
        else:
            assert calls.call("POST", URL, is_repeatable=False).status == 503

        assert len(send.sent) == 1


def test_nobody_there_is_no_answer() -> None:
    with pytest.raises(NoAnswer):
        urllib3_send()("GET", "http://127.0.0.1:9/x", {}, None)


def login(send: Scripted, clock: SimulatedClock) -> LoginWithAmazon:
    credentials = Credentials("the-client", "the-secret", "the-refresh-token")
    return LoginWithAmazon(Calls(send, clock), credentials)


def token(name: str) -> Answer:
    return Answer(200, {}, f'{{"access_token": "{name}", "expires_in": 3600}}'.encode())


def test_a_token_is_kept_until_it_grows_old() -> None:
    clock = SimulatedClock()
    send = Scripted([token("first"), token("second")])
    amazon = login(send, clock)

    assert [amazon.token(), amazon.token()] == ["first", "first"]
    clock.sleep(3541)
    assert amazon.token() == "second"
    assert send.sent[0][:2] == ("POST", "https://api.amazon.com/auth/o2/token")
    assert b"grant_type=refresh_token&client_id=the-client" in (send.sent[0][2] or b"")


@pytest.mark.parametrize(
    "answer",
    [
        Answer(400, {}, b'{"error": "invalid_grant", "error_description": "The grant is bad."}'),
        Answer(200, {}, b"{}"),
        Answer(200, {}, b"<html>"),
    ],
)
def test_a_failed_sign_in_shows_no_secret(answer: Answer) -> None:
    with pytest.raises(PublishError, match="signing in with Amazon") as error:
        login(Scripted([answer]), SimulatedClock()).token()

    assert not any(secret in str(error.value) for secret in ("the-secret", "the-refresh", "the-cl"))


def test_a_token_that_is_refused_is_got_anew(developer_account: Account) -> None:
    services = developer_account.services()
    services.smapi.manifest(SKILL)
    developer_account.door.tokens.clear()

    services.smapi.manifest(SKILL)

    assert len(developer_account.calls("POST /auth/o2/token")) == 2


def test_wrong_credentials_are_told(developer_account: Account) -> None:
    services = developer_account.services(credentials=Credentials("a", "b", "c"))

    with pytest.raises(SmapiRefused, match=r"signing in with Amazon: 400 \(The grant"):
        services.smapi.manifest(SKILL)


def test_secrets_are_read_where_they_are_and_never_shown() -> None:
    references = References("env:CLIENT", "ssm:/alexa/secret", "ssm:/alexa/refresh")
    parameters = {"/alexa/secret": "hush", "/alexa/refresh": "hush too"}

    found = read_credentials(references, {"CLIENT": "me"}, lambda name: parameters[name])

    assert (found.client_id, found.client_secret, found.refresh_token) == ("me", "hush", "hush too")
    assert "hush" not in repr(found)


def no_parameter(name: str) -> str:
    raise KeyError(name)


def test_every_secret_that_is_missing_is_told() -> None:
    references = References("env:CLIENT", "ssm:/alexa/secret", "env:EMPTY")

    with pytest.raises(PublishError) as error:
        read_credentials(references, {"EMPTY": ""}, no_parameter)

    assert str(error.value).count("\n") == 2
    assert "client secret at ssm:/alexa/secret" in str(error.value)


def test_a_secret_itself_is_no_reference() -> None:
    with pytest.raises(PublishError, match="no reference"):
        read_credentials(References("amzn1.client"), {}, no_parameter)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer(202), "without saying where to ask"),
        (Answer(400, {}, b'{"message": "x", "violations": [{"message": "No zip."}]}'), "No zip"),
        (Answer(413, {}, b"too large"), "Make the definition smaller"),
    ],
)
def test_an_import_that_is_not_taken_is_told(answer: Answer, message: str) -> None:
    send = Scripted([token("t"), answer])
    calls = Calls(send, SimulatedClock())
    smapi = Smapi(calls, LoginWithAmazon(calls, Credentials("a", "b", "c")))

    with pytest.raises(PublishError, match=message):
        smapi.start_import(SKILL, URL)


def test_a_status_that_nobody_knows_is_told() -> None:
    send = Scripted([token("t"), Answer(200, {}, b'{"status": "PONDERING"}')])
    calls = Calls(send, SimulatedClock())
    smapi = Smapi(calls, LoginWithAmazon(calls, Credentials("a", "b", "c")))

    with pytest.raises(PublishError, match="'PONDERING'"):
        smapi.import_status("1")
    assert send.headers[-1]["Authorization"] == "Bearer t"


def test_the_address_of_an_upload_takes_one_package(developer_account: Account) -> None:
    services = developer_account.services()
    address = services.smapi.upload_address()
    services.transfer.put(address, b"data")

    assert list(developer_account.developer.uploads.values()) == [b"data"]
    other = urllib3.request("PUT", f"{developer_account.url}/upload/other", body=b"x")
    assert other.status == 403
