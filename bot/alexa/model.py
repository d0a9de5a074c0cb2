"""From the bot to an interaction model of one locale. Pure.

The skill decides what is asked (delegation SKILL_RESPONSE); the `dialog` section is there because
Alexa refuses a Dialog directive for an intent that it does not list with all its slots.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.alexa.candidates import Candidates, Language, Spoken
from bot.alexa.definition import (
    Dialog,
    DialogIntent,
    DialogSlot,
    Intent,
    InteractionModel,
    LanguageModel,
    ModelConfiguration,
    MultipleValues,
    Prompt,
    PromptIds,
    Sensitivity,
    Slot,
    Variation,
)
from bot.alexa.document import model_json
from bot.alexa.names import alexa_name
from bot.alexa.notes import Note, note
from bot.alexa.samples import Samples
from bot.alexa.slot_types import Choice, choose, definitions
from bot.model import AlexaListing, AlexaSkill, Bot, IntentWords
from bot.model import Intent as BotIntent
from bot.model import Locale as BotLocale
from bot.platforms.alexa import alexa_platform
from bot.templates import escaped

YES = "AMAZON.YesIntent"
NO = "AMAZON.NoIntent"


@dataclass(frozen=True)
class Compiled:
    model: InteractionModel
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class _Source:
    """What one locale's model is made of."""

    bot: Bot
    skill: AlexaSkill
    listing: AlexaListing
    locale: BotLocale
    intents: tuple[BotIntent, ...]
    choices: Mapping[str, Choice]
    """The bot's slot type -> what stands for it."""

    def words(self, intent: BotIntent) -> IntentWords:
        return intent.words.get(self.locale.id, IntentWords())

    def spoken(self, intent: BotIntent, templates: Sequence[str]) -> Spoken:
        types = {slot.name: self.choices[slot.type].name for slot in intent.slots}
        return Spoken(intent.name, templates, types, is_built_in=bool(intent.builtin))


def compile_model(
    bot: Bot, skill: AlexaSkill, listing: AlexaListing, locale: BotLocale
) -> Compiled:
    """The interaction model of `locale`.

    Every intent has at most `samples_per_intent` samples; fewer, by the same factor for all, where
    the file would be larger than Alexa takes.
    """
    intents, refused = _intents(bot, locale.id)
    names = dict.fromkeys(slot.type for intent in intents for slot in intent.slots)
    choices = {name: choose(bot, locale.id, name) for name in names}
    source = _Source(bot, skill, listing, locale, intents, choices)
    found = _fitting(source)
    return Compiled(found.model, tuple(sorted({*refused, *found.notes})))


def _fitting(source: _Source) -> Compiled:
    """The model with as many samples as its file has room for."""
    platform = alexa_platform()
    budget = platform.limits["model_bytes"] * platform.model_share
    candidates = Candidates(Language(source.locale.id, source.locale.contractions))
    most = platform.samples_per_intent
    while True:
        found = _compiled(source, candidates, most)
        samples = _samples(found.model)
        size, of_samples = _bytes(model_json(found.model)), _bytes(samples)
        if size <= budget or most == 1:
            return found
        largest = max(map(len, samples))
        room = max(0, budget - (size - of_samples)) / of_samples
        most = max(1, min(largest - 1, int(largest * room)))


def _samples(model: InteractionModel) -> list[tuple[str, ...]]:
    intents = model.language_model.intents if model.language_model else None
    return [intent.samples or () for intent in intents or ()]


def _bytes(document: object) -> int:
    return len(json.dumps(document, indent=2, ensure_ascii=False).encode())


def _intents(bot: Bot, locale: str) -> tuple[tuple[BotIntent, ...], list[Note]]:
    """The intents that the channel lists and Alexa has room for, and notes on the others."""
    platform = alexa_platform()
    listed = [intent for intent in bot.intents if "alexa" in intent.channels]
    kept: list[BotIntent] = []
    notes: list[Note] = []
    room = platform.limits["intents"] - len(platform.required_intents)
    for intent in listed:
        if intent.builtin and intent.builtin not in platform.built_in_intents:
            notes.append(note("no_intent", locale, intent.name, subject=intent.builtin))
        elif len(kept) >= room and intent.builtin not in platform.required_intents:
            notes.append(note("too_many_intents", locale, intent.name))
        else:
            kept.append(intent)
        if intent.input_contexts:
            notes.append(note("contexts", locale, intent.name))
    return tuple(kept), notes


