"""One conversation client for every channel that goes through Lex.

`say` sends words to Lex; `invoke` sends a structured request (a button, `/ops restart …`) straight
to fulfillment, which needs no language understanding and works when Lex is down. Both carry the
signed assertion. Neither is retried by the SDK: a turn may change something.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from channels.client.keys import Key
from channels.client.replies import ReadReply, reply_of
from channels.errors import ConversationError, FailureKind
from fulfillment.errors import WireError
from fulfillment.identity.assertion import REQUEST_ATTRIBUTE, Claims, sign
from fulfillment.identity.binding import of_invocation, of_text
from fulfillment.reply_json import reply_from_json
from fulfillment.sentences import Phrase, Say, phrase
from fulfillment.turn import Audience, Channel, Invocation, Reply

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client

MAX_TEXT = 1024
"""Characters of one input: Lex's limit."""

_FAILURES: Mapping[str, tuple[FailureKind, Phrase]] = {
    "ValidationException": ("invalid", phrase("turn_unreadable")),
    "ConflictException": ("busy", phrase("turn_busy")),
    "ThrottlingException": ("throttled", phrase("turn_throttled")),
}
_NEVER_RAN = frozenset({"AccessDeniedException", "ResourceNotFoundException"})
"""Error codes of calls that were refused before anything ran."""


@dataclass(frozen=True)
class Speaker:
    """Who speaks, as the channel has proven it, and who can read the answer."""

    identity: str
    display_name: str
    channel: Channel
    audience: Audience = "private"
    time_zone: str = "UTC"
    locale: str = "en_US"
    groups: tuple[str, ...] = ()
    """Groups of the channel that the person is in: "web:approvers"."""
    place: str = ""
    """Where in the channel: "slack:C0OPS"; "" where it has no places."""


@dataclass(frozen=True)
class BotAddress:
    bot_id: str
    alias_id: str


@dataclass(frozen=True)
class Conversation:
    """A client of the bot. Build it with `conversation_from_environment`."""

    lex: "LexRuntimeV2Client"
    functions: "LambdaClient"
    fulfillment_function: str
    bot: BotAddress
    key: Key
    read_stored: ReadReply
    language: Callable[[str], Say]
    """Locale -> what a person is told where no answer came."""
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def say(self, speaker: Speaker, session_id: str, text: str, event_id: str) -> Reply:
        """One turn in words. Raises `ConversationError`."""
        say = self.language(speaker.locale)
        _check_text(say, text)
        try:
            answer = self.lex.recognize_text(
                botId=self.bot.bot_id,
                botAliasId=self.bot.alias_id,
                localeId=speaker.locale,
                sessionId=session_id,
                text=text,
                requestAttributes={
                    REQUEST_ATTRIBUTE: self._assertion(speaker, session_id, event_id, of_text(text))
                },
            )
            reply = reply_of(
                answer.get("messages", []),
                answer.get("sessionState", {}),
                event_id,
                self.read_stored,
            )
            return _asked_again(say, reply)
        except Exception as error:
            raise _as_conversation_error(say, error) from error

    def invoke(
        self,
        speaker: Speaker,
        session_id: str,
        invocation: Invocation,
        event_id: str,
        context: Mapping[str, str] | None = None,
    ) -> Reply:
        """One structured request. Raises `ConversationError`."""
        say = self.language(speaker.locale)
        asked = of_invocation(invocation, context)
        try:
            event = {
                "kind": invocation.kind,
                "name": invocation.name,
                "slots": dict(invocation.slots),
                "assertion": self._assertion(speaker, session_id, event_id, asked),
                "context": dict(context or {}),
            }
            answer = self.functions.invoke(
                FunctionName=self.fulfillment_function, Payload=json.dumps(event)
            )
            document = json.loads(answer["Payload"].read())
        except Exception as error:
            raise _as_conversation_error(say, error) from error
        return _structured_reply(say, document, failed="FunctionError" in answer)

    def _assertion(self, speaker: Speaker, session_id: str, event_id: str, asked: str) -> str:
        claims = Claims(
            identity=speaker.identity,
            name=speaker.display_name,
            channel=speaker.channel,
            session=session_id,
            event_id=event_id,
            input=asked,
            locale=speaker.locale,
            audience=speaker.audience,
            time_zone=speaker.time_zone,
            groups=speaker.groups,
            place=speaker.place,
        )
        return sign(claims, self.key(), now=self.clock())


def _check_text(say: Say, text: str) -> None:
    if not any(character.isprintable() and not character.isspace() for character in text):
        raise ConversationError("invalid", say("turn_empty"))
    if len(text) > MAX_TEXT:
        raise ConversationError("invalid", say("turn_too_long", length=len(text), most=MAX_TEXT))


def _asked_again(say: Say, reply: Reply) -> Reply:
    """Lex repeats the bot's prompt for a slot and has nothing to say where there is none: what a
    handler asks for by itself."""
    if reply.state != "elicit" or reply.text.strip():
        return reply
    return replace(reply, text=say("turn_asked_again"))


def _structured_reply(say: Say, document: Any, *, failed: bool) -> Reply:
    if failed or not isinstance(document, Mapping):
        raise ConversationError("unavailable", say("turn_lost"))
    if "error" in document:
        raise ConversationError("invalid", str(document["error"].get("message", "")))
    try:
        return reply_from_json(document["reply"])
    except (KeyError, WireError) as error:
        raise ConversationError("unavailable", say("turn_lost")) from error


def _as_conversation_error(say: Say, error: Exception) -> ConversationError:
    response = getattr(error, "response", None)
    code = response.get("Error", {}).get("Code", "") if isinstance(response, Mapping) else ""
    lost = phrase("turn_not_begun") if _never_ran(error, code) else phrase("turn_lost")
    kind, message = _FAILURES.get(code, ("unavailable", lost))
    return ConversationError(kind, say.phrase(message))


def _never_ran(error: Exception, code: str) -> bool:
    """Only where it is certain: a connection that breaks later may have carried a yes."""
    from botocore.exceptions import (  # noqa: PLC0415 - cold start; it is loaded when this runs
        ConnectTimeoutError,
        EndpointConnectionError,
    )

    return code in _NEVER_RAN or isinstance(error, ConnectTimeoutError | EndpointConnectionError)
