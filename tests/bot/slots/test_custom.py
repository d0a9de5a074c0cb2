"""Custom types, lists, composites and hints."""

from datetime import UTC, datetime

import pytest

from bot.dialog.state import SlotFill
from bot.lex.definition import LexLocale, LexSlotType
from bot.lex.definition.slots import (
    CompositeSlotType,
    SampleValue,
    SlotTypeValue,
    SubSlotType,
    ValueSelection,
)
from bot.slots import (
    PartView,
    SlotContext,
    SlotTypeView,
    ValueView,
    built_in_view,
    find,
    hear,
    resolve,
    resolve_many,
    views,
)

CONTEXT = SlotContext("en_US", datetime(2020, 11, 25, 14, 7, tzinfo=UTC))
ENVIRONMENTS = (
    ValueView("staging", ("stage", "pre prod")),
    ValueView("production", ("prod", "live")),
)
RESTRICT = SlotTypeView("Environment", values=ENVIRONMENTS, strategy="TopResolution")
EXPAND = SlotTypeView("Environment", values=ENVIRONMENTS)
TOPPINGS = SlotTypeView(
    "Topping", values=tuple(map(ValueView, ("pepperoni", "pineapple", "bell pepper")))
)
ADDRESS = SlotTypeView(
    "Address",
    strategy="Concatenation",
    parts=(
        PartView("Street", built_in_view("AMAZON.StreetName")),
        PartView("City", built_in_view("AMAZON.City")),
        PartView("Moved", built_in_view("AMAZON.Date")),
    ),
)


@pytest.mark.parametrize(
    ("said", "original", "value"),
    [
        ("production", "production", "production"),
        ("PROD", "PROD", "production"),
        ("the Pre-Prod, please", "Pre-Prod", "staging"),
        ("it's live", "live", "production"),
    ],
)
def test_a_type_that_restricts_gives_the_declared_spelling(
    said: str, original: str, value: str
) -> None:
    assert resolve(RESTRICT, said, CONTEXT) == SlotFill(original, value, (value,))


@pytest.mark.parametrize("said", ["qa", "productio", "prod and stage", "", "?!"])
def test_a_type_that_restricts_takes_nothing_else(said: str) -> None:
    assert resolve(RESTRICT, said, CONTEXT) is None


def test_a_type_that_expands_keeps_what_was_said_and_resolves_the_synonym() -> None:
    assert resolve(EXPAND, "Prod", CONTEXT) == SlotFill("Prod", "Prod", ("production",))


def test_a_type_that_expands_takes_unknown_words() -> None:
    assert resolve(EXPAND, "I want canary two", CONTEXT) == SlotFill("canary two", "canary two")


@pytest.mark.parametrize("said", ["producton", "prodution", "pruduciton"])
def test_a_near_miss_says_what_may_be_meant(said: str) -> None:
    assert resolve(EXPAND, said, CONTEXT) == SlotFill(said, said, ("production",))


@pytest.mark.parametrize("said", ["pod", "reduction", "live2", "stave"])
def test_what_is_too_far_or_too_short_is_no_near_miss(said: str) -> None:
    fill = resolve(EXPAND, said, CONTEXT)
    assert fill == SlotFill(said, said, ("staging",) if said == "stave" else ())


def test_as_near_to_two_values_is_near_to_none() -> None:
    two = SlotTypeView("Two", values=(ValueView("staging"), ValueView("stating")))
    assert resolve(two, "stabing", CONTEXT) == SlotFill("stabing", "stabing")


def test_a_synonym_of_several_values_resolves_to_at_most_five() -> None:
    many = tuple(ValueView(f"value {letter}", ("any",)) for letter in "abcdefg")
    fill = resolve(SlotTypeView("Many", values=many, strategy="TopResolution"), "any", CONTEXT)
    assert fill == SlotFill("any", "value a", tuple(f"value {letter}" for letter in "abcde"))


def test_a_whole_sentence_is_no_unknown_value() -> None:
    assert resolve(EXPAND, "well " + "word " * 40, CONTEXT) is None


def test_a_list_is_parted_at_commas_and_words_and_between_known_values() -> None:
    said = "pepperoni bell pepper, green olives and pineapple"
    fill = resolve_many(TOPPINGS, said, CONTEXT)
    assert fill is not None
    assert (fill.shape, fill.original, fill.interpreted, fill.resolved) == (
        "List",
        said,
        said,
        (said,),
    )
    assert [item.interpreted for item in fill.values] == [
        "pepperoni",
        "bell pepper",
        "green olives",
        "pineapple",
    ]
    assert [item.resolved for item in fill.values][2] == ()


def test_one_value_is_a_list_of_one() -> None:
    fill = resolve_many(TOPPINGS, "pineapple", CONTEXT)
    item = SlotFill("pineapple", "pineapple", ("pineapple",))
    assert fill == SlotFill("pineapple", "pineapple", ("pineapple",), "List", values=(item,))


