"""Sentences that no utterance says, understood out of small definitions."""

import pytest

from bot.nlu import IntentExamples, Settings, TrainingSet, train
from bot.nlu.embeddings import NoEmbedding
from tests.bot.nlu.definitions import slots, trained

THRESHOLD = 0.4
"""Lex's default."""


@pytest.mark.parametrize(
    ("text", "intent", "filled"),
    [
        ("i would like a latte", "OrderDrink", {"drink": "latte"}),
        ("Can I get a Flat White?", "OrderDrink", {"drink": "Flat White"}),
        ("order a large hot chocolate", "OrderDrink", {"drink": "hot chocolate", "size": "large"}),
        ("please book a table for 5", "BookTable", {"guests": "5"}),
        ("reserve a table for 12 people on friday", "BookTable", {"guests": "12", "day": "friday"}),
        ("are you open on sunday", "OpeningHours", {"day": "sunday"}),
        ("is there milk in the green tea", "Allergens", {"drink": "green tea"}),
        ("cancel my order please", "CancelOrder", {}),
    ],
)
def test_what_resembles_an_utterance_is_understood(
    text: str, intent: str, filled: dict[str, str]
) -> None:
    best = trained("cafe").understand(text)[0]

    assert best.intent == intent
    assert best.confidence >= THRESHOLD
    assert slots(trained("cafe"), text) == filled


@pytest.mark.parametrize(
    ("text", "intent", "filled"),
    [
        ("vorrei prenotare una suite", "PrenotaStanza", {"stanza": "suite"}),
        (
            "prenota una doppia per sabato",
            "PrenotaStanza",
            {"stanza": "doppia", "giorno": "sabato"},
        ),
        ("un taxi per domani", "ChiamaTaxi", {"giorno": "domani"}),
        ("a che ora c'è la colazione", "ChiediColazione", {}),
    ],
)
def test_another_language_works_from_its_own_definition(
    text: str, intent: str, filled: dict[str, str]
) -> None:
    assert trained("albergo").understand(text)[0].intent == intent
    assert slots(trained("albergo"), text) == filled


def test_a_value_that_nobody_listed_is_found_where_values_stand() -> None:
    assert slots(trained("cafe"), "i would like a macchiato")["drink"] == "macchiato"


@pytest.mark.parametrize(
    "text",
    [
        "who won the election in france",
        "xkcd qwzx vvv",
        "my printer is on fire",
        "translate this paragraph into latin",
    ],
)
def test_what_has_nothing_to_do_with_the_bot_is_not_believed(text: str) -> None:
    assert all(found.confidence < THRESHOLD for found in trained("cafe").understand(text))


@pytest.mark.parametrize(
    ("said", "never"),
    [
        ("don't book a table for 5", "BookTable"),
        ("do not order a latte", "OrderDrink"),
        ("what happens if i order a latte", "OrderDrink"),
        ("why did you order a large latte", "OrderDrink"),
    ],
)
def test_a_negation_or_a_question_about_an_action_is_not_the_action(said: str, never: str) -> None:
    confidences = {found.intent: found.confidence for found in trained("cafe").understand(said)}

    assert confidences.get(never, 0.0) < THRESHOLD


def test_an_intent_that_says_no_itself_may_be_said_no_to() -> None:
    best = trained("cafe").understand("don't bring my order")[0]

    assert (best.intent, best.confidence >= THRESHOLD) == ("CancelOrder", True)


def test_only_candidates_are_read() -> None:
    candidates = frozenset({"Allergens", "OpeningHours"})
    found = trained("cafe").understand("order a large latte", candidates=candidates)

    assert {reading.intent for reading in found} == candidates


@pytest.mark.parametrize(
    ("text", "asked", "filled"),
    [
        ("lemonade", "drink", {"drink": "lemonade"}),
        ("large", "size", {"size": "large"}),
        ("make it small", "size", {"size": "small"}),
        ("a medium espresso", "drink", {"size": "medium", "drink": "espresso"}),
        ("ginger ale", "drink", {"drink": "ginger ale"}),
    ],
)
def test_an_answer_fills_the_slot_that_is_asked_for(
    text: str, asked: str, filled: dict[str, str]
) -> None:
    spans = trained("cafe").tag(text, "OrderDrink", asked)

    assert {span.slot: span.text for span in spans} == filled


def test_readings_are_ranked_and_at_most_five() -> None:
    found = trained("cafe").understand("a table with milk on monday")
    confidences = [reading.confidence for reading in found]

    assert len(found) == 5
    assert confidences == sorted(confidences, reverse=True)


def test_a_bot_of_one_intent_tells_it_from_nonsense() -> None:
    intent = IntentExamples("Greet", (("hello there",), ("good morning",), ("hi bot",)))
    model = train(TrainingSet((intent,)), Settings(), NoEmbedding())

    assert model.understand("good morning bot")[0].confidence >= THRESHOLD
    assert model.understand("seventeen purple submarines")[0].confidence < THRESHOLD


def test_a_bot_without_intents_understands_nothing() -> None:
    assert train(TrainingSet(()), Settings(), NoEmbedding()).understand("hello") == ()
