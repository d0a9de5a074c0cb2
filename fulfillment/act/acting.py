"""Using a plan: everything is checked again, the plan is taken, the state is compared, one write.

In that order (docs/adr/0004): a plan whose act fails half-way is spent, and nobody retries.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.model import Bot, Intent
from fulfillment.audit.entry import about_to, done, plan_not_allowed
from fulfillment.audit.log import NOT_KEPT, AuditLog
from fulfillment.catalog.environments import Environments
from fulfillment.errors import (
    AssertionRefused,
    OpsError,
    OutcomeUnknown,
    PlanRefused,
    StoreError,
    WireError,
)
from fulfillment.identity.authorization import Authorizer
from fulfillment.identity.denials import denied, deny
from fulfillment.identity.identify import acting_caller
from fulfillment.identity.policy import Policy
from fulfillment.identity.signing import Keys
from fulfillment.markdown import escape, plain
from fulfillment.operations import known, reply_of
from fulfillment.ops.backends import BackendsOf
from fulfillment.ops.sent import noting
from fulfillment.plan import OperationRecord, Plan, StoredPlan, recorded
from fulfillment.registry import apply_of, carry_out, perform, plan_of
from fulfillment.request import Caller
from fulfillment.sentences import Phrase, Say, phrase, sentences
from fulfillment.store import Store
from fulfillment.turn import Reply, Turn

_REPEATED: Mapping[str, Phrase] = {
    "started": phrase("repeated_started"),
    "unknown": phrase("repeated_unknown"),
    "succeeded": phrase("repeated_succeeded"),
    "failed": phrase("repeated_failed"),
}


@dataclass
class Audit:
    """What is known of an act so far, for the log: it must be there whatever goes wrong."""

    event_id: str = ""
    """Of the assertion (jti)."""
    person: str = ""
    intent: str = ""
    plan_id: str = ""
    """Only once there is such a plan: until then it is a text from outside."""
    decided_by: str = ""
    """What denied it: see `fulfillment.request.Outcome`."""
    outcome: str = "refused"
    """As recorded; "repeated" for a second yes; "refused" until something was done."""
    aws_requests: list[str] = field(default_factory=list)
    """What was sent to AWS, and under which id."""


@dataclass(frozen=True)
class Acted:
    reply: Reply
    audit: Audit


@dataclass(frozen=True)
class Actor:
    """Collaborators of an act."""

    bot: Bot
    policy: Policy
    environments: Environments
    backends: BackendsOf
    writers: BackendsOf
    store: Store
    audit_log: AuditLog
    keys: Keys
    clock: Callable[[], datetime]

    def use(self, plan_id: str, assertion: str, audit: Audit | None = None) -> Acted:
        """Use a plan for the person of the assertion. Raises `WireError` for an unknown intent.

        `audit` is filled on the way, so that its owner has it also where this raises.
        """
        audit = Audit() if audit is None else audit
        say = sentences(self.bot, "")
        try:
            caller = self._caller(plan_id, assertion)
            say = sentences(self.bot, caller.locale)
            audit.event_id, audit.person = caller.event_id, caller.person.id
            return Acted(self._find(say, plan_id, caller, audit), audit)
        except AssertionRefused as refused:
            return Acted(denied(say("act_unproven", why=refused.phrase)), audit)
        except StoreError as error:
            # Whether an earlier yes has used the plan is not known then.
            return Acted(_refused(say("not_just_now", why=error.phrase)), audit)

    def _caller(self, plan_id: str, assertion: str) -> Caller:
        return acting_caller(
            assertion,
            self.keys,
            self.policy,
            self.clock(),
            plan_id=plan_id,
            recorded=lambda channel, event_id: self._plan_in(plan_id, channel, event_id),
        )

    def _plan_in(self, plan_id: str, channel: str, event_id: str) -> str:
        """The plan that a request of a channel asks to use: by a yes, or at once."""
        stored = self.store.plan(plan_id)
        if stored is not None and stored.used_in == f"{channel}:{event_id}":
            return plan_id
        return self.store.plan_of_assertion(channel, event_id)

    def _find(self, say: Say, plan_id: str, caller: Caller, audit: Audit) -> Reply:
        stored = self.store.plan(plan_id)
        if stored is None or stored.person != caller.person.id:
            return _refused(say("nothing_to_confirm"))
        audit.plan_id, audit.intent = stored.id, stored.plan.intent
        return self._use(say, stored, caller, audit)

    def _use(self, say: Say, stored: StoredPlan, caller: Caller, audit: Audit) -> Reply:
        intent = self._intent(stored.plan)
        if (refusal := self._not_allowed(say, intent, stored, caller, audit)) is not None:
            return refusal
        if stored.state == "used":
            return self._already(say, stored, audit)
        if stored.state == "cancelled":
            return _refused(say("was_dropped"))
        if stored.has_expired(self.clock()):
            return _refused(say("too_long_ago"))
        if not self.store.use_plan(stored.id, caller.person.id):
            return self._lost(say, stored, audit)
        record = self._act(say, intent, stored, caller, audit)
        audit.outcome = record.outcome
        reply = self._told(say, record, _first_words(say, record))
        entry = done(caller, stored, record, self._now(caller), audit.aws_requests)
        return reply if self.audit_log.try_to_write(entry) else _unaudited(say, reply)

    def _lost(self, say: Say, stored: StoredPlan, audit: Audit) -> Reply:
        """Somebody was faster, with another yes or with a no; or its time has just run out."""
        now = self.store.plan(stored.id)
        if now is not None and now.state == "cancelled":
            return _refused(say("was_dropped"))
        if now is not None and now.state == "pending":
            return _refused(say("too_long_ago"))
        return self._already(say, stored, audit)

    def _intent(self, plan: Plan) -> Intent:
        intent = self.bot.intent(plan.intent)
        if intent is None or intent.effect == "read":
            raise WireError(f"the plan is for {plan.intent!r}, which changes nothing in this bot")
        return intent

    def _not_allowed(
        self, say: Say, intent: Intent, stored: StoredPlan, caller: Caller, audit: Audit
    ) -> Reply | None:
        authorizer = Authorizer(self.bot, self.policy, self.environments)
        asked = authorizer.planned(intent, stored.plan)
        denial = authorizer.decide(caller, asked).denial
        if denial is not None:
            audit.outcome, audit.decided_by = "denied", denial.decided_by
            entry = plan_not_allowed(caller, stored, denial, self._now(caller))
            self.audit_log.try_to_write(entry)
            return deny(say, authorizer, caller, denial)
        if stored.used_in and authorizer.asks_first(caller, asked):
            return _refused(say("not_confirmed"))
        return None

    def _already(self, say: Say, stored: StoredPlan, audit: Audit) -> Reply:
        """A second yes to the same plan: what came of the first, once it is on record."""
        audit.outcome = "repeated"
        record = self.store.operation(stored.id)
        if record is None:
            text = say("repeated_unseen")
            return Reply(text=text, speech=text)
        if record.outcome == "refused":
            return _refused(say("repeated_refused", why=escape(record.detail)))
        text = say.phrase(_REPEATED[record.ended or record.outcome])
        return replace(reply_of(say, record, known(say, record)), text=text, speech=text)

    def _act(
        self, say: Say, intent: Intent, stored: StoredPlan, caller: Caller, audit: Audit
    ) -> OperationRecord:
        """What came of it; a plan that is taken always ends in one of the three outcomes."""
        plan = stored.plan
        try:
            backends = self.backends(caller.person, (plan.environment,))
            spoken = sentences(self.bot, caller.locale, intent.name)
            turn = _turn(spoken, plan, caller, backends.reach.now())
            now: Plan = perform(plan_of(intent), turn, backends, intent)
            if now.fingerprint != plan.fingerprint:
                return recorded(stored, "refused", detail=_changed(say, plan.environment))
            if not self.audit_log.try_to_write(about_to(caller, stored, self._now(caller))):
                return recorded(stored, "refused", detail=plain(say.phrase(NOT_KEPT)))
            audit.outcome = "unknown"
            writers = self.writers(caller.person, (plan.environment,))
            with noting(audit.aws_requests):
                return carry_out(apply_of(intent), stored, writers)
        except OutcomeUnknown:
            return recorded(stored, "unknown")
        except OpsError as error:
            return recorded(stored, "refused", detail=plain(say.phrase(error.phrase)))
        except PlanRefused as refused:
            return recorded(stored, "refused", detail=plain(str(refused)))

    def _now(self, caller: Caller) -> datetime:
        """For the audit: by AWS's clock, as all else that is told of the past."""
        return self.backends(caller.person, ()).reach.now()

    def _told(self, say: Say, record: OperationRecord, reply: Reply) -> Reply:
        try:
            self.store.save_operation(record)
        except StoreError:
            if record.outcome == "refused":
                return reply
            text = say("not_noted", told=reply.text)
            return Reply(text=text, speech=plain(text), context=reply.context)
        return reply


