"""The intents of a locale."""

from collections.abc import Sequence

from bot.definition import Definition
from bot.flow import Flow, SlotFlow
from bot.lex.compiling import managed
from bot.lex.compiling.slots import compile_slot
from bot.lex.definition import (
    Confirmation,
    DialogHookSwitch,
    Fulfillment,
    InitialResponse,
    InputContext,
    LexIntent,
    OutputContext,
    SampleUtterance,
    SlotPriority,
)
from bot.lex.definition.knowledge import Knowledge
from bot.lex.identifiers import FALLBACK, identifier
from bot.model import Bot, Intent, Locale


def compile_intent(
    definition: Definition, intent: Intent, locale: Locale, utterances: Sequence[str]
) -> LexIntent:
    """One intent in one locale.

    A built-in intent for which we have words of our own becomes a custom one: Lex takes none for
    its built-ins, and knows fewer (guide: built-in-intents).
    """
    bot, flow = definition.bot, definition.flow(intent.name, locale.id)
    is_fallback = intent.builtin == managed.FALLBACK
    knowledge = flow.knowledge or Knowledge()
    slots = flow.slots or {}
    return LexIntent(
        name=intent.name,
        identifier=FALLBACK if is_fallback else identifier("intent", intent.name),
        description=intent.summary if intent.summary != intent.name else None,
        parent_intent_signature=None if utterances else intent.builtin or None,
        display_name=flow.display_name,
        sample_utterances=tuple(SampleUtterance(text) for text in utterances) or None,
        intent_confirmation_setting=flow.confirmation or _confirmation(bot, intent, locale),
        intent_closing_setting=flow.closing,
        initial_response_setting=flow.initial or _initial(bot, intent),
        input_contexts=tuple(map(InputContext, intent.input_contexts)) or None,
        output_contexts=_output_contexts(intent),
        kendra_configuration=knowledge.kendra_configuration,
        qna_intent_configuration=knowledge.qna_intent_configuration,
        bedrock_agent_intent_configuration=knowledge.bedrock_agent_intent_configuration,
        q_in_connect_intent_configuration=knowledge.q_in_connect_intent_configuration,
        dialog_code_hook=_dialog_code_hook(bot, flow),
        fulfillment_code_hook=flow.fulfillment or _fulfillment(bot),
        slot_priorities=_priorities(intent),
        slots={
            slot.name: compile_slot(bot, intent, slot, locale, slots.get(slot.name, SlotFlow()))
            for slot in intent.slots
        },
    )


def _initial(bot: Bot, intent: Intent) -> InitialResponse | None:
    return managed.initial(intent) if bot.dialog == "managed" else None


def _confirmation(bot: Bot, intent: Intent, locale: Locale) -> Confirmation | None:
    asks = bot.dialog == "managed" and intent.effect != "read"
    return managed.confirmation(bot, locale) if asks else None


def _fulfillment(bot: Bot) -> Fulfillment | None:
    return managed.fulfillment() if bot.dialog == "managed" else None


def _dialog_code_hook(bot: Bot, flow: Flow) -> DialogHookSwitch | None:
    if flow.dialog_code_hook is not None:
        return DialogHookSwitch(flow.dialog_code_hook)
    return DialogHookSwitch(enabled=True) if bot.dialog == "managed" else None


def _output_contexts(intent: Intent) -> tuple[OutputContext, ...] | None:
    contexts = intent.output_contexts
    return tuple(OutputContext(one.name, one.seconds, one.turns) for one in contexts) or None


def _priorities(intent: Intent) -> tuple[SlotPriority, ...] | None:
    """Lowest first, in the order in which the slots are written."""
    numbered = enumerate(intent.slots, start=1)
    return tuple(SlotPriority(number, slot.name) for number, slot in numbered) or None
