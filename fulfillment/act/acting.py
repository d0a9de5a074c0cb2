"""Using a plan: everything is checked again, the plan is taken, the state is compared, one write.

In that order (docs/adr/0004): a plan whose act fails half-way is spent, and nobody retries.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.model import Bot, Intent
from fulfillment.act.writer import ServiceWriter
from fulfillment.catalog.environments import Environments
from fulfillment.dispatch import Fleets
from fulfillment.errors import (
    AssertionRefused,
    OpsError,
    OutcomeUnknown,
    PlanRefused,
    StoreError,
    WireError,
)
from fulfillment.identity.authorization import denied, deny, may, refuse_channel
from fulfillment.identity.identify import signed_caller
from fulfillment.identity.keys import Keys
from fulfillment.identity.policy import Policy
from fulfillment.markdown import escape, plain
from fulfillment.operations import known, reply_of
from fulfillment.plan import OperationRecord, Outcome, Plan, StoredPlan
from fulfillment.registry import apply_of, perform, plan_of
from fulfillment.request import Caller
from fulfillment.store import Store
from fulfillment.turn import Person, Reply, Turn

NOTHING = "Nothing was changed."
AGAIN = f"{NOTHING} Ask for it again."
NOT_NOW = "I did nothing just now."
_REPEATED = {
    "started": "it has been started once, and I did not start it again.",
    "unknown": "it may have started, and I will not try again by myself.",
    "succeeded": "it was done once and has finished.",
    "failed": "it was started once and has failed.",
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
    outcome: str = "refused"
    """As recorded; "repeated" for a second yes; "refused" until something was done."""


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
    fleets: Fleets
    writers: Callable[[Person], ServiceWriter]
    store: Store
    keys: Keys
    clock: Callable[[], datetime]

    def use(self, plan_id: str, assertion: str, audit: Audit | None = None) -> Acted:
        """Use a plan for the person of the assertion. Raises `WireError` for an unknown intent.

        `audit` is filled on the way, so that its owner has it also where this raises.
        """
        audit = Audit() if audit is None else audit
        try:
            caller = signed_caller(assertion, self.keys, self.policy, self.clock())
        except AssertionRefused as refused:
            return Acted(denied(f"I could not check who you are: {refused}. {NOT_NOW}"), audit)
        except StoreError as error:
            return Acted(_refused(f"{error} {NOT_NOW}"), audit)
        audit.event_id, audit.person = caller.event_id, caller.person.id
        try:
            return Acted(self._find(plan_id, caller, audit), audit)
        except StoreError as error:
            # Whether an earlier yes has used the plan is not known then.
            return Acted(_refused(f"{error} {NOT_NOW}"), audit)

    def _find(self, plan_id: str, caller: Caller, audit: Audit) -> Reply:
        stored = self.store.plan(plan_id)
        if stored is None or stored.person != caller.person.id:
            return _refused("There is nothing of yours to confirm. Ask for it again.")
        audit.plan_id, audit.intent = stored.id, stored.plan.intent
        return self._use(stored, caller, audit)

    def _use(self, stored: StoredPlan, caller: Caller, audit: Audit) -> Reply:
        intent = self._intent(stored.plan)
        if (refusal := self._not_allowed(intent, stored.plan, caller)) is not None:
            audit.outcome = "denied"
            return refusal
        if stored.state == "used":
            return self._already(stored, audit)
        if stored.state == "cancelled":
            return _refused(f"That was dropped. {AGAIN}")
        if stored.has_expired(self.clock()):
            return _refused(f"That was too long ago to confirm. {AGAIN}")
        if not self.store.use_plan(stored.id, caller.person.id):
            return self._lost(stored, audit)
        record = self._act(intent, stored, caller, audit)
        audit.outcome = record.outcome
        return self._told(record, _first_words(record))

    def _lost(self, stored: StoredPlan, audit: Audit) -> Reply:
        """Somebody was faster, with another yes or with a no; or its time has just run out."""
        now = self.store.plan(stored.id)
        if now is not None and now.state == "cancelled":
            return _refused(f"That was dropped. {AGAIN}")
        if now is not None and now.state == "pending":
            return _refused(f"That was too long ago to confirm. {AGAIN}")
        return self._already(stored, audit)

    def _intent(self, plan: Plan) -> Intent:
        intent = self.bot.intent(plan.intent)
        if intent is None or intent.effect == "read":
            raise WireError(f"the plan is for {plan.intent!r}, which changes nothing in this bot")
        return intent

    def _not_allowed(self, intent: Intent, plan: Plan, caller: Caller) -> Reply | None:
        if not may(caller.person, intent, plan.environment):
            return deny(self.policy, caller.person, intent, (plan.environment,))
        return refuse_channel(intent, caller.person, caller.channel, caller.audience)

    def _already(self, stored: StoredPlan, audit: Audit) -> Reply:
        """A second yes to the same plan: what came of the first, once it is on record."""
        audit.outcome = "repeated"
        record = self.store.operation(stored.id)
        if record is None:
            text = "That was confirmed already and counts once. Look before you ask for it again."
            return Reply(text=text, speech=text)
        if record.outcome == "refused":
            why = escape(record.detail)
            return _refused(f"That was confirmed already, and it was not done: {why} {AGAIN}")
        text = f"That was confirmed already; {_REPEATED[record.ended or record.outcome]}"
        return replace(reply_of(record, known(record)), text=text, speech=text)

    def _act(
        self, intent: Intent, stored: StoredPlan, caller: Caller, audit: Audit
    ) -> OperationRecord:
        """What came of it; a plan that is taken always ends in one of the three outcomes."""
        plan = stored.plan
        try:
            fleet = self.fleets(caller.person, (plan.environment,))
            now: Plan = perform(plan_of(intent), _turn(plan, caller), fleet, intent)
            if now.fingerprint != plan.fingerprint:
                changed = f"Things have changed in {plan.environment} since I asked you."
                return _record(stored, "refused", changed)
            audit.outcome = "unknown"
            return apply_of(intent)(stored, self.writers(caller.person))
        except OutcomeUnknown:
            return _record(stored, "unknown")
        except (OpsError, PlanRefused) as refused:
            return _record(stored, "refused", plain(str(refused)))

    def _told(self, record: OperationRecord, reply: Reply) -> Reply:
        try:
            self.store.save_operation(record)
        except StoreError:
            if record.outcome == "refused":
                return reply
            text = f"{reply.text} I could not note it down, so I cannot show its progress."
            return Reply(text=text, speech=plain(text), context=reply.context)
        return reply


def _record(stored: StoredPlan, outcome: Outcome, detail: str = "") -> OperationRecord:
    plan = stored.plan
    return OperationRecord(
        id=stored.id,
        intent=plan.intent,
        service=plan.service,
        environment=plan.environment,
        title=plan.title,
        person=stored.person,
        outcome=outcome,
        detail=detail,
    )


def _first_words(record: OperationRecord) -> Reply:
    if record.outcome == "refused":
        return _refused(f"{escape(record.detail)} {NOTHING}")
    if record.outcome == "unknown":
        return outcome_unknown(record)
    return reply_of(record, known(record))


def outcome_unknown(record: OperationRecord) -> Reply:
    """What is honest after a lost answer."""
    text = (
        f"I asked AWS for this and got no answer: {record.title}. It may have started. "
        "I will not try again by myself."
    )
    status = f"rollout status of {record.service} in {record.environment}"
    reply = reply_of(record, known(record))
    return replace(reply, text=text, speech=text, suggestions=(status,))


def _turn(plan: Plan, caller: Caller) -> Turn:
    return Turn(
        intent=plan.intent,
        slots=plan.slots,
        person=caller.person,
        channel=caller.channel,
        locale=caller.locale,
        time_zone=caller.time_zone,
        audience=caller.audience,
        session_id=caller.session_id,
        request_id=caller.event_id,
    )


def _refused(text: str) -> Reply:
    return Reply(text=text, speech=plain(text), state="failed")
