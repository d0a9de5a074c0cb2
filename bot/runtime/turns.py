"""Calls that move a dialog: recognise, drive the step with the bot's Lambda function, remember."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from bot.dialog.state import (
    ActiveContext,
    DialogState,
    HookAnswer,
    HookCall,
    HookFailure,
    Message,
    TurnOutput,
    UserInput,
)
from bot.dialog.step import Turn, drive, put_session, take_turn
from bot.errors import CodeHookError, LexApiError, LexDocumentError
from bot.lex.code_hook import HookContext, answered_hints, code_hook_event, hook_answer
from bot.lex.override import override
from bot.lex.wire import SessionStateChange
from bot.model import Bot
from bot.runtime.recognizer.protocol import NO_HINTS, Eliciting
from bot.runtime.registry import BotDeployment
from bot.runtime.sessions import Held, Session, SessionKey, Sessions

INTENT_SWITCH: Final = "x-amz-lex:intent-switch"


@dataclass(frozen=True)
class Call:
    """One call of the API that moves a dialog."""

    key: SessionKey
    request_id: str
    change: SessionStateChange = field(default_factory=SessionStateChange)
    request_attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What a call left behind, and the request attributes to answer with."""

    session: Session
    request_attributes: Mapping[str, str]


def recognize(deployment: BotDeployment, sessions: Sessions, call: Call, text: str) -> Outcome:
    """One text of a person. Raises LexApiError and LexDocumentError; then nothing is remembered."""

    def begin(session: Session) -> Turn:
        heard = _understand(deployment, call.key.locale, session, text)
        switch = call.request_attributes.get(INTENT_SWITCH) != "DISABLE"
        return take_turn(
            deployment.bot, call.key.locale, session.dialog, heard, intent_switch=switch
        )

    return _move(deployment, sessions, call, begin)


def put(
    deployment: BotDeployment, sessions: Sessions, call: Call, messages: tuple[Message, ...]
) -> Outcome:
    """A state set by the caller. Raises as `recognize` does."""

    def begin(session: Session) -> Turn:
        return put_session(deployment.bot, call.key.locale, session.dialog, messages)

    return _move(deployment, sessions, call, begin)


def _move(
    deployment: BotDeployment, sessions: Sessions, call: Call, begin: Callable[[Session], Turn]
) -> Outcome:
    with sessions.hold(call.key, deployment.bot.session_ttl_seconds) as held:
        before = _changed(deployment, held, call.change)
        hook = _Hook(deployment, call, before)
        output = drive(begin(before), hook)
        if output.failure is not None:
            raise _api_error(output.failure)
        after = replace(
            before,
            dialog=output.state,
            messages=output.messages,
            interpretations=output.interpretations,
            request_id=call.request_id,
            hints=hook.hints,
        )
        held.keep(after)
        return Outcome(after, _request_attributes(call, output))


def _request_attributes(call: Call, output: TurnOutput) -> Mapping[str, str]:
    if output.request_attributes is None:
        return call.request_attributes
    return output.request_attributes


def _changed(deployment: BotDeployment, held: Held, change: SessionStateChange) -> Session:
    session = _known(deployment.bot, held.session or Session())
    aged = _aged(session.contexts, held.now - session.at)
    return replace(
        session,
        dialog=override(deployment.bot, session.dialog, change),
        contexts=aged if change.contexts is None else change.contexts,
        hints=session.hints if change.hints is None else change.hints,
    )


def _known(bot: Bot, session: Session) -> Session:
    """A session as far as the bot knows it: an alias may have moved to a version without the
    intent that it was about, or without the slot that was asked for."""
    intent, action = session.dialog.intent, session.dialog.action
    if intent is None:
        return session
    now = bot.intent(intent.name)
    slots = {slot.name for slot in now.slots} if now else set()
    asked = {action.slot_to_elicit} if action and action.type == "ElicitSlot" else set()
    if now is not None and {*intent.slots, *asked} <= slots:
        return session
    return replace(session, dialog=DialogState(attributes=session.dialog.attributes))


def _aged(contexts: tuple[ActiveContext, ...], seconds: float) -> tuple[ActiveContext, ...]:
    older = (
        replace(context, turns=context.turns - 1, seconds=context.seconds - int(seconds))
        for context in contexts
    )
    return tuple(context for context in older if context.turns > 0 and context.seconds > 0)


def _understand(deployment: BotDeployment, locale: str, session: Session, text: str) -> UserInput:
    heard = deployment.recognizer.recognize(
        text,
        locale=locale,
        eliciting=_eliciting(session.dialog),
        hints=session.hints or NO_HINTS,
    )
    return replace(heard, transcript=text)


def _eliciting(state: DialogState) -> Eliciting | None:
    if state.intent is None or state.action is None:
        return None
    if state.action.type == "ElicitSlot":
        return Eliciting(state.intent.name, state.action.slot_to_elicit)
    return Eliciting(state.intent.name) if state.action.type == "ConfirmIntent" else None


class _Hook:
    """The bot's Lambda function during one call; its answers set `hints` for the next one."""

    def __init__(self, deployment: BotDeployment, call: Call, session: Session) -> None:
        self._deployment = deployment
        self.hints = session.hints
        self._context = HookContext(
            bot=deployment.bot,
            identity=deployment.identity,
            locale=call.key.locale,
            session_id=call.key.session_id,
            originating_request_id=call.request_id,
            request_attributes=call.request_attributes,
            contexts=session.contexts,
        )

    def __call__(self, hook_call: HookCall) -> HookAnswer | HookFailure:
        event = code_hook_event(hook_call, replace(self._context, hints=self.hints))
        try:
            document = self._deployment.hook(event)
            answer = hook_answer(document)
            given = answered_hints(document)
        except CodeHookError as error:
            return HookFailure(str(error), error.kind)
        except LexDocumentError as error:
            return HookFailure(f"Invalid Lambda Response: {error}", "malformed")
        self.hints = self.hints if given is None else given
        return answer


def _api_error(failure: HookFailure) -> LexApiError:
    if failure.kind == "throttled":
        return LexApiError("ThrottlingException", failure.reason)
    return LexApiError("DependencyFailedException", failure.reason)
