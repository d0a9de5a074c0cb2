"""What a language says of its words: endings, beginnings, letters, compounds, names."""

import pytest

from bot.model import (
    Access,
    Bot,
    Intent,
    IntentWords,
    Locale,
    NameWords,
    Slot,
    SlotType,
    SlotValue,
    WordForms,
)
from bot.runtime.recognizer import Recognizer, build_recognizer
from bot.runtime.recognizer.compounds import Compounds
from bot.runtime.recognizer.stem import Stemmer
from bot.words import plain, spelling_of

ENGLISH = WordForms(suffixes=("ment", "ing", "ed", "s"), doubled="bdgmnprt")
GERMAN = WordForms(
    letters={"ä": "ae", "ü": "ue"},
    suffixes=("en", "et", "e", "t"),
    prefixes=("ge",),
    joints=("s",),
)


@pytest.mark.parametrize(
    ("forms", "words"),
    [
        (ENGLISH, ("run", "runs", "running")),
        (ENGLISH, ("fall", "falls", "falling")),
        (ENGLISH, ("deploy", "deployed", "deployment")),
        (GERMAN, ("starte", "startet", "starten", "gestartet")),
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: WordForms, words: tuple[str, ...]) -> None:
    stemmer = Stemmer(forms)
    assert len({stemmer.stem(word) for word in words}) == 1


@pytest.mark.parametrize("word", ["et", "gen", "{Service}", "v2s", "s" * 25])
def test_what_is_no_longer_a_word_without_its_ending_stays(word: str) -> None:
    assert Stemmer(GERMAN).stem(word) == word


def test_a_language_without_forms_keeps_its_words() -> None:
    assert Stemmer(WordForms()).stem("deployments") == "deployments"


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("rolloutstatus", ("rollout", "status")),
        ("versionsstand", ("version", "stand")),
        ("versionxstand", ("versionxstand",)),
        ("status", ("status",)),
        ("standard", ("standard",)),
    ],
)
def test_a_compound_is_taken_apart(word: str, parts: tuple[str, ...]) -> None:
    known = ("rollout", "status", "version", "stand", "ard")
    assert Compounds(known, ("s",)).parts(word) == parts


def test_a_language_without_joints_has_no_compounds() -> None:
    assert Compounds(("health", "check"), ()).parts("healthcheck") == ("healthcheck",)


def test_letters_and_short_forms_are_spelt_in_one_way() -> None:
    locale = Locale("de_DE", contractions={"läufts": "läuft es"}, word_forms=GERMAN)
    spelling = spelling_of(locale)
    for text in ("Läuft's", "laeufts", "LÄUFTS", "Läuft es"):
        assert plain(text, spelling) == ("laeuft", "es")


def test_a_definition_alone_teaches_another_language() -> None:
    """No German is in the code: this one is made up here."""
    heard = recognizer().recognize("Prüfe den ZUSTANDSBERICHT des Gateways", locale="de_DE")
    best = heard.interpretations[0]
    service = best.slots["service"]
    assert (best.intent, best.confidence) == ("Health", 1.0)
    assert (service.original, service.resolved) == ("Gateways", ("gateway",))


@pytest.mark.parametrize("text", ["pruefe zustand bericht monolithen", "prüfet zustand bericht"])
def test_another_form_resembles(text: str) -> None:
    assert recognizer().recognize(text, locale="de_DE").interpretations[0].intent == "Health"


@pytest.mark.parametrize(
    "text", ["den zustand bericht löschen", "bitte zustand bericht des gateways löschen"]
)
def test_what_is_not_offered_may_stand_last(text: str) -> None:
    best = recognizer().recognize(text, locale="de_DE").interpretations[0]
    assert best.intent == "Fallback"
    without = text.removesuffix("löschen") + "lesen"
    assert recognizer().recognize(without, locale="de_DE").interpretations[0].intent == "Health"


def recognizer() -> Recognizer:
    template = "[prüfe|zeige] [den] zustand bericht [des] [{service}]"
    access = Access("anyone")
    health = Intent(
        name="Health",
        summary="",
        effect="read",
        access=access,
        slots=(Slot("service", "Service"),),
        words={"de_DE": IntentWords((template,))},
    )
    fallback = Intent("Fallback", "", "read", access, builtin="AMAZON.FallbackIntent")
    services = SlotType(
        "Service", "", "expand", values=(SlotValue("gateway"), SlotValue("monolith"))
    )
    locale = Locale(
        "de_DE",
        function_words=("den", "des"),
        fillers=("bitte",),
        not_offered_last=("löschen",),
        word_forms=GERMAN,
        names=NameWords(endings=("s", "en")),
    )
    return build_recognizer(Bot("Bot", "", 300, 0.4, (fallback, health), (services,), (locale,)))
