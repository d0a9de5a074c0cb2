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
from fulfillment.markdown import plain
from fulfillment.operations import progress, reply_of
from fulfillment.plan import OperationRecord, Plan, StoredPlan
from fulfillment.registry import apply_of, perform, plan_of
from fulfillment.request import Caller
from fulfillment.store import Store
from fulfillment.turn import Person, Progress, Reply, Turn

NOTHING = "Nothing was changed."
AGAIN = f"{NOTHING} Ask for it again."


@dataclass(frozen=True)
class Acted:
    """What came of it, and for the log: whose request it was."""

    reply: Reply
    request_id: str = ""
    person: str = ""
    intent: str = ""


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

    def use(self, plan_id: str, assertion: str) -> Acted:
        """Use a plan for the person of the assertion. Raises `WireError` for an unknown intent."""
        try:
            caller = signed_caller(assertion, self.keys, self.policy, self.clock())
        except AssertionRefused as refused:
            return Acted(denied(f"I could not check who you are: {refused}. {NOTHING}"))
        except StoreError as error:
            return Acted(_refused(f"{error} {NOTHING}"))
        who = (caller.event_id, caller.person.id)
        try:
            stored = self.store.plan(plan_id)
            if stored is None or stored.person != caller.person.id:
                return Acted(_refused(f"There is nothing of yours to confirm. {AGAIN}"), *who)
            return Acted(self._use(stored, caller), *who, stored.plan.intent)
        except (StoreError, OpsError, PlanRefused) as error:
            return Acted(_refused(f"{error} {NOTHING}"), *who)

    def _use(self, stored: StoredPlan, caller: Caller) -> Reply:
        intent = self._intent(stored.plan)
        if (refusal := self._not_allowed(intent, stored.plan, caller)) is not None:
            return refusal
        if stored.state == "used":
            return self._already(stored)
        if stored.state == "cancelled":
            return _refused(f"That was dropped. {AGAIN}")
        if stored.has_expired(self.clock()):
            return _refused(f"That was too long ago to confirm. {AGAIN}")
        if not self.store.use_plan(stored.id, caller.person.id):
            return self._already(stored)
        return self._act(intent, stored, caller)

    def _intent(self, plan: Plan) -> Intent:
        intent = self.bot.intent(plan.intent)
        if intent is None or intent.effect == "read":
            raise WireError(f"the plan is for {plan.intent!r}, which changes nothing in this bot")
        return intent

    def _not_allowed(self, intent: Intent, plan: Plan, caller: Caller) -> Reply | None:
        if not may(caller.person, intent, plan.environment):
            return deny(self.policy, caller.person, intent, (plan.environment,))
        return refuse_channel(intent, caller.person, caller.channel, caller.audience)

    def _already(self, stored: StoredPlan) -> Reply:
        """A second yes to the same plan: the operation, once it is on record."""
        record = self.store.operation(stored.id)
        if record is None:
            text = "That was confirmed already and counts once. Look before you ask for it again."
            return Reply(text=text, speech=text)
        reply = reply_of(record, _begun(record))
        text = "That was confirmed already; it is done once."
        return replace(reply, text=text, speech=text)

    def _act(self, intent: Intent, stored: StoredPlan, caller: Caller) -> Reply:
        plan = stored.plan
        fleet = self.fleets(caller.person, (plan.environment,))
        now: Plan = perform(plan_of(intent), _turn(plan, caller), fleet, intent)
        if now.fingerprint != plan.fingerprint:
            return _refused(f"Things have changed in {plan.environment} since I asked you. {AGAIN}")
        try:
            record = apply_of(intent)(stored, self.writers(caller.person))
        except OutcomeUnknown:
            return self._unknown(stored)
        return self._done(record)

    def _done(self, record: OperationRecord) -> Reply:
        reply = reply_of(record, _begun(record))
        try:
            self.store.save_operation(record)
        except StoreError:
            text = f"{reply.text} I could not note it down, so I cannot show its progress."
            return Reply(text=text, speech=plain(text), context=reply.context)
        return reply

    def _unknown(self, stored: StoredPlan) -> Reply:
        plan = stored.plan
        record = OperationRecord(
            id=stored.id,
            intent=plan.intent,
            service=plan.service,
            environment=plan.environment,
            title=plan.title,
            person=stored.person,
            outcome="unknown",
        )
        reply = outcome_unknown(record)
        try:
            self.store.save_operation(record)
        except StoreError:
            return Reply(text=reply.text, speech=reply.speech, context=reply.context)
        return reply


def outcome_unknown(record: OperationRecord) -> Reply:
    """What is honest after a lost answer."""
    text = (
        f"I asked AWS for this and got no answer: {record.title}. It may have started. "
        "I will not try again by myself."
    )
    return Reply(
        text=text,
        speech=text,
        suggestions=(f"rollout status of {record.service} in {record.environment}",),
        context={"service": record.service, "environment": record.environment},
        progress=progress(record, "unknown", 0, "Whether it was done is not known."),
    )


def _begun(record: OperationRecord) -> Progress:
    if record.outcome == "unknown":
        return progress(record, "unknown", 0, "Whether it was done is not known.")
    return progress(record, "running", 0, "ECS starts the new tasks.")


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
