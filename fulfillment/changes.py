"""Changes, as far as fulfillment goes: plan, keep, ask; then ask the act function to use the plan.

Nothing here writes to AWS. What a caller sends (Confirmed, a plan's id, slots) is only a request.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.model import Bot, Intent
from fulfillment.catalog.names import same
from fulfillment.errors import PlanRefused
from fulfillment.identity.policy import DIRECT
from fulfillment.markdown import plain
from fulfillment.ops.fleet import Fleet
from fulfillment.plan import PLAN_SECONDS, Plan, StoredPlan
from fulfillment.registry import perform, plan_of
from fulfillment.request import Caller, IntentRequest, Outcome
from fulfillment.store import Store
from fulfillment.turn import Action, Invocation, Reply, Turn

Act = Callable[[str, str], Reply]
"""(plan id, assertion) -> what came of it; never raises for what AWS or Lambda answer."""

NOTHING = "Nothing was changed."
_OFF = "Nothing can be changed from here: this Ground Control has no act function."


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
            return Outcome(self.confirm(request.plan_id, caller, request.slots))
        if request.phase == "fulfillment":
            return Outcome(_refused(f"That was not confirmed. {NOTHING} Ask for it again."))
        # Asked for again, or for something else: what was pending no longer counts.
        self._drop(request.plan_id, caller)
        return None

    def _declined(self, request: IntentRequest, caller: Caller) -> Outcome:
        self._drop(request.plan_id, caller)
        if request.phase == "dialog":
            # Lex goes on to the configured declination: Failed, Denied, and its own words.
            return Outcome(None, request.slots)
        return Outcome(Reply(f"OK. {NOTHING}", f"OK. {NOTHING}"))

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

    def confirm(
        self, plan_id: str, caller: Caller, slots: Mapping[str, str] | None = None
    ) -> Reply:
        """Ask for a plan to be used. `slots`: those that the yes came with, where it had any."""
        if self.act is None:
            return _refused(_OFF)
        stored = self.store.plan(plan_id) if plan_id else None
        if not caller.assertion or stored is None or stored.person != caller.person.id:
            # The same words for another person's plan and for none: ids are not to be probed.
            return _refused(f"There is nothing of yours to confirm. {NOTHING} Ask for it again.")
        if slots is not None and not _agree(slots, stored.plan.slots):
            return _refused(f"You confirmed something else than I asked. {NOTHING}")
        return self.act(plan_id, caller.assertion)

    def cancel(self, plan_id: str, caller: Caller) -> Reply:
        """Drop a plan."""
        dropped = self._drop(plan_id, caller)
        text = f"OK, dropped. {NOTHING}" if dropped else "There is nothing of yours to drop."
        return Reply(text=text, speech=text)

    def _drop(self, plan_id: str, caller: Caller) -> bool:
        if not plan_id or not caller.assertion:
            return False
        return self.store.cancel_plan(plan_id, caller.person.id)

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


def _agree(said: Mapping[str, str], planned: Mapping[str, str]) -> bool:
    return {k: same(v) for k, v in said.items()} == {k: same(v) for k, v in planned.items()}


def _refused(text: str) -> Reply:
    return Reply(text=text, speech=plain(text), state="failed")
