"""Slots that take several values, names that are values elsewhere, and built-in intents."""

import pytest

from bot.dialog.state import SlotFill, UserInput
from bot.lex.archive import read_archive
from bot.lex.importing import bot_from_lex
from bot.runtime.recognizer import Eliciting, Recognizer
from tests.bot.lex.real import real
from tests.bot.runtime.pizza import LOCALE, pizza_bot, recognizer_of

TOPPINGS = Eliciting("Order", "toppings")
GUEST = Eliciting("Reserve", "guest")


@pytest.fixture(scope="module")
def expanding() -> Recognizer:
    return recognizer_of(pizza_bot())


@pytest.fixture(scope="module")
def restricting() -> Recognizer:
    return recognizer_of(pizza_bot("restrict"))


@pytest.fixture(scope="module")
def blog() -> Recognizer:
    return recognizer_of(bot_from_lex(read_archive(real("BlogBot.zip").read_bytes()).bot))


def hear(recognizer: Recognizer, text: str, eliciting: Eliciting | None = None) -> UserInput:
    return recognizer.recognize(text, locale=LOCALE, eliciting=eliciting)


def values(fill: SlotFill | None) -> list[str | None]:
    """The interpreted values of a list."""
    if fill is None:
        return []
    assert fill.shape == "List"
    return [one.interpreted for one in fill.values]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("olives", ["olives"]),
        ("the olives please", ["olives"]),
        ("olives and ham", ["olives", "ham"]),
        ("olives ham", ["olives", "ham"]),
        ("hmm, i'd like bell peppers, olives and ham please", ["green peppers", "olives", "ham"]),
        ("olives and pineapple", ["olives"]),
        ("pineapple and sweetcorn", []),
        ("not olives", []),
        ("paint the wall", []),
    ],
)
def test_an_answer_may_hold_several_values_of_a_type_that_restricts(
    restricting: Recognizer, said: str, wanted: list[str]
) -> None:
    heard = hear(restricting, said, TOPPINGS)
    assert values(heard.slot_value) == wanted
    assert values(heard.interpretations[0].slots.get("toppings")) == wanted


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("pineapple", ["pineapple"]),
        ("pineapple, ham & sweetcorn", ["pineapple", "ham", "sweetcorn"]),
        ("extra cheese and bell peppers", ["extra cheese", "bell peppers"]),
        ("ham, olives and thin", ["ham", "olives"]),
        ("thin", []),
        ("order a pizza", []),
        ("what toppings do you have today", []),
        ("yes", []),
        ("paint it red", []),
    ],
)
def test_an_answer_may_hold_values_that_nobody_knows(
    expanding: Recognizer, said: str, wanted: list[str]
) -> None:
    assert values(hear(expanding, said, TOPPINGS).slot_value) == wanted


def test_a_list_has_all_that_was_said_and_each_value_as_a_slot_of_its_own(
    expanding: Recognizer,
) -> None:
    heard = hear(expanding, "Bell peppers, and pineapple", TOPPINGS)
    said = "Bell peppers, and pineapple"
    assert heard.slot_value == SlotFill(
        said,
        said,
        (said,),
        "List",
        values=(
            SlotFill("Bell peppers", "Bell peppers", ("green peppers",)),
            SlotFill("pineapple", "pineapple"),
        ),
    )


def test_another_slot_that_an_answer_names_is_filled_beside_the_list(
    expanding: Recognizer,
) -> None:
    best = hear(expanding, "ham, olives and thin", TOPPINGS).interpretations[0]
    assert values(best.slots["toppings"]) == ["ham", "olives"]
    assert best.slots["crust"].interpreted == "thin"


@pytest.mark.parametrize(
    ("said", "wanted", "confidence"),
    [
        ("order a pizza with green peppers, olives", ["green peppers", "olives"], 1.0),
        ("order a pizza with olives and ham", ["olives", "ham"], 1.0),
        ("order a pizza with olives and olives", ["olives"], 1.0),
        ("order a pizza with olives", ["olives"], 1.0),
        (
            "order a pizza with ham, pineapple and sweetcorn",
            ["ham", "pineapple", "sweetcorn"],
            0.85,
        ),
        ("order a pizza with pineapple & ham please", ["pineapple", "ham"], 0.85),
        ("i want ham and olives on thin crust", ["ham", "olives"], 1.0),
        ("a pizza with olives, ham and that is an order", ["olives", "ham"], None),
    ],
)
def test_an_utterance_may_hold_several_values(
    expanding: Recognizer, said: str, wanted: list[str], confidence: float | None
) -> None:
    best = hear(expanding, said).interpretations[0]
    assert best.intent == "Order"
    assert values(best.slots["toppings"]) == wanted
    assert confidence in (None, best.confidence)


