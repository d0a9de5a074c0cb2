"""The development HTTPS endpoint: API Gateway's event in, API Gateway's response out."""

import base64
import json
from dataclasses import dataclass, replace
from typing import Any

import pytest

from channels.alexa.endpoint import MAX_BODY_BYTES, Endpoint
from channels.alexa.envelope import speech_text
from channels.alexa.verification import RequestVerifier
from tests.channels.alexa.authority import NOW, make_authority, make_leaf, pem, signed_headers
from tests.channels.alexa.events import load_event
from tests.channels.alexa.world import ScriptedFulfillment, World


@pytest.fixture
def endpoint() -> Endpoint:
    chain = pem(make_leaf(make_authority()))
    roots = (make_authority().certificate,)
    verifier = RequestVerifier(lambda _: chain, roots, lambda: NOW)
    return Endpoint(verifier, World().skill)


def http_event(body: bytes, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """An event of API Gateway's HTTP API, payload format 2.0."""
    signed = signed_headers(body) if headers is None else headers
    return {
        "version": "2.0",
        "routeKey": "POST /alexa",
        "rawPath": "/alexa",
        "headers": {name.lower(): value for name, value in signed.items()},
        "requestContext": {"http": {"method": "POST", "path": "/alexa"}},
        "body": body.decode(),
        "isBase64Encoded": False,
    }


def body_of(name: str) -> bytes:
    return json.dumps(load_event(name)).encode()


def test_a_signed_request_is_answered(endpoint: Endpoint) -> None:
    response = endpoint.answer(http_event(body_of("whats_broken")))

    assert response["statusCode"] == 200
    assert response["headers"]["content-type"].startswith("application/json")
    assert speech_text(json.loads(response["body"])) == "Nothing is broken."


def test_a_body_in_base64_is_verified_as_it_was_signed(endpoint: Endpoint) -> None:
    body = body_of("whats_broken")
    event = http_event(body)
    event |= {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}

    assert endpoint.answer(event)["statusCode"] == 200


def unsigned() -> dict[str, Any]:
    return http_event(body_of("launch"), {})


def tampered() -> dict[str, Any]:
    return http_event(body_of("launch"), signed_headers(body_of("stop")))


def no_base64() -> dict[str, Any]:
    return http_event(body_of("launch")) | {"isBase64Encoded": True}


def half_a_surrogate() -> dict[str, Any]:
    return http_event(body_of("launch")) | {"body": "\ud800"}


REFUSED = {
    "unsigned": unsigned,
    "tampered": tampered,
    "no base64": no_base64,
    "half a surrogate": half_a_surrogate,
    "too large": lambda: http_event(b"x" * (MAX_BODY_BYTES + 1)),
    "empty": lambda: http_event(b""),
    "no body": lambda: http_event(b"") | {"body": None, "headers": None},
    "wrong skill": lambda: http_event(body_of("wrong_skill_id")),
    "malformed": lambda: http_event(body_of("malformed")),
    "not json": lambda: http_event(b"hello"),
}


@pytest.mark.parametrize("make_event", REFUSED.values(), ids=REFUSED.keys())
def test_every_refusal_looks_the_same(endpoint: Endpoint, make_event: Any) -> None:
    response = endpoint.answer(make_event())

    assert response["statusCode"] == 400
    assert json.loads(response["body"]) == {"message": "Bad Request"}


@pytest.mark.parametrize("method", ["GET", "PUT", ""])
def test_only_post_is_answered(endpoint: Endpoint, method: str) -> None:
    event = http_event(body_of("launch"))
    event["requestContext"]["http"]["method"] = method

    response = endpoint.answer(event)

    assert (response["statusCode"], response["headers"]["allow"]) == (405, "POST")


@dataclass(frozen=True)
class BrokenSkill:
    """A skill with a mistake in it."""

    def answer(self, *_: object) -> dict[str, Any]:
        raise RuntimeError("secret words")


def test_a_failure_of_ours_tells_nothing(
    endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    broken = replace(endpoint, skill=BrokenSkill())  # type: ignore[arg-type]

    response = broken.answer(http_event(body_of("launch")))

    assert response["statusCode"] == 500
    assert "secret" not in response["body"] + caplog.text


def test_a_refused_request_never_reaches_fulfillment(endpoint: Endpoint) -> None:
    fulfillment = ScriptedFulfillment()
    guarded = replace(endpoint, skill=World(fulfillment).skill)

    guarded.answer(http_event(body_of("whats_broken"), {}))

    assert fulfillment.events == []
