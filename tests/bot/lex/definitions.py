"""Any definition in our language, for hypothesis: what a person could write and Lex accepts."""

from typing import Any

from hypothesis import strategies as st

from bot.definition import Definition, LocaleExtras
from bot.flow import Flow, SlotFlow
from bot.lex.definition import (
    Closing,
    Confirmation,
    Fulfillment,
    InitialResponse,
    PromptSpecification,
    SlotCapture,
    WaitAndContinue,
)
from bot.model import (
    Access,
    Bot,
    Intent,
    IntentWords,
    Locale,
    OutputContext,
    Slot,
    SlotType,
    SlotValue,
)
from bot.templates import escaped
from tests.bot.lex.generated import NAMES, records

WORDS = st.text("abcdeéß ()[]|<>\\?!,", min_size=1, max_size=12).filter(str.strip)
LOCALES = ("en_US", "de_DE")


def _unique(items: st.SearchStrategy[Any], key: str, most: int = 3) -> st.SearchStrategy[Any]:
    named = st.lists(items, max_size=most, unique_by=lambda one: str(getattr(one, key)).casefold())
    return named.map(tuple)


def _slots() -> st.SearchStrategy[tuple[Slot, ...]]:
    slots = st.builds(
        Slot,
        name=NAMES,
        type=st.sampled_from(["AMAZON.City", "AMAZON.Number", "Kind"]),
        required=st.booleans(),
        max_retries=st.integers(0, 5),
        multiple=st.booleans(),
        defaults=st.lists(WORDS, max_size=2).map(tuple),
        obfuscated=st.booleans(),
        summary=st.sampled_from(["", "What it is."]),
    )
    return _unique(slots, "name", 2)


@st.composite
def _words(draw: st.DrawFn, slots: tuple[Slot, ...]) -> IntentWords:
    sentences = WORDS.map(lambda text: escaped(" ".join(text.split())))
    prompts = {
        slot.name: tuple(draw(st.lists(WORDS, min_size=1, max_size=3)))
        for slot in slots
        if slot.required or draw(st.booleans())
    }
    return IntentWords(
        utterances=tuple(draw(st.lists(sentences, max_size=3, unique_by=str.casefold))),
        prompts=prompts,
        slot_utterances={
            slot.name: tuple(draw(st.lists(sentences, min_size=1, max_size=2)))
            for slot in slots
            if draw(st.booleans())
        },
    )


@st.composite
def _intents(draw: st.DrawFn) -> Intent:
    slots = draw(_slots())
    return Intent(
        name=draw(NAMES),
        summary=draw(st.sampled_from(["One.", "Two."])),
        effect=draw(st.sampled_from(["read", "change"])),
        access=Access("viewer"),
        slots=slots,
        words={locale: draw(_words(slots)) for locale in LOCALES if draw(st.booleans())},
        input_contexts=tuple(draw(st.lists(NAMES, max_size=2))),
        output_contexts=draw(
            _unique(st.builds(OutputContext, NAMES, st.integers(5, 9), st.integers(1, 20)), "name")
        ),
    )


def _slot_types() -> st.SearchStrategy[SlotType]:
    values = _unique(st.builds(SlotValue, NAMES, st.lists(NAMES, max_size=2).map(tuple)), "value")
    return st.builds(
        SlotType,
        name=st.just("Kind"),
        summary=st.just("Which kind."),
        resolution=st.sampled_from(["expand", "restrict"]),
        values=values,
        locale_values=st.dictionaries(st.sampled_from(LOCALES), values, max_size=2),
        is_vocabulary=st.booleans(),
    )


def _flows() -> st.SearchStrategy[Flow]:
    def maybe(kind: Any) -> st.SearchStrategy[Any]:
        return st.none() | records(kind)

    slot = st.builds(
        SlotFlow,
        prompt=maybe(PromptSpecification),
        capture=maybe(SlotCapture),
        wait_and_continue=maybe(WaitAndContinue),
    )
    return st.builds(
        Flow,
        initial=maybe(InitialResponse),
        confirmation=maybe(Confirmation),
        fulfillment=maybe(Fulfillment),
        closing=maybe(Closing),
        dialog_code_hook=st.none() | st.booleans(),
        slots=st.none() | st.dictionaries(NAMES, slot, max_size=1),
    )


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    """Intents with slots, words in two locales, a slot type, flows, contexts."""
    intents = draw(_unique(_intents(), "name"))
    locales = tuple(
        Locale(
            locale,
            voice_id=draw(st.sampled_from(["", "Joanna"])),
            confirm=("yes",),
            deny=("no",),
            messages={
                "confirmation_prompt": "Sure?",
                "declined": "OK.",
                "retries_exhausted": "Eh.",
            },
        )
        for locale in LOCALES
    )
    bot = Bot(
        name=draw(NAMES),
        summary="Any bot.",
        session_ttl_seconds=draw(st.integers(60, 86400)),
        confidence_threshold=draw(st.floats(0, 1)),
        intents=tuple(sorted(intents, key=lambda intent: str(intent.name))),
        slot_types=(draw(_slot_types()),),
        locales=locales,
        dialog=draw(st.sampled_from(["managed", "configured"])),
        is_child_directed=draw(st.booleans()),
    )
    flows = {
        (intent.name, locale): draw(_flows())
        for intent in intents
        for locale in intent.words
        if draw(st.booleans())
    }
    return Definition(bot, flows, {locale.id: LocaleExtras() for locale in locales})
