"""Changes, as far as fulfillment goes: plan, keep, ask; then ask the act function to use the plan.

Nothing here writes to AWS. What a caller sends (Confirmed, a plan's id, slots) is only a request.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.model import Bot, Intent
from fulfillment.catalog.names import same
from fulfillment.errors import PlanRefused
from fulfillment.identity.policy import DIRECT
from fulfillment.markdown import plain
from fulfillment.operations import known, reply_of
from fulfillment.ops.fleet import Fleet
from fulfillment.plan import PLAN_SECONDS, Plan, StoredPlan
from fulfillment.registry import perform, plan_of
from fulfillment.request import Caller, IntentRequest, Outcome
from fulfillment.store import Store
from fulfillment.turn import Action, Invocation, Reply, Turn

Act = Callable[[str, str], Reply]
"""(plan id, assertion) -> what came of it; never raises for what AWS or Lambda answer."""

Dropped = Literal["dropped", "nothing", "used"]
"""nothing: no plan of the person is pending; used: they have confirmed it already."""

NOTHING = "Nothing was changed."
_OFF = "Nothing can be changed from here: this Ground Control has no act function."
_CONFIRMED = "You confirmed that already"
_TOO_LATE = {
    "started": f"{_CONFIRMED}; it has been started, and I cannot stop it.",
    "unknown": f"{_CONFIRMED}; it may have started, and I cannot stop it.",
    "refused": f"{_CONFIRMED}, and it was not done: there is nothing to drop.",
    "succeeded": f"{_CONFIRMED}, and it has finished: there is nothing to drop.",
    "failed": f"{_CONFIRMED}; it was started and has failed. There is nothing to drop.",
}


@dataclass(frozen=True)
class Changes:
    bot: Bot
    store: Store
    act: Act | None
    """None: nothing can be changed."""
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    @property
    def can_act(self) -> bool:
        return self.act is not None

    def settle(self, request: IntentRequest, caller: Caller) -> Outcome | None:
        """The answer to a yes or a no; None where the change has yet to be planned."""
        if not self.can_act:
            return Outcome(_refused(_OFF))
        if request.confirmation == "Denied":
            return self._declined(request, caller)
        if request.confirmation == "Confirmed" and request.phase == "dialog":
            return Outcome(None, request.slots, request.plan_id)
        if request.confirmation == "Confirmed":
            return Outcome(self.confirm(request.plan_id, caller, request))
        if request.phase == "fulfillment":
            return Outcome(_refused("That was not confirmed, so I did nothing. Ask for it again."))
        return None

    def _declined(self, request: IntentRequest, caller: Caller) -> Outcome:
        dropped = self.drop(request.plan_id, caller)
        if dropped == "dropped" and request.phase == "dialog":
            # Lex goes on to the configured declination: Failed, Denied, and its own words.
            return Outcome(None, request.slots)
        if dropped == "dropped":
            return Outcome(_said(f"OK. {NOTHING}"))
        if dropped == "used":
            return Outcome(self._too_late(request.plan_id, caller))
        return Outcome(_refused("OK. There is nothing to drop: that was no longer waiting."))

    def propose(self, intent: Intent, turn: Turn, fleet: Fleet, caller: Caller) -> Outcome:
        """Plan it, keep the plan, and ask. Raises `PlanRefused`, `OpsError` and `StoreError`."""
        plan: Plan = perform(plan_of(intent), turn, fleet, intent)
        if caller.person.identity == DIRECT:
            raise PlanRefused("A change needs to know who asks.")
        stored = StoredPlan(
            id=self.new_id(),
            plan=plan,
            person=caller.person.id,
            expires_at=int(self.clock().timestamp()) + PLAN_SECONDS,
        )
        self.store.save_plan(stored)
        return Outcome(_asked(stored, self._prompt(caller.locale)), turn.slots, stored.id)

    def confirm(self, plan_id: str, caller: Caller, request: IntentRequest | None = None) -> Reply:
        """Ask for a plan to be used. `request`: the intent that the yes came with, where it did."""
        if self.act is None:
            return _refused(_OFF)
        stored = self.store.plan(plan_id) if plan_id else None
        if not caller.assertion or stored is None or stored.person != caller.person.id:
            # The same words for another person's plan and for none: ids are not to be probed.
            return _refused("There is nothing of yours to confirm. Ask for it again.")
        if request is not None and not _agree(request, stored.plan):
            return _refused("You confirmed something else than I asked, so I did nothing.")
        return self.act(plan_id, caller.assertion)

    def cancel(self, plan_id: str, caller: Caller) -> Reply:
        """Drop a plan, and say what came of that. Raises `StoreError`."""
        dropped = self.drop(plan_id, caller)
        if dropped == "used":
            return self._too_late(plan_id, caller)
        is_dropped = dropped == "dropped"
        return _said(
            f"OK, dropped. {NOTHING}" if is_dropped else "There is nothing of yours to drop."
        )

    def drop(self, plan_id: str, caller: Caller) -> Dropped:
        """Drop a pending plan of the caller, where it is one. Raises `StoreError`."""
        if not plan_id or not caller.assertion:
            return "nothing"
        if self.store.cancel_plan(plan_id, caller.person.id):
            return "dropped"
        stored = self.store.plan(plan_id)
        is_used = stored and stored.person == caller.person.id and stored.state == "used"
        return "used" if is_used else "nothing"

    def _too_late(self, plan_id: str, caller: Caller) -> Reply:
        """What came of a plan that was used, for somebody who wants it dropped."""
        record = self.store.operation(plan_id)
        if record is None:
            return _said(f"{_CONFIRMED}, so I cannot stop it. Look before you ask for it again.")
        text = _TOO_LATE[record.ended or record.outcome]
        if caller.audience == "public":
            return _said(text)
        return replace(reply_of(record, known(record)), text=text, speech=text)

    def _prompt(self, locale_id: str) -> str:
        locale = self.bot.locale(locale_id)
        messages = locale.messages if locale else {}
        return messages.get("confirmation_prompt", "Shall I go ahead?")


def _asked(stored: StoredPlan, prompt: str) -> Reply:
    plan = stored.plan
    return Reply(
        text=f"{plan.sentence} {prompt}",
        speech=f"{plan.speech} {prompt}",
        actions=(
            Action("Go ahead", Invocation("confirm", stored.id), "primary"),
            Action("Cancel", Invocation("cancel", stored.id)),
        ),
        suggestions=("yes", "no"),
        context={"service": plan.service, "environment": plan.environment},
        state="confirm",
    )


def _agree(said: IntentRequest, planned: Plan) -> bool:
    slots, wanted = said.slots, planned.slots
    is_same_intent = said.intent == planned.intent
    return is_same_intent and {k: same(v) for k, v in slots.items()} == {
        k: same(v) for k, v in wanted.items()
    }


def _said(text: str) -> Reply:
    return Reply(text=text, speech=text)


def _refused(text: str) -> Reply:
    return Reply(text=text, speech=plain(text), state="failed")
