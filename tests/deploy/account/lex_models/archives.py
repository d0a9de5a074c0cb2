"""Archives that tests import: a bot of their own, and the real exports in the shared data."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.lex.archive import read_archive, read_folder, write_archive
from bot.lex.definition import (
    Button,
    CustomVocabulary,
    CustomVocabularyItem,
    DataPrivacy,
    ImageResponseCard,
    LexBot,
    LexIntent,
    LexLocale,
    LexSlot,
    LexSlotType,
    Message,
    MessageGroup,
    MessageText,
    PromptSpecification,
    SampleUtterance,
    SampleValue,
    SlotPriority,
    SlotTypeValue,
    ValueElicitation,
    ValueSelection,
    VoiceSettings,
)

SHARED = Path(__file__).parents[5] / "shared" / "data" / "lex-archives"


def shop(*utterances: str, locales: tuple[str, ...] = ("en_US",), **more: Any) -> LexBot:
    """A bot that sells drinks: a slot type of its own, a slot, a priority, a card."""
    return replace(
        LexBot(
            name="Shop",
            version="DRAFT",
            identifier="ARCHIVEBOT",
            description="Sells drinks",
            data_privacy=DataPrivacy(child_directed=False),
            idle_session_ttl_in_seconds=600,
            locales={name: shop_locale(name, *utterances) for name in locales},
        ),
        **more,
    )


def shop_locale(name: str = "en_US", *utterances: str) -> LexLocale:
    order = LexIntent(
        name="Order",
        identifier="ARCHIVEORD",
        sample_utterances=tuple(map(SampleUtterance, utterances or ("order a {size} coffee",))),
        slot_priorities=(SlotPriority(1, "size"),),
        slots={"size": _size()},
    )
    fallback = LexIntent(
        name="FallbackIntent",
        identifier="FALLBCKINT",
        parent_intent_signature="AMAZON.FallbackIntent",
    )
    return LexLocale(
        identifier=name,
        voice_settings=VoiceSettings("neural", "Joanna"),
        nlu_confidence_threshold=0.4,
        intents={"Order": order, "FallbackIntent": fallback},
        slot_types={"Size": _sizes("small", "large")},
        custom_vocabulary=CustomVocabulary((CustomVocabularyItem(phrase="latte", weight=2),)),
    )


def _size() -> LexSlot:
    card = ImageResponseCard("Size", buttons=(Button("Small", "small"),))
    groups = (
        MessageGroup(Message(plain_text_message=MessageText("Which size?"))),
        MessageGroup(Message(image_response_card=card)),
    )
    return LexSlot(
        name="size",
        identifier="ARCHIVESLT",
        slot_type_name="Size",
        value_elicitation_setting=ValueElicitation(
            slot_constraint="Required",
            prompt_specification=PromptSpecification(groups, max_retries=2),
        ),
    )


def _sizes(*values: str) -> LexSlotType:
    return LexSlotType(
        name="Size",
        identifier="ARCHIVETYP",
        slot_type_values=tuple(SlotTypeValue(SampleValue(value)) for value in values),
        value_selection_setting=ValueSelection("TopResolution"),
    )


def archive(bot: LexBot) -> bytes:
    return write_archive(bot)


def read(data: bytes, password: str = "") -> LexBot:
    """A bot out of an archive; nothing in it may be unknown."""
    found = read_archive(data, password)
    assert found.unknown == ()
    return found.bot


def anonymous(bot: LexBot) -> LexBot:
    """Without identifiers and what an import gives anew: what is left must survive it."""
    locales = {name: _anonymous_locale(locale) for name, locale in bot.locales.items()}
    bare = replace(bot, identifier=None, version=None, name=None, idle_session_ttl_in_seconds=None)
    return replace(bare, data_privacy=None, error_log_settings=None, locales=locales)


def _anonymous_locale(locale: LexLocale) -> LexLocale:
    kinds = {name: replace(kind, identifier=None) for name, kind in locale.slot_types.items()}
    intents = {name: _anonymous_intent(intent) for name, intent in locale.intents.items()}
    return replace(locale, name=None, version=None, slot_types=kinds, intents=intents)


def _anonymous_intent(intent: LexIntent) -> LexIntent:
    slots = {name: replace(slot, identifier=None) for name, slot in intent.slots.items()}
    return replace(intent, identifier=None, slots=slots)


def real_archives() -> Mapping[str, LexBot]:
    """Name -> bot, of exports that Amazon Lex wrote; none where the data is not there."""
    found = {
        path.stem: read_archive(path.read_bytes()).bot
        for path in sorted(SHARED.glob("*.zip"))
        if "LexV1" not in path.name
    }
    folders = (path for path in sorted(SHARED.glob("*")) if path.is_dir())
    return {**found, **{path.name: read_folder(path).bot for path in folders}}
