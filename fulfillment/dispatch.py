"""What happens to a request: authorize, resolve, read; or plan, confirm, act once.

Deny by default: an intent, a channel, an environment that nothing allows is refused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.model import Bot, Intent
from fulfillment.abilities import abilities
from fulfillment.audit.entry import not_allowed
from fulfillment.audit.log import AuditLog
from fulfillment.catalog.environments import Environments
from fulfillment.changes import Changes
from fulfillment.elicitation import elicit
from fulfillment.errors import OpsError, PlanRefused, StoreError, WireError
from fulfillment.hints import Hinting
from fulfillment.identity.authorization import Authorizer, Decision, Denial, sees
from fulfillment.identity.denials import denied, deny
from fulfillment.identity.policy import Policy
from fulfillment.markdown import bold, plain
from fulfillment.ops.backends import Backends, BackendsOf
from fulfillment.paging import in_parts
from fulfillment.plan import OperationRecord
from fulfillment.registry import answer_of, follow_of, perform, perform_again
from fulfillment.request import Caller, IntentRequest, Outcome
from fulfillment.resolution import Forbidden, Question, Resolution, Resolved, Resolver
from fulfillment.sentences import Say, phrase, sentences
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
    audit_log: AuditLog

    @property
    def authorizer(self) -> Authorizer:
        return Authorizer(self.bot, self.policy, self.environments)

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

    def look_again(self, record: OperationRecord, caller: Caller) -> Reply:
        """How a search stands that an earlier answer has begun."""
        intent, found = self._intent(record.intent), Resolved(record.slots)
        decision = self._decide(intent, found, caller)
        if decision.denial is not None:
            return deny(self._say(caller), self.authorizer, caller, decision.denial)
        backends = self.backends(caller.person, decision.environments)
        request = IntentRequest(record.intent, record.slots)
        turn = self._turn(intent, request, caller, found, backends.reach.now())
        try:
            reply = perform_again(follow_of(intent), turn, backends, record)
            return in_parts(reply, turn, self.changes.store)
        except (OpsError, StoreError) as error:
            return _failed(self._say(caller).phrase(error.phrase))

    def report_alarm(self, name: str, caller: Caller) -> Outcome:
        """What there is to know of an alarm that has arrived: told to the workspace, to no person.

        Each part of it is what the workspace might ask for itself.
        """
        from fulfillment.alarm_report import (  # noqa: PLC0415 - cold start
            PARTS,
            alarm_report,
            find_alarm,
        )

        intent = self._intent("FiringAlarms")
        first = self.authorizer.first(caller, intent)
        if first.denial is not None:
            return self._denied(first.denial, caller)
        if not self.policy.tells_alarms(caller.person):
            told = self._say(caller).phrase(phrase("alarm_not_asked"))
            return Outcome(denied(told), decided_by="person")
        backends = self.backends(caller.person, first.environments)
        request, found = IntentRequest(intent.name, {}), Resolved({})
        turn = self._turn(intent, request, caller, found, backends.reach.now())
        arrived = find_alarm(turn, backends, name)
        if isinstance(arrived, Reply):
            return Outcome(arrived)
        about = Resolved(arrived.about)
        denial = self._decide(intent, about, caller).denial
        if denial is not None:
            return self._denied(denial, caller)
        asked = [one for name in PARTS if (one := self.bot.intent(name))]
        allowed = [one.name for one in asked if not self._decide(one, about, caller).denial]
        return Outcome(alarm_report(turn, backends, arrived, allowed))

    def _ask(self, intent: Intent, request: IntentRequest, caller: Caller) -> Outcome:
        first = self.authorizer.first(caller, intent)
        if first.denial is not None:
            return self._denied(first.denial, caller)
        backends = self.backends(caller.person, first.environments)
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

    def _read(
        self, intent: Intent, request: IntentRequest, caller: Caller, backends: Backends
    ) -> Outcome:
        found = self._resolve(intent, request, caller, backends)
        decision = self._decide(intent, found, caller)
        if decision.denial is not None:
            return self._denied(decision.denial, caller)
        if not isinstance(found, Resolved):
            return self._unresolved(intent, found, request, caller)
        if request.phase == "dialog":
            return Outcome(None, found.values, request.plan_id)
        if intent.builtin == _CANCEL and request.plan_id:
            return Outcome(self.changes.cancel(request.plan_id, caller), found.values)
        places = self.authorizer.beside(caller, intent, found.values) or decision.environments
        backends = self.backends(caller.person, places)
        turn = self._turn(intent, request, caller, found, backends.reach.now())
        reply: Reply = perform(answer_of(intent), turn, backends, intent)
        reply = _with_left_out(turn.say, reply, decision.left_out)
        return Outcome(in_parts(reply, turn, self.changes.store), found.values)

    def _change(
        self, intent: Intent, request: IntentRequest, caller: Caller, backends: Backends
    ) -> Outcome:
        settled = self.changes.settle(request, caller)
        if settled is not None:
            return settled
        found = self._resolve(intent, replace(request, context={}), caller, backends)
        decision = self._decide(intent, found, caller)
        if decision.denial is not None:
            return self._denied(decision.denial, caller)
        if not isinstance(found, Resolved):
            return self._unresolved(intent, found, request, caller)
        backends = self.backends(caller.person, decision.environments)
        turn = self._turn(intent, request, caller, found, backends.reach.now())
        try:
            return self._propose(intent, turn, backends, caller)
        except PlanRefused as refused:
            about = refused.about
            denial = self.authorizer.refused(caller, intent, found.values, about)
            if denial is not None:
                return self._denied(denial, caller)
            return Outcome(_failed(str(refused)), found.values)

    def _resolve(
        self, intent: Intent, request: IntentRequest, caller: Caller, backends: Backends
    ) -> Resolution:
        readable = self.authorizer.readable(caller)
        names_of = self.backends(caller.person, readable) if intent.effect != "read" else None
        say, knows = self._say(caller), self._sees(caller)
        resolver = Resolver(self.bot, self.environments, say, knows, names_of)
        return resolver.resolve(intent, request.slots, request.context, backends)

    def _decide(self, intent: Intent, found: Resolution, caller: Caller) -> Decision:
        """The values that are known by now, held against the policy."""
        if isinstance(found, Forbidden):
            asked = self.authorizer.asked(intent, {}, is_settled=False)
            return self.authorizer.decide(caller, replace(asked, environments=(found.environment,)))
        # What a change is about is known once it is planned.
        is_settled = isinstance(found, Resolved) and intent.effect == "read"
        asked = self.authorizer.asked(intent, found.values, is_settled=is_settled)
        return self.authorizer.decide(caller, asked)

    def _propose(self, intent: Intent, turn: Turn, backends: Backends, caller: Caller) -> Outcome:
        """Plan it; what the plan does is held against the policy before anybody sees it."""
        plan = self.changes.plan(intent, turn, backends, caller)
        asked = self.authorizer.planned(intent, plan)
        denial = self.authorizer.decide(caller, asked).denial
        if denial is not None:
            return self._denied(denial, caller)
        asks_first = self.authorizer.asks_first(caller, asked)
        return self.changes.propose(plan, turn, caller, asks_first=asks_first)

    def _denied(self, denial: Denial, caller: Caller) -> Outcome:
        if denial.asked.intent.effect != "read":
            entry = not_allowed(caller, denial, self.backends(caller.person, ()).reach.now())
            self.audit_log.try_to_write(entry)
        reply = deny(self._say(caller), self.authorizer, caller, denial)
        return Outcome(reply, decided_by=denial.decided_by)

    def _unresolved(
        self, intent: Intent, found: Question | Forbidden, request: IntentRequest, caller: Caller
    ) -> Outcome:
        assert isinstance(found, Question)  # noqa: S101 - what is forbidden has been denied
        locale = self._say(caller).locale
        reply = elicit(intent, found, locale, is_spoken_by_lex=request.phase == "dialog")
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
        offered = abilities(self.authorizer, caller, can_change=self.changes.can_act)
        return replace(turn, abilities=offered)

    def _sees(self, caller: Caller) -> Callable[[str, str], bool]:
        return lambda place, service: sees(caller.person, self.environments, place, service)

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


def _with_left_out(say: Say, reply: Reply, environments: Sequence[str]) -> Reply:
    """An answer about everywhere says of what it is silent: silence must not sound like health."""
    if not environments:
        return reply
    said = say("left_out_here", environments=say.all_of([bold(one) for one in environments]))
    speech = f"{reply.speech} {plain(said)}" if reply.speech else ""
    return replace(reply, text=f"{reply.text}\n{said}", speech=speech)


def _failed(text: str) -> Reply:
    return Reply(text=text, speech=plain(text), state="failed")
