"""The slots of an intent."""

from bot.flow import SlotFlow
from bot.lex.compiling.managed import capture
from bot.lex.compiling.messages import prompt
from bot.lex.compiling.utterances import sample
from bot.lex.definition import (
    DefaultValue,
    DefaultValues,
    LexSlot,
    MultipleValues,
    Obfuscation,
    PromptSpecification,
    SampleUtterance,
    SubSlot,
    SubSlotElicitation,
    SubSlots,
    ValueElicitation,
)
from bot.lex.identifiers import identifier
from bot.model import Bot, Intent, IntentWords, Locale, Slot
from bot.platforms import lex_platform


def compile_slot(bot: Bot, intent: Intent, slot: Slot, locale: Locale, flow: SlotFlow) -> LexSlot:
    """`flow` replaces what it has of it."""
    words = intent.words[locale.id]
    return LexSlot(
        name=slot.name,
        identifier=identifier("slot", intent.name, slot.name),
        description=slot.summary or None,
        slot_type_name=slot.type,
        obfuscation_setting=Obfuscation("DefaultObfuscation") if slot.obfuscated else None,
        value_elicitation_setting=_elicitation(bot, intent, slot, locale, flow),
        multiple_values_setting=MultipleValues(allow_multiple_values=True)
        if slot.multiple
        else None,
        sub_slot_setting=flow.sub_slots or _sub_slots(bot, slot, words),
    )


def _elicitation(
    bot: Bot, intent: Intent, slot: Slot, locale: Locale, flow: SlotFlow
) -> ValueElicitation:
    words = intent.words[locale.id]
    managed = capture(bot, intent, locale) if bot.dialog == "managed" else None
    return ValueElicitation(
        slot_constraint="Required" if slot.required else "Optional",
        prompt_specification=flow.prompt or _prompt(slot, words),
        default_value_specification=_defaults(slot),
        sample_utterances=_utterances(words.slot_utterances.get(slot.name, ())),
        wait_and_continue_specification=flow.wait_and_continue,
        slot_capture_setting=flow.capture or managed,
        slot_resolution_setting=flow.resolution,
    )


def _prompt(slot: Slot, words: IntentWords) -> PromptSpecification | None:
    return prompt(words.prompts.get(slot.name, ()), slot.max_retries)


def _defaults(slot: Slot) -> DefaultValues | None:
    if not slot.defaults:
        return None
    return DefaultValues(tuple(DefaultValue(value) for value in slot.defaults))


def _utterances(templates: tuple[str, ...]) -> tuple[SampleUtterance, ...] | None:
    most = lex_platform().limits["slot_utterances"]
    return tuple(SampleUtterance(text) for text in sample(templates, most)) or None


def _sub_slots(bot: Bot, slot: Slot, words: IntentWords) -> SubSlots | None:
    """Each part with its type's identifier, as exports have it, and its own prompt."""
    slot_type = bot.slot_type(slot.type)
    if slot_type is None or not slot_type.parts:
        return None
    specifications = {
        part: SubSlot(
            slot_type_id=type_identifier(kind),
            value_elicitation_setting=_part_elicitation(slot, part, words),
        )
        for part, kind in slot_type.parts.items()
    }
    return SubSlots(slot.expression or None, specifications)


def _part_elicitation(slot: Slot, part: str, words: IntentWords) -> SubSlotElicitation | None:
    question = prompt(words.prompts.get(f"{slot.name}.{part}", ()), slot.max_retries)
    return SubSlotElicitation(question) if question else None


def type_identifier(name: str) -> str:
    """How a sub-slot names its type: a custom one by identifier."""
    return name if name.startswith("AMAZON.") else identifier("slot type", name)
