"""The conversation client: what it sends, and what a person is told when no answer comes."""

import io
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)
from botocore.stub import Stubber

from channels.client.conversation import BotAddress, Conversation, Speaker
from channels.client.environment import connect
from channels.errors import ConversationError
from fulfillment.identity.assertion import verify
from fulfillment.identity.binding import of_invocation, of_text
from fulfillment.identity.signing import SigningKey
from fulfillment.turn import Invocation, Reply
from tests.bot.definition import product_bot
from tests.fulfillment.language import english

NOW = datetime(2026, 11, 24, tzinfo=UTC)
KEY = "k" * 32
SPEAKER = Speaker("web:ana", "Ana", "web", audience="shared", time_zone="Europe/Lisbon")
URL = "http://127.0.0.1:1"


class Service:
    """Lex's and Lambda's client at once: answers or raises, and keeps what it was asked."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.asked: list[dict[str, Any]] = []

    def _call(self, **asked: Any) -> Any:
        self.asked.append(asked)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    recognize_text = _call
    invoke = _call


def talk(service: Any, stored: Mapping[str, Any] | None = None) -> Conversation:
    return Conversation(
        lex=service,
        functions=service,
        fulfillment_function="fulfillment",
        bot=BotAddress("GROUNDCTRL", "TSTALIASID"),
        key=lambda: SigningKey("web", KEY),
        read_stored=lambda _: stored,
        language=lambda _: english(),
        clock=lambda: NOW,
    )


def lex_answer(
    texts: tuple[str, ...] = (), action: str = "Close", **attributes: str
) -> dict[str, Any]:
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    return {
        "messages": [{"contentType": "PlainText", "content": text} for text in texts],
        "sessionState": {
            "dialogAction": {"type": action, "slotToElicit": "environment"},
            "sessionAttributes": named,
        },
    }


def code(name: str, status: int = 400) -> ClientError:
    error: Any = {"Error": {"Code": name}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(error, "RecognizeText")


def payload(document: Any, **more: Any) -> dict[str, Any]:
    return {"Payload": io.BytesIO(json.dumps(document).encode()), **more}


def test_words_carry_the_assertion_of_the_speaker_bound_to_the_session() -> None:
    service = Service(lex_answer(("hello",)))

    talk(service).say(SPEAKER, "web.ana.1", "hi", "event-1")

    (asked,) = service.asked
    claims = verify(asked["requestAttributes"]["ground-assertion"], {"web": KEY}, now=NOW)
    assert (claims.identity, claims.session, claims.event_id, claims.audience) == (
        "web:ana",
        "web.ana.1",
        "event-1",
        "shared",
    )
    assert claims.input == of_text("hi")
    assert (asked["sessionId"], asked["text"], asked["localeId"]) == ("web.ana.1", "hi", "en_US")


def test_a_question_that_lex_has_no_prompt_for_is_asked_again_in_words() -> None:
    again = talk(Service(lex_answer((), "ElicitSlot"))).say(SPEAKER, "web.ana.1", "hm", "event-1")
    prompted = talk(Service(lex_answer(("Which one?",), "ElicitSlot")))
    closed = talk(Service(lex_answer((), "Close")))

    assert (again.state, again.slot_to_elicit) == ("elicit", "environment")
    assert again.text.startswith("I did not get that.")
    assert prompted.say(SPEAKER, "web.ana.1", "hm", "event-2").text == "Which one?"
    assert closed.say(SPEAKER, "web.ana.1", "hm", "event-3").text == ""


def test_a_button_carries_the_assertion_for_this_very_button() -> None:
    service = Service(payload({"reply": {"text": "fine"}}))
    pressed = Invocation("intent", "RestartService", {"service": "orders"})

    talk(service).invoke(SPEAKER, "web.ana.1", pressed, "event-2", {"environment": "staging"})

    event = json.loads(service.asked[0]["Payload"])
    claims = verify(event["assertion"], {"web": KEY}, now=NOW)
    assert claims.input == of_invocation(pressed, {"environment": "staging"})
    assert claims.event_id == "event-2"


class Body(io.BytesIO):
    """As urllib3 gives it to botocore."""

    def stream(self, **_: object) -> Iterator[bytes]:
        yield self.read()


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_no_call_is_sent_twice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, status: int
) -> None:
    """A turn may change something; what was sent may have arrived."""
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    sent: list[str] = []

    def answer(request: Any, **_: object) -> AWSResponse:
        sent.append(request.url)
        headers = HTTPHeaders()
        headers["x-amzn-errortype"] = "ThrottlingException"
        return AWSResponse(request.url, status, headers, Body(b"{}"))

    real = talk_of_an_account(monkeypatch, answer)
    with pytest.raises(ConversationError):
        real.say(SPEAKER, "web.ana.1", "hi", "e1")
    with pytest.raises(ConversationError):
        real.invoke(SPEAKER, "web.ana.1", Invocation("confirm", "p"), "e2")

    assert ["/text" in url for url in sent] == [True, False]


def talk_of_an_account(monkeypatch: pytest.MonkeyPatch, answer: Any) -> Conversation:
    """As production connects it, over clients whose wire is `answer`."""
    session = boto3.Session("made-up", "made-up", region_name="us-east-1")
    make = session.client

    def client(service: str, **more: Any) -> Any:
        made = make(service, **more)  # type: ignore[call-overload]  # the name is data
        if service == "ssm":
            stub = Stubber(made)
            stub.add_response("get_parameter", {"Parameter": {"Value": KEY}})
            stub.activate()
        else:
            made.meta.events.register("before-send.*.*", answer)
        return made

    monkeypatch.setattr(session, "client", client)
    settings = {
        "GROUND_FULFILLMENT_FUNCTION": "fulfillment",
        "GROUND_BOT_ID": "GROUNDCTRL",
        "GROUND_BOT_ALIAS_ID": "TSTALIASID",
    }
    monkeypatch.setattr("channels.client.environment.read_definition", lambda _: product_bot())
    return connect(session, "web", settings)


def test_the_bots_own_prompt_is_a_reply_of_text() -> None:
    reply = talk(Service(lex_answer(("Which *one*?",), "ElicitSlot"))).say(SPEAKER, "s1", "x", "e")

    assert reply == Reply(text=r"Which \*one\*?", state="elicit", slot_to_elicit="environment")


def test_a_reply_of_this_turn_is_read_and_one_of_another_turn_is_not() -> None:
    stale = json.dumps({"suggestions": ["old"]})
    answer = lex_answer(("fine",), ground_event="e1", ground_reply=stale)

    assert talk(Service(answer)).say(SPEAKER, "s1", "x", "e1").suggestions == ("old",)
    assert talk(Service(answer)).say(SPEAKER, "s1", "x", "e2").suggestions == ()


@pytest.mark.parametrize(
    ("stored", "suggestions"), [({"suggestions": ["a"], "text": "long"}, ("a",)), (None, ())]
)
def test_a_long_reply_is_read_from_the_table_and_may_be_gone(
    stored: Mapping[str, Any] | None, suggestions: tuple[str, ...]
) -> None:
    answer = lex_answer(("short",), ground_event="e", ground_reply='{"ref": "e"}')

    assert talk(Service(answer), stored).say(SPEAKER, "s1", "x", "e").suggestions == suggestions


@pytest.mark.parametrize("text", ["", "   ", "\x00\x07", "x" * 1025])
def test_unreadable_words_are_not_sent(text: str) -> None:
    service = Service(lex_answer())

    with pytest.raises(ConversationError) as refusal:
        talk(service).say(SPEAKER, "s1", text, "e")

    assert refusal.value.kind == "invalid"
    assert service.asked == []


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (code("ValidationException"), "invalid"),
        (code("ConflictException", 409), "busy"),
        (code("ThrottlingException", 429), "throttled"),
        (code("DependencyFailedException", 424), "unavailable"),
    ],
)
def test_lexs_errors_are_told_by_kind(failure: Exception, kind: str) -> None:
    with pytest.raises(ConversationError) as refusal:
        talk(Service(failure)).say(SPEAKER, "s1", "x", "e")

    assert refusal.value.kind == kind


@pytest.mark.parametrize(
    "failure",
    [
        EndpointConnectionError(endpoint_url=URL),
        ConnectTimeoutError(endpoint_url=URL),
        code("ResourceNotFoundException", 404),
    ],
)
def test_only_what_surely_never_ran_is_told_as_unchanged(failure: Exception) -> None:
    with pytest.raises(ConversationError, match="nothing was changed"):
        talk(Service(failure)).say(SPEAKER, "s1", "yes", "e")


@pytest.mark.parametrize(
    "failure",
    [
        ReadTimeoutError(endpoint_url=URL),
        ConnectionClosedError(endpoint_url=URL),
        code("DependencyFailedException", 424),
        code("BadGatewayException", 502),
        ValueError("not JSON"),
    ],
)
def test_a_lost_answer_is_told_as_not_known(failure: Exception) -> None:
    with pytest.raises(ConversationError, match="it may have been done"):
        talk(Service(failure)).say(SPEAKER, "s1", "yes", "e")
    with pytest.raises(ConversationError, match="it may have been done"):
        talk(Service(failure)).invoke(SPEAKER, "s1", Invocation("confirm", "p"), "e")


@pytest.mark.parametrize(
    "answer",
    [
        payload({"errorMessage": "x"}, FunctionError="Unhandled"),
        payload(["no"]),
        payload({"neither": 1}),
        payload({"reply": {"facts": [1]}}),
    ],
)
def test_a_structured_answer_of_another_form_is_a_lost_answer(answer: dict[str, Any]) -> None:
    with pytest.raises(ConversationError, match="it may have been done"):
        talk(Service(answer)).invoke(SPEAKER, "s1", Invocation("confirm", "p"), "e")


def test_a_structured_refusal_is_told_in_its_own_words() -> None:
    answer = payload({"error": {"message": "the bot has no intent 'X'"}})

    with pytest.raises(ConversationError, match="no intent 'X'"):
        talk(Service(answer)).invoke(SPEAKER, "s1", Invocation("intent", "X"), "e")
