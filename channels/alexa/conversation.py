"""A turn of the conversation: the dialog step decides, fulfillment answers, this only connects.

The step is Lex's own (`bot.dialog.engine`), so a dialog is written once; fulfillment gets the same
code-hook event as from Lex.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialog.engine import DialogDefinition, drive, take_turn
from bot.dialog.state import DialogState, HookAnswer, HookCall, HookFailure, TurnOutput, UserInput
from bot.errors import LexDocumentError
from bot.lex.code_hook import (
    BotIdentity,
    HookContext,
    answered_hints,
    code_hook_event,
    hook_answer,
)
from bot.lex.hints import Hints
from bot.model import Bot
from channels.alexa.answer import Answer
from channels.alexa.entities import entities_of
from channels.alexa.invoke import MAX_TIMEOUT_SECONDS, InvokeFulfillment
from channels.alexa.request import SpokenRequest, Voice
from channels.alexa.session import from_attributes, to_attributes
from channels.alexa.speech import card_text, one_of, spoken
from channels.alexa.understanding import FALLBACK, denies, user_input
from channels.client.keys import Key
from channels.client.replies import ReadReply, reply_of
from channels.errors import InvokeError
from channels.languages import locale_for
from fulfillment.errors import WireError
from fulfillment.identity.assertion import REQUEST_ATTRIBUTE, Claims, sign
from fulfillment.identity.binding import SPEECH, of_invocation
from fulfillment.markdown import plain
from fulfillment.reply_json import reply_from_json
from fulfillment.sentences import Phrase, Say, phrase, sentences
from fulfillment.turn import Invocation, Reply

TURN_SECONDS = 6.5
"""For all calls of a turn together; then a stored reply may take 1 more. Alexa gives up after
about 8."""

_ASKS = ("ElicitSlot", "ConfirmIntent", "ElicitIntent")
_STAYS_OPEN = ("AMAZON.HelpIntent", FALLBACK)
"""Built-in intents whose answer invites the next request."""

_DEFAULT_WORDS: Mapping[str, Phrase] = {
    "ElicitSlot": phrase("alexa_elicit"),
    "ConfirmIntent": phrase("alexa_confirm_reprompt"),
    "Denied": phrase("alexa_nothing_changed"),
}
"""What to say where neither fulfillment nor the definition has words for it."""

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Conversation:
    """What a turn needs from outside."""

    bot: Bot
    dialogs: Mapping[str, DialogDefinition]
    """Locale id -> what its dialogs do."""
    key: Key
    """Signs the assertions of this channel."""
    invoke: InvokeFulfillment
    read_stored: ReadReply
    now: Callable[[], datetime]
    elapsed: Callable[[], float]
    """Seconds of a clock that only goes forward: `time.monotonic`."""


def language(talk: Conversation, alexa_locale: str) -> Say:
    """What is said to a device of that locale ("en-US")."""
    return sentences(talk.bot, locale_for(talk.bot, (alexa_locale,)))


def launch(talk: Conversation, alexa_locale: str) -> Answer:
    """The greeting: a new dialog."""
    say = language(talk, alexa_locale)
    greeting = say("alexa_launch")
    return Answer(greeting, reprompt=say("alexa_launch_reprompt"), card=greeting)


def apology(talk: Conversation, alexa_locale: str) -> Answer:
    """For a failure of ours that nothing else explains."""
    say = language(talk, alexa_locale)
    return Answer(say("alexa_apology"))


def leave(talk: Conversation, request: SpokenRequest) -> Answer:
    """Stop, cancel, or home: drops what is being asked or confirmed, says so, and ends."""
    say = language(talk, request.voice.locale)
    state = from_attributes(talk.bot, request.attributes)
    if _asked(state) not in _ASKS:
        return Answer(say("alexa_goodbye"))
    plan = state.attributes.get("ground-plan")
    if not plan:
        return Answer(say("alexa_nothing_changed"))
    return Answer(_drop_plan(talk, request.voice, say.locale, plan) or say("alexa_stopped"))


def converse(talk: Conversation, request: SpokenRequest) -> Answer:
    """One turn of the dialog."""
    say = language(talk, request.voice.locale)
    before = from_attributes(talk.bot, request.attributes)
    if denies(request.intent) and _asked(before) != "ConfirmIntent":
        # The question is forgotten, the "no" still counts: planning anew would ask it again.
        return Answer(say("alexa_nothing_changed"))
    heard = user_input(talk.bot, before, request.intent)
    hook = _Hook(talk, request.voice, say.locale)
    output = drive(take_turn(talk.dialogs[say.locale], before, heard), hook)
    if output.failure is not None:
        return _failed(talk, say, before, heard, output.failure)
    answer = _answered(talk, say, output, _reply(talk, request.voice, output))
    return replace(answer, entities=entities_of(talk.bot, hook.hints))


class _Hook:
    """Fulfillment during one turn; `hints` are those of its last answer that had any."""

    def __init__(self, talk: Conversation, voice: Voice, locale: str) -> None:
        self._talk = talk
        self._started = talk.elapsed()
        self._context = _hook_context(talk, voice, locale)
        self.hints: Hints = {}

    def __call__(self, call: HookCall) -> HookAnswer | HookFailure:
        remaining = int(TURN_SECONDS - (self._talk.elapsed() - self._started))
        if remaining < 1:
            return HookFailure("the time of this turn is used up", "timeout")
        try:
            event = code_hook_event(call, self._context)
            document = self._talk.invoke(event, min(remaining, MAX_TIMEOUT_SECONDS))
            answer = hook_answer(document)
            self.hints = answered_hints(document) or self.hints
        except InvokeError as error:
            return HookFailure(str(error), error.kind)
        except LexDocumentError as error:
            return HookFailure(str(error), "malformed")
        return answer


def _hook_context(talk: Conversation, voice: Voice, locale: str) -> HookContext:
    return HookContext(
        intents=talk.dialogs[locale],
        identity=BotIdentity("ALEXASKILL", talk.bot.name, "ALEXA", "alexa"),
        locale=locale,
        session_id=voice.session_id,
        originating_request_id=voice.event_id,
        request_attributes={REQUEST_ATTRIBUTE: _assertion(talk, voice, locale, SPEECH)},
        input_mode="Speech",
    )


def _assertion(talk: Conversation, voice: Voice, locale: str, asked: str) -> str:
    claims = Claims(
        identity=voice.identity,
        name="",  # Alexa does not say; policy knows the person's name
        channel="alexa",
        session=voice.session_id,
        event_id=voice.event_id,
        input=asked,
        locale=locale,
        audience="shared",  # a loudspeaker: whoever is in the room hears the answer
    )
    return sign(claims, talk.key(), now=talk.now())


def _drop_plan(talk: Conversation, voice: Voice, locale: str, plan: str) -> str:
    """What fulfillment says of it: the plan may have been used already, by a button in Slack.

    "" where it cannot be reached: a plan that nobody confirms expires.
    """
    asked = Invocation("cancel", plan)
    assertion = _assertion(talk, voice, locale, of_invocation(asked))
    event = {"kind": asked.kind, "name": asked.name, "assertion": assertion}
    try:
        reply = reply_from_json(talk.invoke(event, MAX_TIMEOUT_SECONDS)["reply"])
    except InvokeError as error:
        _logger.warning("request %s: the plan was not dropped: %s", voice.event_id, error.kind)
        return ""
    except (KeyError, WireError):
        _logger.warning("request %s: the answer about the plan is unreadable", voice.event_id)
        return ""
    return reply.speech or plain(reply.text)


def _reply(talk: Conversation, voice: Voice, output: TurnOutput) -> Reply:
    # A custom payload is for a program, and SSML of a bot's prompt would be read out as it stands.
    texts = [message for message in output.messages if message.content_type == "PlainText"]
    messages = [{"content": message.content} for message in texts]
    attributes = output.state.attributes
    try:
        return reply_of(
            messages, {"sessionAttributes": attributes}, voice.event_id, talk.read_stored
        )
    except WireError:
        _logger.warning("request %s: the reply cannot be read, its text is used", voice.event_id)
        return reply_of(messages, {}, voice.event_id, talk.read_stored)


def _answered(talk: Conversation, say: Say, output: TurnOutput, reply: Reply) -> Answer:
    state = output.state
    without_words = _DEFAULT_WORDS.get(_asked(state), phrase("alexa_no_answer"))
    said = spoken(say, reply) or say.phrase(without_words)
    reprompt = _reprompt(talk, say, state, reply, said)
    return Answer(
        words=said,
        reprompt=reprompt,
        card="" if _asked(state) == "ElicitSlot" else card_text(reply),
        action=state.action,
        intent=state.intent,
        attributes=to_attributes(state) if reprompt else {},
    )


def _reprompt(talk: Conversation, say: Say, state: DialogState, reply: Reply, said: str) -> str:
    """What to say into a silence; "" where nothing is asked, so that the session ends."""
    kind = _asked(state)
    if kind == "ElicitSlot":
        return said
    if kind == "ConfirmIntent":
        return say("alexa_confirm_reprompt")
    intent = talk.bot.intent(state.intent.name) if state.intent else None
    if kind == "ElicitIntent" or (intent and intent.builtin in _STAYS_OPEN):
        return one_of(say, reply.suggestions) or say("alexa_reprompt")
    return ""


def _failed(
    talk: Conversation, say: Say, before: DialogState, heard: UserInput, failure: HookFailure
) -> Answer:
    """An honest apology: after a yes, only a refused call is known to have changed nothing."""
    _logger.warning("the code hook failed: %s", failure.kind)
    if heard.answer == "Confirmed" and _changes(talk.bot, before) and failure.kind != "throttled":
        return Answer(say("alexa_outcome_unknown"))
    is_slow = failure.kind == "timeout"
    return Answer(say("alexa_too_slow") if is_slow else say("alexa_apology"))


def _asked(state: DialogState) -> str:
    """What the bot waits for; "Denied" where the person has just said no."""
    if state.intent is not None and state.intent.confirmation == "Denied":
        return "Denied"
    return state.action.type if state.action else "None"


def _changes(bot: Bot, state: DialogState) -> bool:
    intent = bot.intent(state.intent.name) if state.intent else None
    return intent is not None and intent.effect != "read"
