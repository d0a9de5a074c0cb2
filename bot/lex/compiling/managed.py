"""The path of our own bot: the Lambda function is asked at every step and says what comes next.

Where it delegates, conditions say what Lex does, never Lex's defaults: a step after a code hook
that has no next step may make a bot fail (guide: understanding-new-flows). A hook that fails has no
path: the call fails (424), and the channel tells that it is not known what happened.
"""

from bot.lex.compiling.messages import prompt, sentence
from bot.lex.definition import (
    Condition,
    Conditional,
    ConditionalBranch,
    Confirmation,
    DefaultBranch,
    DialogAction,
    DialogCodeHook,
    DialogState,
    Fulfillment,
    InitialResponse,
    IntentOverride,
    PostCodeHook,
    PostFulfillment,
    SlotCapture,
)
from bot.lex.definition.steps import ActionType
from bot.model import Bot, Intent, Locale

FALLBACK = "AMAZON.FallbackIntent"
CONFIRMATION_RETRIES = 2
"""Two: three questions in all."""
MAX_BRANCHES = 4


def step(action: ActionType, slot: str | None = None) -> DialogState:
    return DialogState(DialogAction(action, slot))


def initial(intent: Intent) -> InitialResponse:
    """What nothing matched has no values to ask about: it is fulfilled at once."""
    if intent.builtin == FALLBACK:
        return InitialResponse(next_step=step("FulfillIntent"))
    return InitialResponse(next_step=step("InvokeDialogCodeHook"), code_hook=_hook(intent))


def capture(bot: Bot, intent: Intent, locale: Locale) -> SlotCapture:
    """After an answer the function is asked again; after the last retry the fallback intent is."""
    return SlotCapture(
        capture_next_step=step("InvokeDialogCodeHook"),
        failure_response=sentence(locale, "retries_exhausted"),
        failure_next_step=_fall_back(bot),
        code_hook=_hook(intent),
    )


def confirmation(bot: Bot, locale: Locale) -> Confirmation:
    """A no asks the function too: what was planned is dropped before it is acknowledged."""
    questions = (
        locale.messages.get(id_, "") for id_ in ("confirmation_prompt", "confirmation_retry")
    )
    texts = [text for text in questions if text]
    dropped = DialogCodeHook(
        enable_code_hook_invocation=True,
        active=True,
        post_code_hook_specification=PostCodeHook(success_next_step=step("EndConversation")),
    )
    return Confirmation(
        prompt_specification=prompt(texts, CONFIRMATION_RETRIES),
        active=True,
        confirmation_next_step=step("FulfillIntent"),
        declination_response=sentence(locale, "declined"),
        declination_next_step=step("InvokeDialogCodeHook"),
        failure_response=sentence(locale, "retries_exhausted"),
        failure_next_step=_fall_back(bot),
        code_hook=dropped,
    )


def fulfillment() -> Fulfillment:
    done = PostFulfillment(success_next_step=step("EndConversation"))
    return Fulfillment(enabled=True, active=True, post_fulfillment_status_specification=done)


def _hook(intent: Intent) -> DialogCodeHook:
    return DialogCodeHook(
        enable_code_hook_invocation=True,
        active=True,
        post_code_hook_specification=_after_hook(intent),
    )


def _after_hook(intent: Intent) -> PostCodeHook:
    """Delegate: the first required slot that is empty, then confirmation or fulfillment."""
    last = step("FulfillIntent" if intent.effect == "read" else "ConfirmIntent")
    required = [slot.name for slot in intent.slots if slot.required][:MAX_BRANCHES]
    if not required:
        return PostCodeHook(success_next_step=last)
    branches = tuple(
        ConditionalBranch(
            name=f"{slot}_missing",
            condition=Condition(f"!fn.IS_SET({{{slot}}})"),
            next_step=step("ElicitSlot", slot),
        )
        for slot in required
    )
    return PostCodeHook(
        success_next_step=step("EvaluateConditional"),
        success_conditional=Conditional(True, branches, DefaultBranch(next_step=last)),
    )


def _fall_back(bot: Bot) -> DialogState:
    name = next((intent.name for intent in bot.intents if intent.builtin == FALLBACK), None)
    if name is None:
        return step("EndConversation")
    return DialogState(DialogAction("StartIntent"), IntentOverride(name))
