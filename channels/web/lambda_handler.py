"""The Lambda function behind the page's API: GET /api/session, POST /api/turns and
/api/invocations. Errors are always `{"error": {"code", "message"}}`; the message is for a person.
"""

import functools
import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.model import Bot
from channels.client.conversation import MAX_TEXT, Speaker
from channels.client.environment import conversation_from_environment
from channels.definition import read_definition
from channels.errors import ConversationError, FailureKind, RequestRefused
from channels.languages import locale_for
from channels.web.rendering import Json, from_reply
from channels.web.request import Greeting, WebTurn, Words, languages, to_turn
from fulfillment.markdown import bold
from fulfillment.sentences import Say, sentences
from fulfillment.turn import MAX_VALUE, Invocation, Reply

logger = logging.getLogger(__name__)

_HEADERS = {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
}
_STATUSES: Mapping[FailureKind, int] = {
    "invalid": 400,
    "busy": 409,
    "throttled": 429,
    "unavailable": 503,
}
_HELP = Invocation(kind="intent", name="Help")


class Conversing(Protocol):
    """What this channel needs of `channels.client.conversation.Conversation`."""

    def say(self, speaker: Speaker, session_id: str, text: str, event_id: str) -> Reply: ...

    def invoke(
        self, speaker: Speaker, session_id: str, invocation: Invocation, event_id: str
    ) -> Reply: ...


@dataclass(frozen=True)
class Application:
    conversation: Conversing
    bot: Bot
    locale: str = ""
    """Of who wants no language that the bot has; "" is the bot's first."""

    def language(self, event: Mapping[str, Any]) -> Say:
        """What is said to who sent the event."""
        return sentences(self.bot, locale_for(self.bot, languages(event), self.locale))


def handle(event: Mapping[str, Any], context: object) -> Json:  # noqa: ARG001 - Lambda's signature
    """An HTTP API event (payload 2.0) in, its answer out."""
    return answer(_application(), event)


def answer(application: Application, event: Mapping[str, Any]) -> Json:
    say = application.language(event)
    try:
        turn = to_turn(event, say)
        return _respond(200, _ask(say, application.conversation, turn))
    except RequestRefused as refused:
        return _error(refused.status, refused.code, str(refused))
    except ConversationError as error:
        _log_failure(error, event)
        return _error(_STATUSES[error.kind], error.kind, str(error))


@functools.cache
def _application() -> Application:
    return Application(
        conversation=conversation_from_environment("web", os.environ),
        bot=read_definition(os.environ),
        locale=os.environ.get("GROUND_LOCALE", ""),
    )


def _ask(say: Say, conversation: Conversing, turn: WebTurn) -> Json:
    if isinstance(turn.ask, Greeting):
        return _session(say, conversation, turn)
    if isinstance(turn.ask, Words):
        reply = conversation.say(turn.speaker, turn.session_id, turn.ask.text, turn.event_id)
    else:
        reply = conversation.invoke(turn.speaker, turn.session_id, turn.ask, turn.event_id)
    return {"reply": from_reply(reply)}


def _session(say: Say, conversation: Conversing, turn: WebTurn) -> Json:
    name = turn.speaker.display_name
    return {
        "person": {"subject": turn.subject, "name": name},
        "limits": {"text": MAX_TEXT, "value": MAX_VALUE},
        "greeting": from_reply(
            Reply(
                text=say("web_greeting", name=bold(name)),
                suggestions=_suggestions(say, conversation, turn),
            )
        ),
    }


def _suggestions(say: Say, conversation: Conversing, turn: WebTurn) -> tuple[str, ...]:
    """What help suggests to this person; nothing where help fails: the greeting still stands."""
    try:
        reply = conversation.invoke(turn.speaker, turn.session_id, _HELP, turn.event_id)
    except ConversationError as error:
        logger.warning("no suggestions: %s (%s)", error.kind, turn.event_id)
        return (say("suggest_help"),)
    return reply.suggestions


def _respond(status: int, document: Json) -> Json:
    return {
        "statusCode": status,
        "headers": dict(_HEADERS),
        "body": json.dumps(document, ensure_ascii=False),
        "isBase64Encoded": False,
    }


def _error(status: int, code: str, message: str) -> Json:
    return _respond(status, {"error": {"code": code, "message": message}})


def _log_failure(error: ConversationError, event: Mapping[str, Any]) -> None:
    """The kind and the cause's type only: messages of the SDK can quote what was said."""
    logger.warning(
        "turn not taken: %s, caused by %s (request %s)",
        error.kind,
        type(error.__cause__).__name__,
        event["requestContext"]["requestId"],
    )
