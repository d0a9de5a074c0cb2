"""The fulfillment function without its environment: an event in, its answer out."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from fulfillment.dispatch import Dispatcher
from fulfillment.errors import AssertionRefused, AssertionSpent, SayableError, StoreError, WireError
from fulfillment.identity.binding import of_invocation
from fulfillment.identity.denials import denied
from fulfillment.identity.identify import direct_caller, lex_caller, signed_caller
from fulfillment.identity.signing import Keys
from fulfillment.identity.spending import spend
from fulfillment.lex_event import LexEvent, checked_context, is_lex, lex_event
from fulfillment.lex_response import lex_apology, lex_response
from fulfillment.operations import Operations
from fulfillment.redaction import without_free_text
from fulfillment.reply_json import invocation_from_json, reply_to_json
from fulfillment.request import Caller, IntentRequest, Outcome
from fulfillment.sentences import Say, sentences
from fulfillment.turn import Invocation, Reply
from fulfillment.turn_log import Decision, TurnRecord, log_bug, log_turn

Json = dict[str, Any]

_FALLBACK = "AMAZON.FallbackIntent"


@dataclass(frozen=True)
class Application:
    dispatcher: Dispatcher
    operations: Operations
    keys: Keys
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    ticks: Callable[[], float] = time.monotonic
    """Seconds, for durations."""

    def handle(self, event: object) -> Json:
        """The answer to any event at all; never raises."""
        request_id = self.new_id()
        turn, say = _Turn(request_id, self.ticks()), self._say(_locale(event))
        try:
            if is_lex(event) and isinstance(event, Mapping):
                return self._lex(event, turn)
            return self._structured(event, turn)
        except WireError as error:
            return self._unanswered(event, turn, "malformed", _unreadable(say, event, error))
        except Exception as error:  # noqa: BLE001 - whatever happens, a person gets words
            log_bug(request_id, error)
            return self._unanswered(event, turn, "raised", say("my_fault", reference=request_id))

    def _lex(self, event: Mapping[str, Any], turn: "_Turn") -> Json:
        asked = lex_event(event, turn.request_id)
        turn.intent = asked.intent
        try:
            caller = self._lex_caller(asked)
        except (AssertionRefused, StoreError) as error:
            reply = _unproven(self._say(asked.locale), error)
            outcome, event_id = Outcome(reply), asked.request_id
        else:
            turn.caller, turn.request_id = caller, caller.event_id
            outcome, event_id = self.dispatcher.ask(asked.request(), caller), caller.event_id
        answer = lex_response(asked, outcome, event_id, self.operations.store.save_reply)
        self._log(turn, outcome)
        return answer

    def _lex_caller(self, asked: LexEvent) -> Caller:
        policy = self.dispatcher.policy
        if not asked.assertion:
            return direct_caller(
                policy,
                session_id=asked.session_id,
                locale=asked.locale,
                request_id=asked.request_id,
            )
        caller = lex_caller(
            asked.assertion,
            self.keys,
            policy,
            self.clock(),
            session_id=asked.session_id,
            locale=asked.locale,
            asked=asked.asked,
        )
        return spend(self.operations.store, caller, asked.turn, asked.confirmed_plan)

    def _structured(self, event: object, turn: "_Turn") -> Json:
        if not isinstance(event, Mapping):
            raise WireError("an event must be a JSON object: a Lex V2 event, or one with a kind")
        invocation = invocation_from_json(event)
        token = event.get("assertion")
        if not isinstance(token, str) or not token:
            raise WireError("a structured event needs an assertion: the signed text of a channel")
        is_intent = invocation.kind == "intent"
        turn.intent = invocation.name if is_intent else invocation.kind
        say = self._say("")
        try:
            caller = self._structured_caller(token, _asked(invocation, event))
            say = self._say(caller.locale)
            # Each event of this kind is a request of its own: the same once more is refused.
            caller = spend(self.operations.store, caller, turn.request_id)
            turn.caller, turn.request_id = caller, caller.event_id
            outcome = self._invoke(say, invocation, caller, checked_context(event.get("context")))
        except SayableError as error:
            outcome = Outcome(_unproven(say, error))
        self._log(turn, outcome)
        assert outcome.reply is not None  # noqa: S101 - only a dialog hook delegates
        return {"reply": reply_to_json(outcome.reply)}

    def _structured_caller(self, token: str, asked: str) -> Caller:
        policy = self.dispatcher.policy
        return signed_caller(token, self.keys, policy, self.clock(), asked=asked)

    def _invoke(
        self, say: Say, asked: Invocation, caller: Caller, context: Mapping[str, str]
    ) -> Outcome:
        if asked.kind == "confirm":
            return Outcome(self.dispatcher.changes.confirm(asked.name, caller))
        if asked.kind == "cancel":
            return Outcome(self.dispatcher.changes.cancel(asked.name, caller))
        if asked.kind == "operation":
            return Outcome(self._operation(say, asked.name, caller))
        if asked.kind == "alarm":
            return self.dispatcher.report_alarm(asked.name, caller)
        request = IntentRequest(asked.name, asked.slots, context=context)
        return self.dispatcher.ask(request, caller)

    def _operation(self, say: Say, operation_id: str, caller: Caller) -> Reply:
        found = self.operations.find(say, operation_id, caller)
        if isinstance(found, Reply):
            return found
        if found.query:
            return self.dispatcher.look_again(found, caller)
        backends = self.dispatcher.backends(caller.person, (found.environment,))
        return self.operations.look(say, found, backends.fleet)

    def _unanswered(self, event: object, turn: "_Turn", decision: Decision, told: str) -> Json:
        turn.log_failure(decision, self.ticks())
        if is_lex(event) and isinstance(event, Mapping):
            return lex_apology(event, self._closable(event), told)
        return {"error": {"message": told}}

    def _log(self, turn: "_Turn", outcome: Outcome) -> None:
        slots = without_free_text(self.dispatcher.bot.intent(turn.intent), outcome.slots)
        turn.log(replace(outcome, slots=slots), self.ticks())

    def _say(self, locale: str) -> Say:
        return sentences(self.dispatcher.bot, locale)

    def _closable(self, event: Mapping[str, Any]) -> str:
        """An intent of ours for Lex to close: the event's own, else the fallback intent."""
        bot = self.dispatcher.bot
        state = event.get("sessionState")
        intent = state.get("intent") if isinstance(state, Mapping) else None
        name = intent.get("name") if isinstance(intent, Mapping) else None
        if isinstance(name, str) and bot.intent(name):
            return name
        return next((one.name for one in bot.intents if one.builtin == _FALLBACK), "FallbackIntent")