def _first_words(say: Say, record: OperationRecord) -> Reply:
    if record.outcome == "refused":
        return _refused(say("refused", why=escape(record.detail)))
    if record.outcome == "unknown":
        return outcome_unknown(say, record)
    return reply_of(say, record, known(say, record))


def outcome_unknown(say: Say, record: OperationRecord) -> Reply:
    """What is honest after a lost answer."""
    text = say("answer_lost", change=record.title)
    reply = replace(reply_of(say, record, known(say, record)), text=text, speech=text)
    service, environment = record.service, record.environment
    if not service or not environment:
        return reply
    status = say("suggest_rollout_in", service=service, environment=environment)
    return replace(reply, suggestions=(status,))


def _changed(say: Say, environment: str) -> str:
    """What a plan is about may belong to no environment."""
    if not environment:
        return say("things_changed_since")
    return say("things_changed", environment=environment)


def _turn(say: Say, plan: Plan, caller: Caller, now: datetime) -> Turn:
    return Turn(
        intent=plan.intent,
        slots=plan.slots,
        person=caller.person,
        channel=caller.channel,
        say=say,
        locale=caller.locale,
        time_zone=caller.time_zone,
        audience=caller.audience,
        session_id=caller.session_id,
        request_id=caller.event_id,
        now=now,
    )


def _unaudited(say: Say, reply: Reply) -> Reply:
    text = say("outcome_not_audited", told=reply.text)
    return replace(reply, text=text, speech=plain(text))


def _refused(text: str) -> Reply:
    return Reply(text=text, speech=plain(text), state="failed")
