"""What texts mean to the product's recognizer: at the start, and while something is asked for."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.state import Interpretation, UserInput
from bot.errors import UnknownLocaleError
from bot.model import SlotValue
from bot.runtime.recognizer import NO_HINTS, Eliciting, Hints, build_recognizer
from tests.bot.definition import models, product_bot, product_recognizer

HERE = Path(__file__).parent
UNDERSTOOD = yaml.safe_load((HERE / "understood.yaml").read_text(encoding="utf-8"))
ANSWERED = {
    "en_US": yaml.safe_load((HERE / "answered.yaml").read_text(encoding="utf-8")),
    "de_DE": yaml.safe_load((HERE / "answered.de_DE.yaml").read_text(encoding="utf-8")),
}
CONFIRMED = [(locale, case) for locale, cases in ANSWERED.items() for case in cases["confirmation"]]
NEVER_A_CHANGE = [
    (locale, text)
    for locale, name in (("en_US", "never_a_change"), ("de_DE", "never_a_change.de_DE"))
    for text in yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
]

CONFIRMING = Eliciting("RestartService")


def recognize(
    text: str,
    eliciting: Eliciting | None = None,
    hints: Hints = NO_HINTS,
    locale: str = "en_US",
) -> UserInput:
    return product_recognizer().recognize(text, locale=locale, eliciting=eliciting, hints=hints)


def slots(interpretation: Interpretation) -> dict[str, str | None]:
    return {name: fill.interpreted for name, fill in interpretation.slots.items()}


@pytest.mark.parametrize("case", UNDERSTOOD, ids=lambda case: case["say"][:40])
def test_what_a_text_means(case: dict[str, Any]) -> None:
    best = recognize(case["say"]).interpretations[0]
    assert (best.intent, slots(best)) == (case["intent"], case["slots"])


@pytest.mark.parametrize("locale", ["en_US", "de_DE"])
@pytest.mark.parametrize("slot", ["environment", "service"])
def test_what_a_text_means_when_a_slot_is_asked_for(slot: str, locale: str) -> None:
    for case in ANSWERED[locale][slot]:
        heard = recognize(case["say"], Eliciting("RestartService", slot), locale=locale)
        best = heard.interpretations[0]
        value = heard.slot_value.interpreted if heard.slot_value else None
        assert (case["say"], value) == (case["say"], case["value"])
        assert best.intent == case.get("intent", "RestartService"), case["say"]
        if "slots" in case:
            assert slots(best) == case["slots"]


@pytest.mark.parametrize(("locale", "case"), CONFIRMED)
def test_what_a_text_means_when_a_yes_or_no_is_asked_for(locale: str, case: dict[str, Any]) -> None:
    heard = recognize(case["say"], CONFIRMING, locale=locale)
    assert heard.answer == case["answer"]
    best = heard.interpretations[0]
    if "intent" in case:
        assert best.intent == case["intent"]
        assert slots(best) == case.get("slots", slots(best))


def test_a_synonym_keeps_the_persons_words_and_resolves_to_the_canonical_value() -> None:
    fills = recognize("restart the Order service in Prod").interpretations[0].slots
    service, environment = fills["service"], fills["environment"]
    assert (service.original, service.interpreted, service.resolved) == (
        "Order", "Order", ("orders",),
    )  # fmt: skip
    assert (environment.original, environment.interpreted, environment.resolved) == (
        "Prod", "production", ("production",),
    )  # fmt: skip


def test_an_unknown_service_resolves_to_nothing() -> None:
    assert recognize("restart foo").interpretations[0].slots["service"].resolved == ()


def test_an_exact_template_is_certain_and_the_fallback_has_no_confidence() -> None:
    heard = recognize("restart orders in staging")
    by_intent = {found.intent: found.confidence for found in heard.interpretations}
    assert by_intent["RestartService"] == 1.0
    assert by_intent["Fallback"] is None


@pytest.mark.parametrize(
    "text", [case["say"] for case in UNDERSTOOD] + ["how is it going", "versions staging"]
)
def test_the_fallback_stands_where_the_threshold_puts_it(text: str) -> None:
    found = recognize(text).interpretations
    names = [interpretation.intent for interpretation in found]
    place = names.index("Fallback") if "Fallback" in names else len(names)
    confidences = [interpretation.confidence or 0.0 for interpretation in found]
    assert len(found) <= 5
    assert len(set(names)) == len(names)
    assert all(confidence >= 0.4 for confidence in confidences[:place])
    assert all(confidence < 0.4 for confidence in confidences[place + 1 :])
    without = confidences[:place] + confidences[place + 1 :]
    assert without == sorted(without, reverse=True)


def test_a_higher_threshold_takes_less() -> None:
    strict = build_recognizer(replace(product_bot(), confidence_threshold=0.99), models=models())
    heard = strict.recognize("could the cards thing get a bounce in stg", locale="en_US")
    assert heard.interpretations[0].intent == "Fallback"


def test_a_hinted_phrase_is_taken_for_a_value() -> None:
    text = "is the new shop healthy"
    assert slots(recognize(text).interpretations[0]).get("service") != "new shop"
    hints = {"ServiceHealth": {"service": ("new shop",)}}
    best = recognize(text, hints=hints).interpretations[0]
    assert (best.intent, slots(best)) == ("ServiceHealth", {"service": "new shop"})


def test_a_hint_cannot_widen_what_a_type_restricts() -> None:
    hints = {"RestartService": {"environment": ("narnia",)}}
    best = recognize("restart orders in narnia", hints=hints).interpretations[0]
    assert "environment" not in best.slots


def test_hints_of_nothing_we_know_are_ignored() -> None:
    hints = {"Nope": {"service": ("x",)}, "ServiceHealth": {"nope": ("x",)}}
    assert recognize("help", hints=hints) == recognize("help")


def test_values_of_several_words_are_found_whole() -> None:
    types = tuple(
        replace(found, values=(SlotValue("user-profile"), SlotValue("user")))
        if found.name == "Service"
        else found
        for found in product_bot().slot_types
    )
    recognizer = build_recognizer(replace(product_bot(), slot_types=types))
    best = recognizer.recognize("is user profile ok", locale="en_US").interpretations[0]
    assert best.slots["service"].resolved == ("user-profile",)


def test_an_unknown_locale_is_refused() -> None:
    with pytest.raises(UnknownLocaleError, match="no locale 'fr_FR': use one of en_US, de_DE"):
        product_recognizer().recognize("bonjour", locale="fr_FR")


def test_the_transcript_is_what_was_said() -> None:
    for eliciting in (None, CONFIRMING, Eliciting("RestartService", "service")):
        assert recognize("  Héllo!\t", eliciting).transcript == "  Héllo!\t"


@pytest.mark.parametrize("word", ["yes", "help ", "a.a.", "orders ", "'", "restart orders ", "ﷺ"])
def test_the_longest_text_is_understood_somehow(word: str) -> None:
    text = (word * 1024)[:1024]
    for eliciting in (None, CONFIRMING, Eliciting("RestartService", "service")):
        assert recognize(text, eliciting).interpretations


ELICITING = st.sampled_from(
    [None, CONFIRMING, Eliciting("RestartService", "service"), Eliciting("Gone", "gone")]
)
WORDS = st.lists(
    st.sampled_from(
        ["restart", "orders", "staging", "is", "the", "what", "not", "live", ",", "foo"]
    ),
    max_size=14,
).map(" ".join)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=80), WORDS), ELICITING)
def test_any_text_means_the_same_every_time(text: str, eliciting: Eliciting | None) -> None:
    heard = recognize(text, eliciting)
    assert heard == recognize(text, eliciting)
    assert 1 <= len(heard.interpretations) <= 5
    for found in heard.interpretations:
        assert found.confidence is None or 0 <= found.confidence <= 1
        definition = product_bot().intent(found.intent)
        assert definition is not None
        assert set(found.slots) <= {slot.name for slot in definition.slots}


@settings(deadline=None)
@given(WORDS)
def test_a_negated_change_is_never_made(text: str) -> None:
    best = recognize(f"{text} do not restart orders").interpretations[0]
    assert best.intent != "RestartService"


@pytest.mark.parametrize(("locale", "text"), NEVER_A_CHANGE)
def test_what_is_no_request_for_a_change_never_becomes_one(locale: str, text: str) -> None:
    intent = product_bot().intent(recognize(text, locale=locale).interpretations[0].intent)
    assert intent is not None
    assert intent.effect == "read"


GERMAN_WORDS = st.lists(
    st.sampled_from(
        ["starte", "orders", "staging", "bitte", "mal", "der", "neu", "starten", ",", "in", "foo"]
    ),
    max_size=10,
).map(" ".join)
NEGATED = st.sampled_from(
    ["starte orders nicht neu", "orders bitte nicht neu starten", "soll ich orders neu starten?"]
)


@settings(deadline=None)
@given(GERMAN_WORDS, NEGATED)
def test_a_negated_or_questioned_change_is_never_made_in_german(before: str, text: str) -> None:
    best = recognize(f"{before} {text}", locale="de_DE").interpretations[0]
    assert best.intent != "RestartService"
