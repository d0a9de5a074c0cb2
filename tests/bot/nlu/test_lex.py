"""A locale of a Lex bot becomes a training set."""

from bot.lex.definition import (
    Confirmation,
    LexIntent,
    LexLocale,
    LexSlot,
    LexSlotType,
    SampleUtterance,
    SampleValue,
    SlotTypeValue,
    ValueElicitation,
    ValueSelection,
)
from bot.nlu import SlotText
from bot.nlu.lex import Hints, parse_utterance, training_set

LOCALE = LexLocale(
    identifier="en_US",
    intents={
        "BookCar": LexIntent(
            name="BookCar",
            sample_utterances=(
                SampleUtterance("rent a {CarType}  on {Day}"),
                SampleUtterance("rent a {Wheels}"),
            ),
            intent_confirmation_setting=Confirmation(),
            slots={
                "CarType": LexSlot(
                    name="CarType",
                    slot_type_name="CarTypes",
                    value_elicitation_setting=ValueElicitation(
                        sample_utterances=(SampleUtterance("an {CarType} one"),)
                    ),
                ),
                "Day": LexSlot(name="Day", slot_type_name="AMAZON.Date"),
            },
        ),
        "Stop": LexIntent(name="Stop", parent_intent_signature="AMAZON.StopIntent"),
        "FallbackIntent": LexIntent(
            name="FallbackIntent", parent_intent_signature="AMAZON.FallbackIntent"
        ),
    },
    slot_types={
        "CarTypes": LexSlotType(
            name="CarTypes",
            slot_type_values=(
                SlotTypeValue(SampleValue("economy"), (SampleValue("cheap"),)),
                SlotTypeValue(SampleValue("luxury")),
            ),
            value_selection_setting=ValueSelection(resolution_strategy="TopResolution"),
        ),
        "Unused": LexSlotType(name="Unused"),
    },
)


def test_an_utterance_is_cut_at_its_placeholders() -> None:
    assert parse_utterance("rent {A}{ B } now") == ("rent ", SlotText("A"), SlotText("B"), " now")
    assert parse_utterance("") == ()


def test_intents_that_can_be_said_are_learned_with_their_slots_and_answers() -> None:
    stop, book = sorted(training_set(LOCALE).intents, key=lambda intent: intent.name)[::-1]

    assert book.utterances == (
        ("rent a ", SlotText("CarType"), " on ", SlotText("Day")),
        ("rent a ", "Wheels"),
    )
    assert book.answers == (("an ", SlotText("CarType"), " one"),)
    assert book.slots == {"CarType": "CarTypes", "Day": "AMAZON.Date"}
    assert ("stop",) in stop.utterances


def test_values_are_those_of_the_types_in_use_synonyms_too() -> None:
    found = training_set(LOCALE)

    assert found.values["CarTypes"] == ("economy", "cheap", "luxury")
    assert "tomorrow" in found.values["AMAZON.Date"]
    assert set(found.values) == {"CarTypes", "AMAZON.Date"}
    assert found.closed == {"CarTypes"}


def test_an_intent_that_asks_for_confirmation_changes_something_unless_we_know_better() -> None:
    def guarded(hints: Hints) -> set[str]:
        return {intent.name for intent in training_set(LOCALE, hints).intents if intent.guarded}

    assert guarded(Hints()) == {"BookCar"}
    assert guarded(Hints(changing=frozenset({"Stop"}))) == {"Stop"}


def test_guards_and_negations_are_the_languages_and_the_bots() -> None:
    found = training_set(LOCALE, Hints(guards=("last winter",)))

    assert "last winter" in found.guards
    assert "what happens if" in found.guards
    assert "never" in found.negations
