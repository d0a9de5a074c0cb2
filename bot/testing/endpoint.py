"""Who a conversation is held with: anything that answers the Lex V2 runtime API."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.dialog.state import Trace
from bot.errors import BotError
from bot.lex.answers import Answer, answer_of, answer_of_headers, request_state
from bot.testing.script import Given

THROTTLED = ("ThrottlingException", "TooManyRequestsException")
MAX_TRIES = 8
FIRST_WAIT_SECONDS = 0.25
LONGEST_WAIT_SECONDS = 8.0


class UnreachableError(BotError):
    """An endpoint gave no answer at all; the message names it and what to do."""


@dataclass(frozen=True)
class Heard:
    """What came of one turn. `error` is the API's error code, and then there is no answer."""

    answer: Answer = field(default_factory=Answer)
    error: str = ""
    reason: str = ""
    trace: tuple[Trace, ...] = ()
    """Why, where the endpoint tells: only one in this process does."""
    fulfilled: tuple[str, ...] = ()
    """Intents whose fulfillment the function was asked for, where the endpoint tells."""


@dataclass(frozen=True)
class Session:
    locale: str
    id: str


class Endpoint(Protocol):
    """Holds sessions. Raises UnreachableError where nobody answers."""

    def say(self, session: Session, text: str, given: Given) -> Heard: ...

    def put(self, session: Session, given: Given) -> Heard: ...


@dataclass(frozen=True)
class LexEndpoint:
    """A bot alias behind a boto3 `lexv2-runtime` client, which should not retry by itself."""

    client: Any
    bot_id: str
    alias_id: str
    where: str = "Lex"
    sleep: Callable[[float], object] = time.sleep

    def say(self, session: Session, text: str, given: Given) -> Heard:
        """RecognizeText."""
        response = self._call("recognize_text", session, given, {"text": text})
        return response if isinstance(response, Heard) else Heard(answer_of(response))

    def put(self, session: Session, given: Given) -> Heard:
        """PutSession, answered as text."""
        messages = [
            {"content": one.content, "contentType": one.content_type} for one in given.messages
        ]
        more: dict[str, Any] = {"responseContentType": "text/plain; charset=utf-8"}
        more |= {"messages": messages} if messages else {}
        response = self._call("put_session", session, given, more)
        return response if isinstance(response, Heard) else Heard(answer_of_headers(response))

    def _call(
        self, operation: str, session: Session, given: Given, more: Mapping[str, Any]
    ) -> Mapping[str, Any] | Heard:
        parameters: dict[str, Any] = {
            "botId": self.bot_id,
            "botAliasId": self.alias_id,
            "localeId": session.locale,
            "sessionId": session.id,
            **more,
        }
        if given.changes_session or operation == "put_session":
            parameters["sessionState"] = request_state(
                given.state, given.session_attributes, given.active_contexts, given.hints
            )
        if given.request_attributes:
            parameters["requestAttributes"] = dict(given.request_attributes)
        return self._patiently(getattr(self.client, operation), parameters)

    def _patiently(
        self, call: Callable[..., Mapping[str, Any]], parameters: Mapping[str, Any]
    ) -> Mapping[str, Any] | Heard:
        """A throttled call did nothing: it is made again, after a longer wait each time."""
        wait = FIRST_WAIT_SECONDS
        for _ in range(MAX_TRIES - 1):
            found = self._once(call, parameters)
            if not isinstance(found, Heard) or found.error not in THROTTLED:
                return found
            self.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT_SECONDS)
        return self._once(call, parameters)

    def _once(
        self, call: Callable[..., Mapping[str, Any]], parameters: Mapping[str, Any]
    ) -> Mapping[str, Any] | Heard:
        # boto3 is a fifth of a second that tools which call nobody need not wait for.
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - see above

        try:
            return call(**parameters)
        except ClientError as error:
            found = error.response.get("Error", {})
            return Heard(error=found.get("Code", "Unknown"), reason=found.get("Message", ""))
        except BotoCoreError as error:
            raise UnreachableError(f"{self.where} gives no answer: {error}") from error
