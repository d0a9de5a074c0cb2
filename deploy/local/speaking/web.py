"""The web page: what a browser sends to the gateway."""

import json
import urllib.request
from collections.abc import Mapping
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError

from channels.errors import ConversationError
from deploy.local.joining import Address
from deploy.local.speaking.heard import Heard

_TIMEOUT_SECONDS = 35


def say(address: Address, person: str, text: str, locale: str) -> Heard:
    """Sign in on the local page as `person` and send one turn."""
    browser = Browser(address, locale)
    browser.post("/local/sign-in", {"sub": person})
    answer = browser.post("/api/turns", {"text": text})
    return Heard(_words(answer.get("reply", answer)), answer)


class Browser:
    """The requests of a page, cookies included. Errors of ours become `ConversationError`."""

    def __init__(self, address: Address, locale: str) -> None:
        self._base = address.web_url
        self._locale = locale
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(cookies)

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        request = urllib.request.Request(  # noqa: S310 - our own gateway, http on loopback
            self._base + path,
            data=json.dumps(body).encode(),
            headers={
                "content-type": "application/json",
                "origin": self._base,
                "x-ground-conversation": "ground-say",
                "x-ground-locale": self._locale,
            },
        )
        try:
            with self._opener.open(request, timeout=_TIMEOUT_SECONDS) as answer:
                return _object(answer.read())
        except HTTPError as error:
            problem = _object(error.read()).get("error", {})
            raise ConversationError("invalid", problem.get("message", str(error))) from error
        except OSError as error:
            raise ConversationError("unavailable", f"the page did not answer: {error}") from error


def _object(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body or b"{}")
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _words(reply: Mapping[str, Any]) -> str:
    return "".join(span.get("text", "") for span in reply.get("text", ()))