def test_several_values_fill_no_slot_that_takes_one() -> None:
    recognizer = recognizer_of(pizza_bot(multiple=False))
    best = hear(recognizer, "order a pizza with olives and ham").interpretations[0]
    assert "toppings" not in best.slots


def test_built_in_types_take_several_where_a_bot_asks_for_them(expanding: Recognizer) -> None:
    heard = hear(expanding, "7, 11 and 42", Eliciting("Play", "numbers"))
    assert values(heard.slot_value) == ["7", "11", "42"]


def test_hinted_values_are_told_apart_by_spaces_too(expanding: Recognizer) -> None:
    hints = {"Order": {"toppings": ("tofu",)}}
    heard = expanding.recognize("tofu ham", locale=LOCALE, eliciting=TOPPINGS, hints=hints)
    assert values(heard.slot_value) == ["tofu", "ham"]


@pytest.mark.parametrize("count", [40, 400])
def test_a_long_list_is_heard(expanding: Recognizer, count: int) -> None:
    assert values(hear(expanding, "ham and " * count, TOPPINGS).slot_value)
    assert hear(expanding, "order a pizza with " + "ham and " * count).interpretations


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Seattle", "Seattle"),
        ("Berlin", "Berlin"),
        ("my name is Paris", "Paris"),
        ("crimson", "crimson"),
        ("Jay", "Jay"),
        ("thin", "thin"),
    ],
)
def test_a_bare_answer_fills_the_slot_that_is_asked_for_whatever_else_its_words_are(
    expanding: Recognizer, said: str, wanted: str
) -> None:
    heard = hear(expanding, said, GUEST)
    assert heard.slot_value is not None
    assert heard.slot_value.original == wanted
    best = heard.interpretations[0]
    assert (best.intent, list(best.slots)) == ("Reserve", ["guest"])


@pytest.mark.parametrize("said", ["Seattle", "Berlin", "Paris"])
def test_an_exported_bot_takes_a_city_for_a_name(blog: Recognizer, said: str) -> None:
    for intent in ("BookHotel", "SearchHotel"):
        heard = hear(blog, said, Eliciting(intent, "CustomerName"))
        best = heard.interpretations[0]
        assert (best.intent, list(best.slots)) == (intent, ["CustomerName"])
        assert best.slots["CustomerName"].interpreted == said


@pytest.mark.parametrize(
    ("said", "intent"),
    [("paint it crimson", "Paint"), ("paint the wall", "Paint"), ("stop", "Stop")],
)
def test_a_clear_request_is_no_answer(expanding: Recognizer, said: str, intent: str) -> None:
    heard = hear(expanding, said, GUEST)
    assert heard.slot_value is None
    assert heard.interpretations[0].intent == intent


def test_what_is_told_by_its_form_stays_with_the_slot_that_has_it(expanding: Recognizer) -> None:
    heard = hear(expanding, "2026-12-24", GUEST)
    assert heard.slot_value is None


@pytest.mark.parametrize("said", ["crimson tide", "tide crimson", "ham and crimson tide"])
def test_a_name_nobody_knows_may_hold_a_value_of_a_type_that_the_intent_has_not(
    expanding: Recognizer, said: str
) -> None:
    best = hear(expanding, f"order a pizza with {said}").interpretations[0]
    assert best.slots["toppings"].original == said


def test_a_name_nobody_knows_holds_no_value_of_another_slot_of_the_intent(
    expanding: Recognizer,
) -> None:
    best = hear(expanding, "order a pizza with tide thin").interpretations[0]
    assert best.slots["crust"].interpreted == "thin"
    assert "toppings" not in best.slots


BUILT_IN_PHRASES = {
    "Cancel": ("cancel", "never mind", "forget it"),
    "Help": ("help", "help me", "can you help me"),
    "Repeat": ("repeat", "say that again", "repeat that"),
    "Resume": ("resume", "continue", "keep going"),
    "StartOver": ("start over", "restart", "start again"),
    "Stop": ("stop", "off", "shut up"),
    "Pause": ("pause", "pause that"),
}


@pytest.mark.parametrize(
    ("intent", "said"),
    [(name, said) for name, all_of in BUILT_IN_PHRASES.items() for said in all_of],
)
def test_built_in_intents_are_understood_by_the_phrases_of_lex(
    expanding: Recognizer, intent: str, said: str
) -> None:
    best = hear(expanding, said).interpretations[0]
    assert (best.intent, best.confidence) == (intent, 1.0)


def test_a_bot_without_a_built_in_intent_does_not_understand_it() -> None:
    recognizer = recognizer_of(pizza_bot(built_in=("Fallback", "Help")))
    assert hear(recognizer, "say that again").interpretations[0].intent == "Fallback"
    assert hear(recognizer, "help me").interpretations[0].intent == "Help"
