"""Slot types, samples and notes: what becomes of a definition that Alexa cannot hold as it is."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alexa import Note, compile_skill
from bot.alexa.names import alexa_name, slug
from bot.model import Bot, GrammarFile, Slot, SlotValue
from tests.bot.alexa.sample import FUNCTION, bot, custom, intent


def compiled(sample: Bot) -> tuple[dict[str, Any], tuple[Note, ...]]:
    package = compile_skill(sample, FUNCTION)
    return package.models["en-US"]["interactionModel"]["languageModel"], package.notes


def samples(model: dict[str, Any], name: str) -> list[str]:
    found: list[str] = next(one["samples"] for one in model["intents"] if one["name"] == name)
    return found


def slot_of(model: dict[str, Any], name: str = "Ask") -> dict[str, Any]:
    found: dict[str, Any] = next(one["slots"][0] for one in model["intents"] if one["name"] == name)
    return found


def types(model: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    """Type -> value -> synonyms."""
    return {
        one["name"]: {value["name"]["value"]: value["name"]["synonyms"] for value in one["values"]}
        for one in model["types"]
    }


@pytest.mark.parametrize(
    ("lex", "alexa"),
    [
        ("AMAZON.Number", "AMAZON.NUMBER"),
        ("AMAZON.Date", "AMAZON.DATE"),
        ("AMAZON.Time", "AMAZON.TIME"),
        ("AMAZON.Duration", "AMAZON.DURATION"),
        ("AMAZON.PhoneNumber", "AMAZON.PhoneNumber"),
        ("AMAZON.FreeFormInput", "AMAZON.SearchQuery"),
    ],
)
def test_a_built_in_type_has_its_pair(lex: str, alexa: str) -> None:
    model, notes = compiled(bot(intent("Ask", "take {value} now", slots=(Slot("value", lex),))))

    assert slot_of(model)["type"] == alexa
    assert model["types"] == []
    assert notes == ()


@pytest.mark.parametrize(
    "lex", ["AMAZON.AlphaNumeric", "AMAZON.EmailAddress", "AMAZON.UKPostalCode", "AMAZON.Unheard"]
)
def test_a_type_without_a_pair_has_a_custom_one_and_a_note(lex: str) -> None:
    model, notes = compiled(bot(intent("Ask", "take {value}", slots=(Slot("value", lex),))))

    name = slot_of(model)["type"]
    assert name == lex.removeprefix("AMAZON.")
    assert types(model)[name]
    assert [(one.kind, one.code, one.subject) for one in notes] == [("lost", "no_pair", lex)]


def test_a_confirmation_is_yes_and_no_in_our_words() -> None:
    model, _ = compiled(
        bot(intent("Ask", "take {sure}", slots=(Slot("sure", "AMAZON.Confirmation"),)))
    )

    assert types(model)["Confirmation"] == {"Yes": ["do it"], "No": ["do not"]}


def test_values_have_stable_ids_and_are_heard_as_they_sound() -> None:
    service = custom("Service", SlotValue("orders-api", ("order_desk",)), SlotValue("k8s"))
    model, notes = compiled(
        bot(intent("Ask", "ask {service}", slots=(Slot("service", "Service"),)), types=(service,))
    )

    assert model["types"][0]["values"] == [
        {
            "id": "orders_api",
            "name": {"value": "orders-api", "synonyms": ["order_desk", "orders api", "order desk"]},
        },
        {"id": "k8s", "name": {"value": "k8s", "synonyms": ["k eight s"]}},
    ]
    assert notes == ()


def test_a_word_stands_for_one_value() -> None:
    kind = custom("Kind", SlotValue("a", ("b", "shared")), SlotValue("b", ("shared",)))
    model, notes = compiled(
        bot(intent("Ask", "ask {kind}", slots=(Slot("kind", "Kind"),)), types=(kind,))
    )

    assert types(model) == {"Kind": {"a": ["shared"], "b": []}}
    assert sorted(one.subject for one in notes) == ["Kind.b", "Kind.shared"]


def test_a_value_that_is_too_long_is_left_out() -> None:
    kind = custom("Kind", SlotValue("short"), SlotValue("x" * 141))
    model, notes = compiled(
        bot(intent("Ask", "ask {kind}", slots=(Slot("kind", "Kind"),)), types=(kind,))
    )

    assert types(model) == {"Kind": {"short": []}}
    assert [one.code for one in notes] == ["value_too_long"]


@pytest.mark.parametrize(
    ("kind", "name", "values", "codes"),
    [
        (custom("Live", source="services"), "Live", {"live": []}, ["no_values"]),
        (
            custom("Version", parent="AMAZON.AlphaNumeric", pattern="[0-9]+"),
            "Version",
            None,
            ["no_pair", "pattern"],
        ),
        (
            custom("Town", SlotValue("Oz"), parent="AMAZON.City"),
            "AMAZON.City",
            {"Oz": []},
            [],
        ),
        (
            custom("Amount", SlotValue("many"), parent="AMAZON.Number"),
            "AMAZON.NUMBER",
            None,
            ["fixed"],
        ),
        (
            custom("Address", parts={"street": "AMAZON.StreetName", "town": "AMAZON.City"}),
            "AMAZON.SearchQuery",
            None,
            ["parts"],
        ),
        (
            custom("Order", grammar=GrammarFile("bucket", "order.grxml")),
            "AMAZON.SearchQuery",
            None,
            ["grammar"],
        ),
    ],
)
def test_what_a_custom_type_of_lex_becomes(
    kind: Any, name: str, values: dict[str, list[str]] | None, codes: list[str]
) -> None:
    model, notes = compiled(
        bot(intent("Ask", "take {it} now", slots=(Slot("it", kind.name),)), types=(kind,))
    )

    assert slot_of(model)["type"] == name
    assert sorted(one.code for one in notes) == codes
    if values is not None:
        assert types(model) == {name: values}


def test_a_slot_of_several_values_says_so() -> None:
    kind = custom("Kind", SlotValue("a"))
    model, _ = compiled(
        bot(
            intent("Ask", "take {all}", slots=(Slot("all", "Kind", multiple=True),)),
            types=(kind,),
        )
    )

    assert slot_of(model)["multipleValues"] == {"enabled": True}


def test_a_slot_has_samples_of_its_own() -> None:
    slots = (Slot("count", "AMAZON.Number"),)
    answers: dict[str, tuple[str, ...]] = {"count": ("[about] {count} (tasks|tasks, please)",)}
    model, _ = compiled(bot(intent("Ask", "how many", slots=slots, slot_utterances=answers)))

    assert slot_of(model)["samples"] == [
        "about {count} tasks",
        "about {count} tasks please",
        "{count} tasks",
        "{count} tasks please",
    ]


def test_free_text_stands_in_other_words_and_alone() -> None:
    slots = (Slot("text", "AMAZON.FreeFormInput"), Slot("count", "AMAZON.Number"))
    templates = ("find {text}", "{text}", "find {count} times {text}", "find {count}")
    model, notes = compiled(bot(intent("Ask", *templates, slots=slots)))

    assert samples(model, "Ask") == ["find {text}", "find {count}"]
    assert {(one.code, one.template) for one in notes} == {
        ("free_text_alone", "{text}"),
        ("free_text_crowded", "find {count} times {text}"),
    }


def test_what_was_rewritten_is_noted_once_a_template() -> None:
    template = "(restart|reboot) service 3, please!"
    model, notes = compiled(bot(intent("Ask", template)))

    assert samples(model, "Ask") == [
        "restart service three please",
        "reboot service three please",
    ]
    assert [(one.kind, one.code, one.utterance, one.sample) for one in notes] == [
        ("rewritten", "numbers", "restart service 3, please!", "restart service three please"),
        ("rewritten", "punctuation", "restart service 3, please!", "restart service three please"),
    ]
    assert {one.template for one in notes} == {template}


def test_utterances_that_become_one_sample_are_one() -> None:
    model, _ = compiled(bot(intent("Ask", "Tell me!", "tell me", "tell  me?")))

    assert samples(model, "Ask") == ["tell me"]


def test_two_intents_do_not_share_a_sample() -> None:
    kind = custom("Kind", SlotValue("a"))
    model, notes = compiled(
        bot(
            intent("First", "tell me about {one}", slots=(Slot("one", "Kind"),)),
            intent("Second", "Tell me about {two}!", "more", slots=(Slot("two", "Kind"),)),
            types=(kind,),
        )
    )

    assert samples(model, "First") == ["tell me about {one}"]
    assert samples(model, "Second") == ["more"]
    taken = next(one for one in notes if one.code == "taken")
    assert (taken.intent, taken.utterance) == ("Second", "Tell me about {two}!")
    assert "First has the same sample" in taken.reason


def test_a_built_in_intent_has_our_words_without_slots() -> None:
    model, notes = compiled(
        bot(
            intent("Help", "help me out", "help with {x}", builtin="AMAZON.HelpIntent"),
            intent("Search", "search it", builtin="AMAZON.KendraSearchIntent"),
        )
    )

    assert samples(model, "AMAZON.HelpIntent") == ["help me out"]
    assert "Search" not in [one["name"] for one in model["intents"]]
    assert {(one.intent, one.code) for one in notes} == {
        ("Help", "built_in_slots"),
        ("Search", "no_intent"),
    }


def test_yes_and_no_are_said_in_our_words_but_not_in_those_of_an_intent() -> None:
    model, notes = compiled(bot(intent("Deed", "do it"), intent("Cancel", "no")))

    assert samples(model, "AMAZON.YesIntent") == ["yes"]
    assert samples(model, "AMAZON.NoIntent") == ["do not"]
    assert notes == ()


def test_a_bracket_in_a_yes_is_no_template() -> None:
    sample = bot(intent("Deed", "go on"))
    locale = replace(sample.locales[0], confirm=("yes (sure", "[ok] then"))
    model, _ = compiled(replace(sample, locales=(locale,)))

    assert samples(model, "AMAZON.YesIntent") == ["yes sure", "ok then"]


def test_what_cannot_be_said_is_noted() -> None:
    _, notes = compiled(bot(intent("Ask", "x" * 201, "?!", "fine")))

    assert {(one.kind, one.code) for one in notes} == {
        ("dropped", "too_long"),
        ("dropped", "empty"),
    }


def test_contexts_are_lost_and_names_become_legal() -> None:
    model, notes = compiled(
        bot(
            intent(
                "Ask-it",
                "take {order-id}",
                slots=(Slot("order-id", "AMAZON.Number"),),
                input_contexts=("open",),
            )
        )
    )

    assert slot_of(model, "Ask_it")["name"] == "order_id"
    assert samples(model, "Ask_it") == ["take {order_id}"]
    assert sorted(one.code for one in notes) == ["contexts", "renamed"]


@given(st.text(max_size=40), st.text(max_size=40))
def test_slugs_are_stable_and_apart(one: str, other: str) -> None:
    first = slug(one)

    assert first == slug(one)
    assert first
    assert first.isascii()
    if one != other:
        assert slug(other, frozenset((first,))) != first


@given(st.from_regex("([0-9a-zA-Z][_-]?){1,20}", fullmatch=True))
def test_every_name_of_lex_becomes_a_legal_one(name: str) -> None:
    assert alexa_name(name)[0].isalpha()
    assert alexa_name(name).replace("_", "a").isalnum()
