"""Calls that move a dialog: recognise, drive the step with the bot's Lambda function, remember."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from bot.dialog.engine import DialogDefinition, Options, Turn, drive, put_session, take_turn
from bot.dialog.state import (
    DialogState,
    HookAnswer,
    HookCall,
    HookFailure,
    Message,
    TurnOutput,
    UserInput,
)
from bot.errors import CodeHookError, LexApiError, LexDocumentError
from bot.lex.code_hook import TEXT, HookContext, answered_hints, code_hook_event, hook_answer
from bot.lex.override import check_hints, override
from bot.lex.wire import SessionStateChange
from bot.runtime.preparing import a_turn_older, begins, eliciting, left_behind, options, sent
from bot.runtime.recognizer.protocol import NO_HINTS, Eliciting, Hints
from bot.runtime.registry import BotDeployment
from bot.runtime.sessions import Held, Session, SessionKey, Sessions
from bot.runtime.updating import with_updates

Listen = Callable[[Eliciting | None, Hints], str]
"""What was said, heard in the light of what is asked for; "" where nothing was understood."""


@dataclass(frozen=True)
class Telling:
    """Where a person hears of a fulfillment that takes long, while it does."""

    tell: Callable[[Session], None]
    """Takes the session as it is meanwhile, with what is said. Must not raise."""
    second: float = 1.0
    """How long a second of the bot's definition is on this machine's clock."""


@dataclass(frozen=True)
class Call:
    """One call of the API that moves a dialog."""

    key: SessionKey
    request_id: str
    change: SessionStateChange = field(default_factory=SessionStateChange)
    request_attributes: Mapping[str, str] = field(default_factory=dict)
    input_mode: Literal["Text", "Speech"] = "Text"
    response_content_type: str = TEXT
    telling: Telling | None = None
    """Only of a stream."""


@dataclass(frozen=True)
class Outcome:
    """What a call left behind, and the request attributes to answer with."""

    session: Session
    request_attributes: Mapping[str, str]
    transcript: str = ""
    """What was said, in letters."""


def recognize(
    deployment: BotDeployment, sessions: Sessions, call: Call, said: str | Listen
) -> Outcome:
    """One input of a person: a text, or something to listen to while the session is held.

    Raises LexApiError and LexDocumentError; then nothing is remembered.
    """
    transcript = ""

    def begin(session: Session, _: DialogState) -> Turn:
        nonlocal transcript
        transcript = said if isinstance(said, str) else _heard(session, said)
        heard = _understand(deployment, call.key.locale, session, transcript)
        definition = deployment.definitions[call.key.locale]
        return take_turn(definition, session.dialog, heard, _options(call))

    outcome = _move(deployment, sessions, call, begin)
    return replace(outcome, transcript=transcript)


def put(
    deployment: BotDeployment, sessions: Sessions, call: Call, messages: tuple[Message, ...]
) -> Outcome:
    """A state set by the caller. Raises as `recognize` does."""

    def begin(session: Session, before: DialogState) -> Turn:
        definition, dialog = deployment.definitions[call.key.locale], session.dialog
        anew = begins(before, dialog)
        return put_session(definition, dialog, messages, _options(call), begins=anew)

    return _move(deployment, sessions, call, begin)


def _options(call: Call) -> Options:
    seed = f"{call.key.session_id}/{call.request_id}"
    return options(call.request_attributes, seed, call.input_mode)


def _move(
    deployment: BotDeployment,
    sessions: Sessions,
    call: Call,
    begin: Callable[[Session, DialogState], Turn],
) -> Outcome:
    """`begin` takes the session with what the caller changes, and the dialog as it was."""
    with sessions.hold(call.key, deployment.session_ttl_seconds) as held:
        stored = held.session or Session()
        before = _changed(deployment, held, call)
        hook = _Hook(deployment, call, before)
        output = drive(begin(before, stored.dialog), hook)
        if output.failure is not None:
            raise _api_error(output.failure)
        after = replace(
            before,
            dialog=left_behind(output.state),
            messages=sent(output.messages),
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


def _changed(deployment: BotDeployment, held: Held, call: Call) -> Session:
    definition, change = deployment.definitions[call.key.locale], call.change
    session = held.session or Session()
    dialog = override(definition, _known(definition, session.dialog), change)
    aged = a_turn_older(dialog.contexts, held.now - session.at)
    contexts = aged if change.contexts is None else change.contexts
    hints = session.hints if change.hints is None else change.hints
    return replace(session, dialog=replace(dialog, contexts=contexts), hints=hints)


def _known(definition: DialogDefinition, dialog: DialogState) -> DialogState:
    """A dialog as far as the bot knows it: an alias may have moved to a version without the
    intent that it was about, or without the slot that was asked for."""
    intent, action = dialog.intent, dialog.action
    if intent is None:
        return dialog
    slots = definition.slots_of(intent.name)
    asked = {action.slot_to_elicit} if action and action.type == "ElicitSlot" else set()
    if slots is not None and {*intent.slots, *asked} <= set(slots):
        return dialog
    return DialogState(attributes=dialog.attributes, contexts=dialog.contexts)


def _understand(deployment: BotDeployment, locale: str, session: Session, text: str) -> UserInput:
    heard = deployment.recognizer.recognize(
        text,
        locale=locale,
        eliciting=eliciting(session.dialog),
        hints=session.hints or NO_HINTS,
    )
    return replace(heard, transcript=text)


def _heard(session: Session, listen: Listen) -> str:
    return listen(eliciting(session.dialog), session.hints or NO_HINTS)


class _Hook:
    """The bot's Lambda function during one call; its answers set `hints` for the next one."""

    def __init__(self, deployment: BotDeployment, call: Call, session: Session) -> None:
        self._deployment = deployment
        self._call = call
        self.hints = session.hints
        self._context = HookContext(
            intents=deployment.definitions[call.key.locale],
            identity=deployment.identity,
            locale=call.key.locale,
            session_id=call.key.session_id,
            originating_request_id=call.request_id,
            request_attributes=call.request_attributes,
            input_mode=call.input_mode,
            response_content_type=call.response_content_type,
        )

    def __call__(self, hook_call: HookCall) -> HookAnswer | HookFailure:
        event = code_hook_event(hook_call, replace(self._context, hints=self.hints))
        try:
            document = self._asked(hook_call, event)
            answer = hook_answer(document)
            given = answered_hints(document)
            check_hints(self._context.intents, given or {})
        except CodeHookError as error:
            return HookFailure(str(error), error.kind)
        except LexDocumentError as error:
            return HookFailure(f"Invalid Lambda Response: {error}", "malformed")
        self.hints = self.hints if given is None else given
        return answer

    def _asked(self, hook_call: HookCall, event: Mapping[str, object]) -> object:
        """Raises CodeHookError."""
        ask, telling = partial(self._deployment.hook, event), self._call.telling
        if telling is None or hook_call.updates is None:
            return ask()
        session = Session(
            _meanwhile(hook_call.state),
            interpretations=hook_call.interpretations,
            request_id=self._call.request_id,
            hints=self.hints,
        )

        def tell(messages: tuple[Message, ...]) -> None:
            telling.tell(replace(session, messages=sent(messages)))

        return with_updates(ask, hook_call.updates, tell, telling.second)


def _meanwhile(state: DialogState) -> DialogState:
    """While a function fulfills, as a stream tells it."""
    intent = state.intent
    if intent is None:
        return state
    return replace(state, intent=replace(intent, phase="FulfillmentInProgress"))


def _api_error(failure: HookFailure) -> LexApiError:
    if failure.kind == "throttled":
        return LexApiError("ThrottlingException", failure.reason)
    if failure.kind == "unusable":
        return LexApiError("ValidationException", failure.reason)
    return LexApiError("DependencyFailedException", failure.reason)
