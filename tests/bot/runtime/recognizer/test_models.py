"""What a recognizer hears with a trained model beside its templates."""

from functools import cache
from pathlib import Path

import pytest

from bot.dialog.state import Interpretation
from bot.lex.definition import (
    LexBot,
    LexIntent,
    LexLocale,
    LexSlot,
    LexSlotType,
    SampleUtterance,
    SampleValue,
    SlotTypeValue,
    ValueSelection,
)
from bot.lex.importing import bot_from_lex
from bot.model import Bot
from bot.runtime.recognizer import Recognizer, build_recognizer
from bot.runtime.recognizer.models import TrainedModels
from tests.bot.definition import product_bot

UTTERANCES = {
    "BookFlight": [
        "book a flight from {from_city} to {to_city}",
        "i want to fly from {from_city} to {to_city}",
        "i want to fly to {to_city} from {from_city}",
        "get me a plane ticket to {to_city}",
        "book a flight to {to_city} leaving from {from_city}",
        "a flight out of {from_city}",
    ],
    "OrderTaxi": [
        "order a taxi",
        "call me a cab",
        "i need a ride to the airport",
        "send a driver to my hotel",
    ],
    "BookHotel": [
        "book a hotel in {city}",
        "i need a room in {city}",
        "find me a place to stay",
        "reserve a room for two nights",
    ],
}
CITIES = ("Berlin", "Paris", "Rome", "Oslo", "Madrid", "Vienna")


def bot() -> Bot:
    """As an import makes it: nothing is known of it but what Lex knows."""
    cities = LexSlotType(
        slot_type_values=tuple(SlotTypeValue(SampleValue(city)) for city in CITIES),
        value_selection_setting=ValueSelection("OriginalValue"),
    )
    intents = {
        name: LexIntent(
            sample_utterances=tuple(map(SampleUtterance, said)),
            slots={
                slot: LexSlot(slot_type_name="City")
                for slot in ("from_city", "to_city", "city")
                if any("{" + slot + "}" in text for text in said)
            },
        )
        for name, said in UTTERANCES.items()
    }
    fallback = LexIntent(parent_intent_signature="AMAZON.FallbackIntent")
    locale = LexLocale(
        identifier="en_US",
        intents={**intents, "FallbackIntent": fallback},
        slot_types={"City": cities},
    )
    known = product_bot().locales
    return bot_from_lex(LexBot(name="Travel", locales={"en_US": locale}), known)


@cache
def models() -> TrainedModels:
    return TrainedModels(None, "words")


@cache
def recognizer() -> Recognizer:
    return build_recognizer(bot(), models=models())


def best(text: str, of: Recognizer | None = None) -> Interpretation:
    return (of or recognizer()).recognize(text, locale="en_US").interpretations[0]


def slots(found: Interpretation) -> dict[str, str | None]:
    return {name: fill.interpreted for name, fill in found.slots.items()}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("could a cab pick me up at the office", "OrderTaxi"),
        ("reserve hotel accommodation for our trip", "BookHotel"),
        ("where could we stay over night", "BookHotel"),
    ],
)
def test_what_resembles_no_utterance_enough_is_understood_by_the_model(
    text: str, intent: str
) -> None:
    assert best(text, build_recognizer(bot())).intent != intent
    assert best(text).intent == intent


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("so we would like to fly to Paris from Oslo", {"to_city": "Paris", "from_city": "Oslo"}),
        ("so we would like to fly from Paris to Rome", {"to_city": "Rome", "from_city": "Paris"}),
        ("so get us one cheap plane ticket to Rome", {"to_city": "Rome"}),
    ],
)  # fmt: skip
def test_the_words_around_a_value_tell_which_slot_of_a_type_it_fills(
    text: str, filled: dict[str, str]
) -> None:
    found = best(text)
    assert (found.intent, slots(found)) == ("BookFlight", filled)


@pytest.mark.parametrize(
    "text", ["don't book a hotel in Rome", "please never book a hotel in Rome"]
)
def test_what_is_negated_is_not_taken_for_it_though_nothing_asks_for_a_yes(text: str) -> None:
    assert best(text).intent == "FallbackIntent"


def test_an_utterance_of_the_definition_stays_certain() -> None:
    found = best("book a hotel in Rome")
    assert (found.intent, found.confidence, slots(found)) == ("BookHotel", 1.0, {"city": "Rome"})


def test_a_model_is_trained_once_for_all_recognizers_and_kept_for_the_next_process(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "models"
    texts = ("drive me to the airport", "a plane to Oslo from Vienna", "what a nice day")
    heard = []
    written = set()
    for kept in (TrainedModels(folder, "none"), TrainedModels(folder, "none")):
        one, other = build_recognizer(bot(), models=kept), build_recognizer(bot(), models=kept)
        heard += [[of.recognize(text, locale="en_US") for text in texts] for of in (one, other)]
        (path,) = folder.iterdir()
        written.add(path.read_bytes())
    assert len(written) == 1
    assert all(one == heard[0] for one in heard)


def test_the_level_that_was_asked_for_is_the_one_that_hears() -> None:
    assert TrainedModels(None, "none").level == "none"
    assert models().level == "words"
