"""One turn of a dialog, as a generator that yields where the Lambda function is asked."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, replace

from bot.dialog.engine.answers import Delegated, Refused, adopt, switched
from bot.dialog.engine.definition import DialogDefinition
from bot.dialog.engine.following import AskHook, Way, follow
from bot.dialog.engine.goals import (
    Captured,
    Confirm,
    Decide,
    Elicit,
    End,
    Fulfilled,
    Goal,
    Resume,
)
from bot.dialog.engine.hearing import best, eligible, hear
from bot.dialog.engine.saying import NoUsableMessageError, Voice
from bot.dialog.engine.session import Working
from bot.dialog.engine.stages import AskElicitation, AskFulfillment, Next, Waits, do
from bot.dialog.engine.updating import updates_of
from bot.dialog.state import (
    Attempt,
    DialogAction,
    DialogState,
    HookAnswer,
    HookCall,
    HookFailure,
    IntentState,
    Interpretation,
    Message,
    TurnOutput,
    UserInput,
)
from bot.lex.definition import PostCodeHook

Turn = Generator[HookCall, HookAnswer | HookFailure, TurnOutput]
"""What `take_turn` and `put_session` give; `drive` runs it."""

MAX_STEPS = 100
"""Internal steps of one turn: more mean that steps or hooks send the dialog in a circle."""
MAX_MESSAGES = 10
MAX_INTERPRETATIONS = 5
_ATTEMPTS: tuple[Attempt, ...] = ("Initial", "Retry1", "Retry2", "Retry3", "Retry4", "Retry5")


@dataclass(frozen=True)
class Options:
    """What a caller says beside the input."""

    intent_switch: bool = True
    """False (request attribute `x-amz-lex:intent-switch`: DISABLE) keeps the intent in play while
    a slot or a confirmation is asked for."""
    accepts: frozenset[str] = frozenset()
    """Content types of messages; none means any."""
    seed: str = ""
    """Of every random choice between messages."""
    request_attributes: Mapping[str, str] = field(default_factory=dict)
    input_mode: str = "Text"


NO_OPTIONS = Options()


def take_turn(
    definition: DialogDefinition,
    state: DialogState,
    heard: UserInput,
    options: Options = NO_OPTIONS,
) -> Turn:
    """One input of a person.

    The output's `failure` is set where a hook failed without a path for it, where no message can be
    used, or where the dialog went in a circle: its state is then the one that the turn began with.
    """
    working = _working(definition, state, heard, options)
    goal = hear(working, may_switch=options.intent_switch)
    return (yield from _Run(working, state).run(goal))


def put_session(
    definition: DialogDefinition,
    state: DialogState,
    messages: tuple[Message, ...] = (),
    options: Options = NO_OPTIONS,
    *,
    begins: bool = False,
) -> Turn:
    """Go on from a state that a caller has set, without an input (Lex's PutSession).

    Delegate takes the state's intent on from its initial hook, or where it `begins` starts it with
    its defaults and its initial response, as an utterance would; any other action says `messages`,
    or where there are none the prompt that is configured for it.
    """
    working = _working(definition, state, UserInput(()), options)
    goal = _resumed(working, messages, begins=begins)
    if goal is None:
        working.messages.extend(messages)
        return _output(working, state)
    return (yield from _Run(working, state).run(goal))


def drive(turn: Turn, hook: Callable[[HookCall], HookAnswer | HookFailure]) -> TurnOutput:
    """Run `turn` to its end, answering its calls with `hook`. Raises only what `hook` raises."""
    try:
        call = next(turn)
        while True:
            call = turn.send(hook(call))
    except StopIteration as end:
        output: TurnOutput = end.value
        return output


def _working(
    definition: DialogDefinition, state: DialogState, heard: UserInput, options: Options
) -> Working:
    voice = Voice(options.accepts, options.seed)
    return Working(definition, state, heard, voice, options.request_attributes, options.input_mode)


def _resumed(working: Working, messages: tuple[Message, ...], *, begins: bool) -> Goal | None:
    state = working.state
    action = state.action
    if action is None or state.intent is None:
        return None
    if action.type == "Delegate":
        return Resume(anew=begins)
    if action.type == "ElicitSlot":
        part, style = action.sub_slot_to_elicit, action.style
        slot = action.slot_to_elicit
        return Elicit(slot, messages=messages, forced=True, sub_slot=part, style=style)
    if action.type == "ConfirmIntent":
        return Confirm(messages=messages, forced=True)
    return None


class _Run:
    """A turn under way."""

    def __init__(self, working: Working, before: DialogState) -> None:
        self._working = working
        self._before = before
        self._request_attributes: Mapping[str, str] | None = None

    def run(self, goal: Goal) -> Turn:
        following: Next = goal
        try:
            for _ in range(MAX_STEPS):
                if isinstance(following, Waits):
                    return _output(self._working, self._before, self._request_attributes)
                reached = yield from self._step(following)
                if isinstance(reached, HookFailure):
                    return self._failed(reached)
                following = reached
        except NoUsableMessageError as error:
            return self._failed(
                HookFailure(f"{error}: no message has a content type that is accepted", "unusable")
            )
        return self._failed(_circle())

    def _failed(self, failure: HookFailure) -> TurnOutput:
        return TurnOutput(self._before, failure=failure, trace=tuple(self._working.trace))

    def _step(
        self, following: Next
    ) -> Generator[HookCall, HookAnswer | HookFailure, Next | HookFailure]:
        if isinstance(following, AskHook):
            return (yield from self._dialog_hook(following))
        if isinstance(following, AskFulfillment):
            return (yield from self._fulfillment_hook())
        if isinstance(following, AskElicitation):
            return (yield from self._elicitation_hook(following))
        assert not isinstance(following, Waits)  # noqa: S101 - `run` has ended by then
        return do(self._working, following)

    def _dialog_hook(
        self, ask: AskHook
    ) -> Generator[HookCall, HookAnswer | HookFailure, Next | HookFailure]:
        working, hook = self._working, ask.hook
        if hook is None or hook.active is False:
            return ask.default
        then = hook.post_code_hook_specification or PostCodeHook()
        if not hook.enable_code_hook_invocation or not self._may_ask():
            working.note(ask.where, "the code hook is not invoked")
            return self._after(then, "success", ask)
        before = working.state.intent
        answer = yield self._call(hook.invocation_label or "")
        if isinstance(answer, HookFailure):
            return self._failing(then, answer, ask)
        self._note_attributes(answer)
        adopted = adopt(working, answer)
        if isinstance(adopted, Refused):
            refused = HookFailure("the function says that the intent has failed", "raised")
            has_path = _has_path(then, "failure")
            return self._failing(then, refused, ask) if has_path else End("Failed", answer.messages)
        if isinstance(adopted, Delegated):
            return switched(before, working.state.intent) or self._delegated(before, then, ask)
        return adopted

    def _delegated(self, before: IntentState | None, then: PostCodeHook, ask: AskHook) -> Next:
        """A no stays a no, whatever the function leaves out of its answer."""
        if before is not None and before.confirmation == "Denied":
            self._working.set_intent(replace(self._working.intent, confirmation="Denied"))
        return self._after(then, "success", ask)

    def _may_ask(self) -> bool:
        """The intent-wide switch; an intent without it asks."""
        intent = self._working.definition.intent(self._working.intent.name)
        switch = intent.dialog_code_hook if intent else None
        return switch is None or switch.enabled is not False

    def _after(self, then: PostCodeHook, outcome: str, ask: AskHook) -> Next:
        working, where = self._working, f"{ask.where}/{outcome}"
        working.say(getattr(then, f"{outcome}_response"), where)
        step = getattr(then, f"{outcome}_next_step")
        conditional = getattr(then, f"{outcome}_conditional")
        default: Goal = ask.default if outcome == "success" else End("Failed")
        return follow(working, Way(step, conditional, None, default, where))

    def _failing(
        self, then: PostCodeHook, failure: HookFailure, ask: AskHook
    ) -> Next | HookFailure:
        outcome = "timeout" if failure.kind == "timeout" else "failure"
        if not _has_path(then, outcome):
            return failure
        self._working.note(ask.where, f"the code hook fails: {failure.kind}")
        self._working.set_phase("Failed")
        return self._after(then, outcome, ask)

    def _fulfillment_hook(
        self,
    ) -> Generator[HookCall, HookAnswer | HookFailure, Next | HookFailure]:
        working = self._working
        intent = working.definition.intent(working.intent.name)
        hook = intent.fulfillment_code_hook if intent else None
        after = hook.post_fulfillment_status_specification if hook else None
        answer = yield self._call("", fulfills=True)
        if isinstance(answer, HookFailure):
            outcome: str = "timeout" if answer.kind == "timeout" else "failure"
            if not _has_path(after, outcome):
                return answer
            return Fulfilled("timeout" if outcome == "timeout" else "failure")
        self._note_attributes(answer)
        return self._fulfillment_answer(answer)

    def _fulfillment_answer(self, answer: HookAnswer) -> Next | HookFailure:
        working = self._working
        before = working.state.intent
        adopted = adopt(working, answer)
        if isinstance(adopted, Refused):
            return Fulfilled("failure", answer.messages)
        if isinstance(adopted, Delegated):
            if begun := switched(before, working.state.intent):
                return begun
            missing = working.definition.missing(working.intent)
            return Decide() if missing else Fulfilled("success")
        if isinstance(adopted, End) and adopted.phase == "Fulfilled":
            return Fulfilled("success", adopted.messages)
        return adopted

    def _elicitation_hook(
        self, ask: AskElicitation
    ) -> Generator[HookCall, HookAnswer | HookFailure, Next | HookFailure]:
        """The function may find the value itself; else the question comes again."""
        working = self._working
        before = working.state.intent
        attempt = _ATTEMPTS[min(ask.attempts, len(_ATTEMPTS) - 1)]
        answer = yield self._call(ask.hook.invocation_label or "", attempt, ask.slot)
        if isinstance(answer, HookFailure):
            return answer
        self._note_attributes(answer)
        adopted = adopt(working, answer)
        if isinstance(adopted, Delegated):
            return switched(before, working.state.intent) or self._asked_again(ask)
        if isinstance(adopted, Refused):
            return End("Failed", answer.messages)
        return adopted if isinstance(adopted, HookFailure) else _numbered(adopted, ask)

    def _asked_again(self, ask: AskElicitation) -> Goal:
        working = self._working
        if not ask.slot:
            return Confirm(attempt=ask.attempts, forced=True)
        if working.intent.slots.get(ask.slot) is not None:
            return Captured(ask.slot)
        return Elicit(ask.slot, attempt=ask.attempts)

    def _note_attributes(self, answer: HookAnswer) -> None:
        if answer.request_attributes is not None:
            self._request_attributes = answer.request_attributes

    def _call(
        self, label: str, attempt: Attempt = "Initial", slot: str = "", *, fulfills: bool = False
    ) -> HookCall:
        working = self._working
        interpretations = _interpretations(working, self._before)
        transcript = working.heard.transcript
        working.note("/code_hook", f"is asked{f' as {label}' if label else ''}")
        if fulfills:
            return HookCall(
                "FulfillmentCodeHook",
                working.state,
                interpretations,
                transcript,
                updates=updates_of(working),
            )
        wanted = slot or working.definition.missing(working.intent)
        proposed = DialogAction("ElicitSlot", wanted) if wanted else None
        return HookCall(
            "DialogCodeHook", working.state, interpretations, transcript, proposed, attempt, label
        )


def _numbered(goal: Goal, ask: AskElicitation) -> Goal:
    """A function that asks for the same slot again does not win another try."""
    if isinstance(goal, Elicit) and goal.slot == ask.slot:
        return replace(goal, attempt=ask.attempts)
    if isinstance(goal, Confirm) and not ask.slot:
        return replace(goal, attempt=ask.attempts)
    return goal


def _has_path(then: object, outcome: str) -> bool:
    members = ("response", "next_step", "conditional")
    return any(getattr(then, f"{outcome}_{member}", None) is not None for member in members)


def _circle() -> HookFailure:
    return HookFailure(
        f"the dialog took more than {MAX_STEPS} steps without asking the person anything: its "
        "steps, or the code hooks' answers, go in a circle",
        "malformed",
    )


def _output(
    working: Working,
    before: DialogState,
    request_attributes: Mapping[str, str] | None = None,
) -> TurnOutput:
    return TurnOutput(
        working.state,
        tuple(working.messages[:MAX_MESSAGES]),
        interpretations=_interpretations(working, before),
        request_attributes=request_attributes,
        trace=tuple(working.trace),
    )


def _interpretations(working: Working, before: DialogState) -> tuple[Interpretation, ...]:
    """The intent in play first, with the slots it has now; then the input's other readings."""
    found = eligible(working, before.contexts)
    intent = working.state.intent
    if intent is None:
        return found[:MAX_INTERPRETATIONS]
    others = tuple(one for one in found if one.intent != intent.name)
    slots = {name: fill for name, fill in intent.slots.items() if fill is not None}
    confidence = _confidence(working, before, intent.name)
    return (Interpretation(intent.name, slots, confidence), *others)[:MAX_INTERPRETATIONS]


def _confidence(working: Working, before: DialogState, name: str) -> float | None:
    """As recognised; 1.0 for an intent that stays in play, as Lex gives; none for the fallback."""
    if working.definition.is_fallback(name):
        return None
    chosen = best(working, before.contexts)
    asks = before.action is not None and before.action.type in ("ElicitSlot", "ConfirmIntent")
    stays = before.intent is not None and before.intent.name == name and asks
    return chosen.confidence if chosen.intent == name and not stays else 1.0
