"""What happens to a request: authorize, resolve, read; or plan, confirm, act once.

Deny by default: an intent, a channel, an environment that nothing allows is refused.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.model import Bot, Intent
from fulfillment.abilities import abilities
from fulfillment.catalog.environments import Environments
from fulfillment.changes import Changes
from fulfillment.elicitation import elicit
from fulfillment.errors import OpsError, PlanRefused, StoreError, WireError
from fulfillment.hints import Hinting
from fulfillment.identity.authorization import (
    OPEN,
    denied,
    deny,
    refuse_channel,
    where_allowed,
)
from fulfillment.identity.policy import Policy
from fulfillment.markdown import plain
from fulfillment.ops.backends import Backends, BackendsOf
from fulfillment.registry import answer_of, perform
from fulfillment.request import Caller, IntentRequest, Outcome
from fulfillment.resolution import Forbidden, Question, Resolution, Resolved, Resolver
from fulfillment.sentences import Say, sentences
from fulfillment.turn import Reply, Turn

_CANCEL = "AMAZON.CancelIntent"
_FALLBACK = "AMAZON.FallbackIntent"


@dataclass(frozen=True)
class Dispatcher:
    """Collaborators of a turn; holds no state of its own."""

    bot: Bot
    policy: Policy
    environments: Environments
    backends: BackendsOf
    changes: Changes

    def ask(self, request: IntentRequest, caller: Caller) -> Outcome:
        """Answer a request for an intent. Raises `WireError` where the bot has no such intent."""
        intent = self._intent(request.intent)
        if not _is_left(intent, request):
            return self._ask(intent, request, caller)
        try:
            dropped = self.changes.drop(request.plan_id, caller)
        except StoreError:
            # The question is answered all the same; the next turn tries again to drop it.
            outcome = self._ask(intent, request, caller)
            return replace(outcome, plan_id=outcome.plan_id or request.plan_id)
        outcome = self._ask(intent, replace(request, plan_id=""), caller)
        is_told = dropped == "dropped" and intent.builtin == _FALLBACK
        if not is_told or outcome.reply is None:
            return outcome
        return replace(outcome, reply=_told(self._say(caller), outcome.reply))

    def _ask(self, intent: Intent, request: IntentRequest, caller: Caller) -> Outcome:
        allowed = where_allowed(caller.person, intent, self.environments.names())
        refusal = self._refusal(intent, caller, allowed)
        if refusal is not None:
            return Outcome(refusal)
        backends = self.backends(caller.person, allowed)
        try:
            answer = self._read if intent.effect == "read" else self._change
            outcome = answer(intent, request, caller, backends)
            hinting = Hinting(self.bot, self.environments, self.backends)
            return replace(outcome, hints=hinting.hints(intent, outcome, caller))
        except (OpsError, StoreError) as error:
            # The plan's id stays: nobody knows whether it still waits.
            told = self._say(caller).phrase(error.phrase)
            return Outcome(_failed(told), plan_id=request.plan_id)

    def _intent(self, name: str) -> Intent:
        intent = self.bot.intent(name)
        if intent is None and name == "FallbackIntent":
            # Lex's own name, in a bot whose fallback intent was not renamed.
            intent = next((one for one in self.bot.intents if one.builtin == _FALLBACK), None)
        if intent is None:
            raise WireError(
                f"the bot has no intent {name[:80]!r}: check its name, or build the bot again"
            )
        return intent

    def _refusal(self, intent: Intent, caller: Caller, allowed: tuple[str, ...]) -> Reply | None:
        is_open = intent.access.default == OPEN
        say, places = self._say(caller), self.environments.names()
        if not is_open and not self.policy.is_known(caller.person):
            return deny(say, self.policy, caller.person, intent, places)
        refusal = refuse_channel(intent, caller.person, caller.channel, caller.audience)
        if refusal is not None:
            return denied(say.phrase(refusal))
        if not is_open and not allowed:
            return deny(say, self.policy, caller.person, intent, places)
        return None

    def _read(
        self, intent: Intent, request: IntentRequest, caller: Caller, backends: Backends
    ) -> Outcome:
        found = self._resolve(intent, request, caller, backends)
        if not isinstance(found, Resolved):
            return self._unresolved(intent, found, request, caller)
        if request.phase == "dialog":
            return Outcome(None, found.values, request.plan_id)
        if intent.builtin == _CANCEL and request.plan_id:
            return Outcome(self.changes.cancel(request.plan_id, caller), found.values)
        turn = self._turn(intent, request, caller, found, backends.reach.now())
        reply: Reply = perform(answer_of(intent), turn, backends, intent)
        return Outcome(reply, found.values)

    def _change(
        self, intent: Intent, request: IntentRequest, caller: Caller, backends: Backends
    ) -> Outcome:
        settled = self.changes.settle(request, caller)
        if settled is not None:
            return settled
        found = self._resolve(intent, replace(request, context={}), caller, backends)
        if not isinstance(found, Resolved):
            return self._unresolved(intent, found, request, caller)
        turn = self._turn(intent, request, caller, found, backends.reach.now())
        try:
            return self.changes.propose(intent, turn, backends, caller)
        except PlanRefused as refused:
            return Outcome(_failed(str(refused)), found.values)

    def _resolve(
        self, intent: Intent, request: IntentRequest, caller: Caller, backends: Backends
    ) -> Resolution:
        resolver = Resolver(self.bot, self.environments, self._say(caller))
        return resolver.resolve(intent, request.slots, request.context, backends)

    def _unresolved(
        self, intent: Intent, found: Question | Forbidden, request: IntentRequest, caller: Caller
    ) -> Outcome:
        say = self._say(caller)
        if isinstance(found, Forbidden):
            return Outcome(deny(say, self.policy, caller.person, intent, (found.environment,)))
        reply = elicit(intent, found, say.locale, is_spoken_by_lex=request.phase == "dialog")
        return Outcome(reply, found.values)

    def _turn(
        self,
        intent: Intent,
        request: IntentRequest,
        caller: Caller,
        found: Resolved,
        now: datetime,
    ) -> Turn:
        turn = Turn(
            intent=intent.name,
            slots=found.values,
            person=caller.person,
            channel=caller.channel,
            say=sentences(self.bot, caller.locale, intent.name),
            locale=caller.locale,
            time_zone=caller.time_zone,
            audience=caller.audience,
            context=request.context,
            session_id=caller.session_id,
            request_id=caller.event_id,
            utterance=request.utterance,
            now=now,
        )
        places = self.environments.names()
        offered = abilities(self.bot, caller, places, can_change=self.changes.can_act)
        return replace(turn, abilities=offered)

    def _say(self, caller: Caller) -> Say:
        return sentences(self.bot, caller.locale)


def _is_left(intent: Intent, request: IntentRequest) -> bool:
    """Whether a plan waits for a yes, and the person asks for something instead (also once more).

    Cancel is the exception: it says itself what came of the plan.
    """
    if not request.plan_id or intent.builtin == _CANCEL:
        return False
    return intent.effect == "read" or (
        request.confirmation == "None" and request.phase != "fulfillment"
    )


def _told(say: Say, reply: Reply) -> Reply:
    said = say("question_dropped")
    speech = f"{said} {reply.speech}" if reply.speech else ""
    return replace(reply, text=f"{said} {reply.text}", speech=speech)


def _failed(text: str) -> Reply:
    return Reply(text=text, speech=plain(text), state="failed")