def _compiled(source: _Source, candidates: Candidates, most: int) -> Compiled:
    locale, samples = source.locale, Samples(candidates)
    types, type_notes = definitions(source.choices.values(), locale.id)
    language_model = LanguageModel(
        invocation_name=source.listing.invocation_name,
        intents=_language_intents(source, samples, most),
        types=types,
        model_configuration=ModelConfiguration(Sensitivity(source.skill.fallback_sensitivity)),
    )
    talking = [intent for intent in source.intents if _has_dialog(intent)]
    dialog = Dialog("SKILL_RESPONSE", tuple(_dialog_intent(source, one) for one in talking))
    prompts = tuple(prompt for one in talking for prompt in _prompts(source, one))
    notes = [note for choice in source.choices.values() for note in choice.notes]
    model = InteractionModel(language_model, dialog if talking else None, prompts or None)
    return Compiled(model, (*notes, *type_notes, *samples.notes))


def _language_intents(source: _Source, samples: Samples, most: int) -> tuple[Intent, ...]:
    """Ours, then those that every skill has; sorted, the built-in ones first."""
    found = [_intent(source, intent, samples, most) for intent in source.intents]
    names = {intent.name for intent in found}
    locale = source.locale
    # Phrases, not templates: a bracket in them is one.
    said = {YES: tuple(map(escaped, locale.confirm)), NO: tuple(map(escaped, locale.deny))}
    for name in alexa_platform().required_intents:
        if name not in names:
            spoken = Spoken(name, said.get(name, ()), is_built_in=True, is_quiet=True)
            found.append(Intent(name=name, samples=samples.claim(spoken, most)))
    return tuple(sorted(found, key=lambda intent: intent.name or ""))


def _intent(source: _Source, intent: BotIntent, samples: Samples, most: int) -> Intent:
    words = source.words(intent)
    said = samples.claim(source.spoken(intent, words.utterances), most)
    if intent.builtin:
        return Intent(name=intent.builtin, samples=said)
    slots = tuple(
        Slot(
            name=alexa_name(slot.name),
            type=source.choices[slot.type].name,
            multiple_values=MultipleValues(enabled=True) if slot.multiple else None,
            samples=samples.free(
                source.spoken(intent, words.slot_utterances.get(slot.name, ())), most
            )
            or None,
        )
        for slot in intent.slots
    )
    return Intent(name=alexa_name(intent.name), slots=slots or None, samples=said)


def _has_dialog(intent: BotIntent) -> bool:
    """Whether the skill may ask something: for a slot, or for a yes to a change."""
    return not intent.builtin and (bool(intent.slots) or intent.effect != "read")


def _dialog_intent(source: _Source, intent: BotIntent) -> DialogIntent:
    prompts = source.words(intent).prompts
    return DialogIntent(
        name=alexa_name(intent.name),
        confirmation_required=False,
        prompts=PromptIds(),
        slots=tuple(
            DialogSlot(
                name=alexa_name(slot.name),
                type=source.choices[slot.type].name,
                elicitation_required=slot.required and bool(prompts.get(slot.name)),
                confirmation_required=False,
                prompts=_prompt_ids(intent, slot.name, prompts),
            )
            for slot in intent.slots
        ),
    )


def _prompt_ids(intent: BotIntent, slot: str, prompts: Mapping[str, tuple[str, ...]]) -> PromptIds:
    return PromptIds(elicitation=_prompt_id(intent, slot)) if prompts.get(slot) else PromptIds()


def _prompt_id(intent: BotIntent, slot: str) -> str:
    return f"Elicit.Intent-{alexa_name(intent.name)}.IntentSlot-{alexa_name(slot)}"


def _prompts(source: _Source, intent: BotIntent) -> Iterable[Prompt]:
    """The first prompt of each slot; its retries are for the skill to say."""
    prompts = source.words(intent).prompts
    for slot in intent.slots:
        if texts := prompts.get(slot.name):
            variation = Variation("PlainText", texts[0])
            yield Prompt(_prompt_id(intent, slot.name), (variation,))
