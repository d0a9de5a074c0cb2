"""Intents of an import: contract, words and flow of one locale."""

from bot.flow import Flow, SlotFlow
from bot.lex.definition import LexIntent, LexLocale
from bot.lex.definition.knowledge import Knowledge
from bot.lex.importing.slots import (
    short_prompts,
    slot_flow,
    slot_from_lex,
    slot_utterances,
    utterance_texts,
)
from bot.model import Access, Intent, IntentWords, OutputContext

ACCESS = Access("admin")
"""Deny by default: who imports a bot decides who may use it."""


def intent_from_lex(name: str, lex: LexIntent) -> Intent:
    """The contract, without words."""
    names = _by_priority(lex)
    return Intent(
        name=name,
        summary=lex.description or name,
        effect="change" if lex.intent_confirmation_setting else "read",
        access=ACCESS,
        slots=tuple(slot_from_lex(slot, lex.slots[slot]) for slot in names),
        builtin=lex.parent_intent_signature or "",
        input_contexts=tuple(one.name or "" for one in lex.input_contexts or ()),
        output_contexts=tuple(
            OutputContext(one.name or "", one.time_to_live_in_seconds or 0, one.turns_to_live or 0)
            for one in lex.output_contexts or ()
        ),
    )


def words_from_lex(lex: LexIntent) -> IntentWords:
    """The words of the locale that `lex` stands in."""
    prompts: dict[str, tuple[str, ...]] = {}
    answers = {}
    for name in _by_priority(lex):
        prompts |= short_prompts(name, lex.slots[name])
        if found := slot_utterances(lex.slots[name]):
            answers[name] = found
    return IntentWords(
        utterances=utterance_texts(lex.sample_utterances),
        prompts=prompts,
        slot_utterances=answers,
    )


def flow_from_lex(lex: LexIntent, locale: LexLocale) -> Flow:
    """Everything that contract and words do not say."""
    slots = {name: slot_flow(slot, locale) for name, slot in lex.slots.items()}
    knowledge = Knowledge(
        lex.kendra_configuration,
        lex.qna_intent_configuration,
        lex.bedrock_agent_intent_configuration,
        lex.q_in_connect_intent_configuration,
    )
    switch = lex.dialog_code_hook
    return Flow(
        initial=lex.initial_response_setting,
        confirmation=lex.intent_confirmation_setting,
        fulfillment=lex.fulfillment_code_hook,
        closing=lex.intent_closing_setting,
        dialog_code_hook=switch.enabled if switch else None,
        slots={name: flow for name, flow in slots.items() if flow != SlotFlow()} or None,
        knowledge=knowledge if knowledge != Knowledge() else None,
        display_name=lex.display_name,
    )


def _by_priority(lex: LexIntent) -> list[str]:
    """Slot names, lowest priority first; those without one last."""
    order = {one.slot_name: one.priority or 0 for one in lex.slot_priorities or ()}
    last = max(order.values(), default=0) + 1
    return sorted(lex.slots, key=lambda name: order.get(name, last))
