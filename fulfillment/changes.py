"""Changes, as far as fulfillment goes: plan, keep, ask; then ask the act function to use the plan.

Nothing here writes to AWS. What a caller sends (Confirmed, a plan's id, slots) is only a request.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.model import Bot, Intent
from fulfillment.catalog.names import same
from fulfillment.errors import PlanRefused, StoreError
from fulfillment.identity.policy import DIRECT
from fulfillment.markdown import plain
from fulfillment.operations import known, reply_of
from fulfillment.ops.backends import Backends
from fulfillment.plan import PLAN_SECONDS, Plan, StoredPlan, fingerprint_of
from fulfillment.registry import perform, plan_of
from fulfillment.request import Caller, IntentRequest, Outcome
from fulfillment.sentences import Phrase, Say, locale_of, phrase, sentences
from fulfillment.store import Store
from fulfillment.turn import Action, Invocation, Reply, Turn

Act = Callable[[Say, str, str], Reply]
"""(sentences, plan id, assertion) -> what came of it; never raises for what AWS or Lambda answer.
"""

Dropped = Literal["dropped", "nothing", "used"]
"""nothing: no plan of the person is pending; used: they have confirmed it already."""

_UNRECORDED = phrase("table_silent", what=phrase("record_assertion"))
_TOO_LATE: Mapping[str, Phrase] = {
    "started": phrase("too_late_started"),
    "unknown": phrase("too_late_unknown"),
    "refused": phrase("too_late_refused"),
    "succeeded": phrase("too_late_succeeded"),
    "failed": phrase("too_late_failed"),
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
        say = self._say(caller)
        if not self.can_act:
            return Outcome(_refused(say("cannot_change_here")))
        if request.confirmation == "Denied":
            return self._declined(say, request, caller)
        if not caller.is_recorded:
            raise StoreError(_UNRECORDED)
        if request.confirmation == "Confirmed" and request.phase == "dialog":
            return Outcome(None, request.slots, request.plan_id)
        if request.confirmation == "Confirmed":
            return Outcome(self.confirm(request.plan_id, caller, request))
        if request.phase == "fulfillment":
            return Outcome(_refused(say("not_confirmed")))
        return None

    def _declined(self, say: Say, request: IntentRequest, caller: Caller) -> Outcome:
        dropped = self.drop(request.plan_id, caller)
        if dropped == "dropped" and request.phase == "dialog":
            # Lex goes on to the configured declination: Failed, Denied, and its own words.
            return Outcome(None, request.slots)
        if dropped == "dropped":
            return Outcome(_said(say("ok_unchanged")))
        if dropped == "used":
            return Outcome(self._too_late(say, request.plan_id, caller))
        return Outcome(_refused(say("no_longer_waiting")))

    def plan(self, intent: Intent, turn: Turn, backends: Backends, caller: Caller) -> Plan:
        """What would be done. Raises `PlanRefused` and `OpsError`."""
        plan: Plan = perform(plan_of(intent), turn, backends, intent)
        if caller.person.identity == DIRECT:
            raise PlanRefused(turn.say("who_asks"))
        return plan

    def propose(self, plan: Plan, turn: Turn, caller: Caller, *, asks_first: bool) -> Outcome:
        """Keep the plan, and ask; or use it at once. Raises `StoreError`."""
        stored = StoredPlan(
            id=self.new_id(),
            plan=plan,
            person=caller.person.id,
            expires_at=int(self.clock().timestamp()) + PLAN_SECONDS,
        )
        if not asks_first and self.act is not None:
            return Outcome(self._at_once(self.act, stored, turn, caller), turn.slots)
        self.store.save_plan(stored)
        prompt = locale_of(self.bot, caller.locale).messages["confirmation_prompt"]
        return Outcome(_asked(turn.say, stored, prompt), turn.slots, stored.id)

    def _at_once(self, act: Act, stored: StoredPlan, turn: Turn, caller: Caller) -> Reply:
        """The same way as after a yes. One turn plans it once, however often Lex calls for it."""
        at_once = replace(stored, id=_id_in(turn, caller), used_in=turn_of(caller))
        try:
            self.store.save_plan(at_once)
        except StoreError:
            if self.store.plan(at_once.id) is None:
                raise
        return act(turn.say, at_once.id, caller.assertion)

    def confirm(self, plan_id: str, caller: Caller, request: IntentRequest | None = None) -> Reply:
        """Ask for a plan to be used. `request`: the intent that the yes came with, where it did."""
        say = self._say(caller)
        if self.act is None:
            return _refused(say("cannot_change_here"))
        if not caller.is_recorded:
            raise StoreError(_UNRECORDED)
        stored = self.store.plan(plan_id) if plan_id else None
        if not caller.assertion or stored is None or stored.person != caller.person.id:
            # The same words for another person's plan and for none: ids are not to be probed.
            return _refused(say("nothing_to_confirm"))
        if request is not None and not _agree(request, stored.plan):
            return _refused(say("confirmed_otherwise"))
        return self.act(say, plan_id, caller.assertion)

    def cancel(self, plan_id: str, caller: Caller) -> Reply:
        """Drop a plan, and say what came of that. Raises `StoreError`."""
        say = self._say(caller)
        dropped = self.drop(plan_id, caller)
        if dropped == "used":
            return self._too_late(say, plan_id, caller)
        return _said(say("dropped") if dropped == "dropped" else say("nothing_to_drop"))

    def drop(self, plan_id: str, caller: Caller) -> Dropped:
        """Drop a pending plan of the caller, where it is one. Raises `StoreError`."""
        if not plan_id or not caller.assertion:
            return "nothing"
        if self.store.cancel_plan(plan_id, caller.person.id):
            return "dropped"
        stored = self.store.plan(plan_id)
        is_used = stored and stored.person == caller.person.id and stored.state == "used"
        return "used" if is_used else "nothing"

    def _too_late(self, say: Say, plan_id: str, caller: Caller) -> Reply:
        """What came of a plan that was used, for somebody who wants it dropped."""
        record = self.store.operation(plan_id)
        if record is None:
            return _said(say("too_late_unseen"))
        text = say.phrase(_TOO_LATE[record.ended or record.outcome])
        if caller.audience == "public":
            return _said(text)
        return replace(reply_of(say, record, known(say, record)), text=text, speech=text)

    def _say(self, caller: Caller) -> Say:
        return sentences(self.bot, caller.locale)


def turn_of(caller: Caller) -> str:
    """The request of a channel, as its assertion proves it."""
    return f"{caller.channel}:{caller.event_id}"


def _id_in(turn: Turn, caller: Caller) -> str:
    """The plan of this very request."""
    asked = {"turn": turn_of(caller), "intent": turn.intent, "slots": dict(turn.slots)}
    return fingerprint_of({**asked, "person": caller.person.id})


def _asked(say: Say, stored: StoredPlan, prompt: str) -> Reply:
    plan = stored.plan
    asked = " ".join(one for one in (plan.sentence, plan.note, prompt) if one)
    spoken = " ".join(one for one in (plan.speech, plain(plan.note), prompt) if one)
    return Reply(
        text=asked,
        speech=spoken,
        actions=(
            Action(say("go_ahead"), Invocation("confirm", stored.id), "primary"),
            Action(say("do_cancel"), Invocation("cancel", stored.id)),
        ),
        suggestions=(say("suggest_yes"), say("suggest_no")),
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