def test_a_list_of_a_type_that_restricts_leaves_out_what_is_no_value() -> None:
    fill = resolve_many(RESTRICT, "stage, qa and prod", CONTEXT)
    assert fill is not None
    assert [item.interpreted for item in fill.values] == ["staging", "production"]
    assert resolve_many(RESTRICT, "qa and dev", CONTEXT) is None


def test_a_list_is_parted_at_the_word_of_the_language() -> None:
    german = SlotContext("de_DE", CONTEXT.now)
    fill = resolve_many(TOPPINGS, "pineapple und pepperoni", german)
    assert fill is not None
    assert [item.original for item in fill.values] == ["pineapple", "pepperoni"]


def test_a_composite_takes_the_parts_that_were_said() -> None:
    fill = resolve(ADDRESS, "I moved to 12 Main Street, Boston", CONTEXT)
    assert fill is not None
    assert fill.shape == "Composite"
    assert fill.original == "12 Main Street, Boston"
    assert fill.interpreted == "12 Main Street Boston"
    assert fill.sub_slots == {
        "Street": SlotFill("12 Main Street", "12 Main Street", ("12 Main Street",)),
        "City": SlotFill("Boston", "Boston", ("Boston",)),
        "Moved": None,
    }


def test_a_composite_without_any_part_is_no_value() -> None:
    assert resolve(ADDRESS, "?", CONTEXT) is None


def test_hints_are_values_of_names_and_of_types_that_expand() -> None:
    hinted = SlotContext("en_US", CONTEXT.now, hints=("Quuxville", "blue green"))
    assert [
        span.fill.original for span in find(built_in_view("AMAZON.City"), "go to quuxville", hinted)
    ] == ["quuxville"]
    assert find(built_in_view("AMAZON.City"), "go to quuxville", CONTEXT) == ()
    assert resolve(EXPAND, "Blue Green", hinted) == SlotFill(
        "Blue Green", "Blue Green", ("blue green",)
    )


def test_hints_do_not_open_a_type_that_restricts() -> None:
    hinted = SlotContext("en_US", CONTEXT.now, hints=("blue green",))
    assert resolve(RESTRICT, "blue green", hinted) is None


def test_regex_filters_take_what_fits_in_any_case() -> None:
    ticket = SlotTypeView("Ticket", built_in="AMAZON.AlphaNumeric", pattern="[A-Z]{3}[0-9]{1,3}")
    for said in ("APQ123", "apq123", "a p q one two three", "a-p-q 1 2 3"):
        fill = resolve(ticket, said, CONTEXT)
        assert fill == SlotFill(said, "APQ123", ("APQ123",))
    assert resolve(ticket, "AP123", CONTEXT) is None
    assert [span.fill.interpreted for span in find(ticket, "close APQ123 now", CONTEXT)] == [
        "APQ123"
    ]


def test_a_value_with_a_filter_has_at_most_thirty_characters() -> None:
    digits = SlotTypeView("Digits", built_in="AMAZON.AlphaNumeric", pattern="[0-9]{1,40}")
    assert resolve(digits, "7" * 30, CONTEXT) is not None
    assert resolve(digits, "7" * 31, CONTEXT) is None


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("make it production now that it is ready", "production"),
        ("live, I mean prod", "production"),
        ("not prod but stage", None),
        ("whatever", None),
    ],
)
def test_an_answer_may_say_more_than_one_value(said: str, wanted: str | None) -> None:
    fill = hear(RESTRICT, said, CONTEXT)
    assert (fill.interpreted if fill else None) == wanted


def test_an_answer_that_expands_prefers_a_known_value_to_all_its_words() -> None:
    assert hear(EXPAND, "rather stage then", CONTEXT) == SlotFill("stage", "stage", ("staging",))
    assert hear(EXPAND, "canary", CONTEXT) == SlotFill("canary", "canary")


def test_views_of_a_locale_know_values_parts_and_strategies() -> None:
    locale = LexLocale(
        name="English (US)",
        slot_types={
            "Size": LexSlotType(
                name="Size",
                identifier="SIZE000001",
                slot_type_values=(SlotTypeValue(SampleValue("large"), (SampleValue("big"),)),),
                value_selection_setting=ValueSelection(resolution_strategy="TopResolution"),
            ),
            "Order": LexSlotType(
                name="Order",
                composite_slot_type_setting=CompositeSlotType(
                    (SubSlotType("size", "SIZE000001"), SubSlotType("count", "AMAZON.Number"))
                ),
            ),
        },
    )
    found = views(locale)
    assert resolve(found["Size"], "Big", CONTEXT) == SlotFill("Big", "large", ("large",))
    order = resolve(found["Order"], "three big ones", CONTEXT)
    assert order is not None
    assert {name: part and part.interpreted for name, part in order.sub_slots.items()} == {
        "size": "large",
        "count": "3",
    }
