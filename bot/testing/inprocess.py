"""A bot in this process as an endpoint: it tells of every turn why it went where it went.

The recognizer and the dialog of the local runtime, without its HTTP and its clock.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bot.dialog.engine import DialogDefinition, drive, put_session, take_turn
from bot.dialog.engine.turn import Turn
from bot.dialog.state import (
    DialogAction,
    DialogState,
    HookAnswer,
    HookCall,
    HookFailure,
    TurnOutput,
)
from bot.errors import LexDocumentError
from bot.lex.answers import Answer
from bot.lex.definition import LexBot
from bot.lex.document import Node
from bot.lex.override import override
from bot.lex.wire import SessionStateChange
from bot.runtime.content import said
from bot.runtime.preparing import a_turn_older, begins, eliciting, left_behind, options, sent
from bot.runtime.recognizer.protocol import NO_HINTS, Hints, Recognizer
from bot.testing.endpoint import Heard, Session
from bot.testing.script import Given

Hook = Callable[[HookCall], HookAnswer | HookFailure]
"""The bot's Lambda function."""


def delegate(call: HookCall) -> HookAnswer:
    """A function that lets the dialog go as configured, and fulfills whatever it is asked to."""
    return HookAnswer(DialogAction("Delegate"), call.state.intent)


@dataclass
class InProcess:
    """Sessions with `lex`; each is for one thread at a time."""

    lex: LexBot
    recognizer: Recognizer
    hook: Hook = delegate
    _states: dict[Session, DialogState] = field(default_factory=dict)
    _hints: dict[Session, Hints] = field(default_factory=dict)

    def say(self, session: Session, text: str, given: Given) -> Heard:
        """RecognizeText."""
        try:
            text = said(Node(text, "/text"))
        except LexDocumentError as error:
            return Heard(error="ValidationException", reason=str(error))

        def begin(definition: DialogDefinition, state: DialogState, _: DialogState) -> Turn:
            heard = self.recognizer.recognize(
                text,
                locale=session.locale,
                eliciting=eliciting(state),
                hints=self._hints.get(session, NO_HINTS),
            )
            heard = replace(heard, transcript=text)
            return take_turn(definition, state, heard, options(given.request_attributes, text))

        return self._move(session, given, begin)

    def put(self, session: Session, given: Given) -> Heard:
        """PutSession."""

        def begin(definition: DialogDefinition, state: DialogState, before: DialogState) -> Turn:
            return put_session(
                definition,
                state,
                given.messages,
                options(given.request_attributes, ""),
                begins=begins(before, state),
            )

        return self._move(session, given, begin)

    def _move(
        self,
        session: Session,
        given: Given,
        begin: Callable[[DialogDefinition, DialogState, DialogState], Turn],
    ) -> Heard:
        locale = self.lex.locales.get(session.locale)
        if locale is None:
            known = ", ".join(self.lex.locales)
            reason = f"the bot has no locale {session.locale}: use {known}"
            return Heard(error="ResourceNotFoundException", reason=reason)
        definition = DialogDefinition(locale, session.locale)
        try:
            stored = self._states.get(session, DialogState())
            before = _changed(definition, stored, given)
        except LexDocumentError as error:
            return Heard(error="ValidationException", reason=str(error))
        if given.hints is not None:
            self._hints[session] = given.hints
        fulfilled: list[str] = []

        def hook(call: HookCall) -> HookAnswer | HookFailure:
            if call.source == "FulfillmentCodeHook" and call.state.intent is not None:
                fulfilled.append(call.state.intent.name)
            return self.hook(call)

        output = drive(begin(definition, before, stored), hook)
        self._states[session] = left_behind(output.state)
        return replace(_heard(output, given), fulfilled=tuple(fulfilled))


def _changed(definition: DialogDefinition, state: DialogState, given: Given) -> DialogState:
    """Contexts are a turn older, and what the caller gives holds. Raises LexDocumentError."""
    change = SessionStateChange(
        given.state.intent,
        given.state.action,
        given.session_attributes,
        given.active_contexts,
        given.hints,
    )
    contexts = (
        a_turn_older(state.contexts) if given.active_contexts is None else given.active_contexts
    )
    return replace(override(definition, state, change), contexts=contexts)


def _heard(output: TurnOutput, given: Given) -> Heard:
    if output.failure is not None:
        kinds: Mapping[str, str] = {
            "throttled": "ThrottlingException",
            "unusable": "ValidationException",
        }
        error = kinds.get(output.failure.kind, "DependencyFailedException")
        return Heard(error=error, reason=output.failure.reason, trace=output.trace)
    attributes = output.request_attributes
    answer = Answer(
        left_behind(output.state),
        sent(output.messages),
        output.interpretations,
        given.request_attributes if attributes is None else attributes,
    )
    return Heard(answer, trace=output.trace)
