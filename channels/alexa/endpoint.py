"""The development HTTPS endpoint: an HTTP API (payload 2.0) event in, the skill's answer out.

Anybody can reach it, so every request must prove that Alexa signed it. Whoever fails learns only
that the request is bad; the log says why.
"""

import base64
import binascii
import functools
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from channels.alexa.certificates import certificate_fetcher, trusted_roots
from channels.alexa.lambda_handler import skill
from channels.alexa.skill import AlexaSkill
from channels.alexa.verification import RequestVerifier
from channels.errors import AlexaRequestError, EnvelopeMalformed, VerificationRefused

MAX_BODY_BYTES = 256 * 1024
"""Alexa's requests are some kilobytes."""

_logger = logging.getLogger(__name__)

Json = dict[str, Any]


def handle(event: Mapping[str, Any], context: object) -> Json:
    """API Gateway's event -> its response."""
    return endpoint().answer(event, context)


@functools.cache
def endpoint() -> "Endpoint":
    """This process's endpoint, built on the first call; the skill reads the environment."""
    verifier = RequestVerifier(certificate_fetcher(), trusted_roots(), lambda: datetime.now(UTC))
    return Endpoint(verifier, skill())


@dataclass(frozen=True)
class Endpoint:
    """The skill behind verification."""

    verifier: RequestVerifier
    skill: AlexaSkill

    def answer(self, event: Mapping[str, Any], context: object = None) -> Json:
        """200 with the skill's response, 400 for every request that Alexa did not send us now,
        405 for another method than POST, 500 where we fail."""
        if _method(event) != "POST":
            return _response(405, {"message": "Method Not Allowed"}, {"allow": "POST"})
        try:
            body = _body(event)
            self.verifier.verify(event.get("headers") or {}, body)
            return _response(200, self.skill.answer(_envelope(body), context))
        except AlexaRequestError as error:
            _logger.warning("refused: %s", error)
            return _response(400, {"message": "Bad Request"})
        except Exception as error:  # noqa: BLE001 - the edge: no caller may see more
            _logger.error("the skill failed: %s", type(error).__name__)  # noqa: TRY400 - no content
            return _response(500, {"message": "Internal Server Error"})


def _method(event: Mapping[str, Any]) -> str:
    return str(event.get("requestContext", {}).get("http", {}).get("method", ""))


def _body(event: Mapping[str, Any]) -> bytes:
    """The raw bytes that were signed."""
    text = event.get("body") or ""
    if len(text) > 2 * MAX_BODY_BYTES:
        raise VerificationRefused(f"the body is larger than {MAX_BODY_BYTES} bytes")
    try:
        body = (
            base64.b64decode(text, validate=True) if event.get("isBase64Encoded") else _utf8(text)
        )
    except (binascii.Error, ValueError):
        raise VerificationRefused("the body cannot be decoded") from None
    if len(body) > MAX_BODY_BYTES:
        raise VerificationRefused(f"the body is larger than {MAX_BODY_BYTES} bytes")
    return body


def _utf8(text: str) -> bytes:
    return text.encode()


def _envelope(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        raise EnvelopeMalformed("the body is not JSON") from None


def _response(status: int, document: Json, headers: Mapping[str, str] | None = None) -> Json:
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json; charset=utf-8", **(headers or {})},
        "body": json.dumps(document),
        "isBase64Encoded": False,
    }