@dataclass
class _Turn:
    """What is known of a turn so far, for the log."""

    request_id: str
    began: float
    caller: Caller | None = None
    intent: str = ""

    def log(self, outcome: Outcome, now: float) -> None:
        log_turn(
            TurnRecord.of(
                outcome,
                self.caller,
                request_id=self.request_id,
                intent=self.intent,
                duration_ms=self._took(now),
            )
        )

    def log_failure(self, decision: Decision, now: float) -> None:
        """Without the intent: it comes out of an event that could not be read."""
        person, took = self.caller.person.id if self.caller else "", self._took(now)
        log_turn(TurnRecord(self.request_id, "fulfillment", person, "", decision, "failed", took))

    def _took(self, now: float) -> int:
        return int((now - self.began) * 1000)


def _asked(invocation: Invocation, event: Mapping[str, Any]) -> str:
    context = event.get("context")
    return of_invocation(invocation, context if isinstance(context, Mapping) else None)


def _unproven(say: Say, error: SayableError) -> Reply:
    if isinstance(error, AssertionSpent):
        # What the first request did is not undone by it: nothing is said of that.
        return denied(say.phrase(error.phrase))
    if isinstance(error, AssertionRefused):
        return denied(say("person_unproven", why=error.phrase))
    text = say.phrase(error.phrase)
    return Reply(text=text, speech=text, state="failed")


def _unreadable(say: Say, event: object, error: WireError) -> str:
    """For a person where Lex passes it on; else for whoever wrote the program that asks."""
    return say("event_unreadable", why=str(error)) if is_lex(event) else str(error)


def _locale(event: object) -> str:
    """Of an event that could not be read, as far as it tells."""
    bot = event.get("bot") if isinstance(event, Mapping) else None
    return str(bot.get("localeId", "")) if isinstance(bot, Mapping) else ""
