"""What an utterance becomes as a sample of Alexa."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alexa.normalise import is_sample, normalise
from tests.bot.definition import product_bot

CONTRACTIONS = product_bot().locales[0].contractions


@pytest.mark.parametrize(
    ("language", "written", "sample"),
    [
        ("en", "Restart service #3, please!", "restart service three please"),
        ("en", "{environment}'s {service}", "{environment}'s {service}"),
        ("en", "restart{service}?", "restart {service}"),
        ("en", "{service}{environment}", "{service} {environment}"),
        ("en", "orders\u2019 tasks", "orders' tasks"),
        ("en", "What\u2019s up with {service}", "what is up with {service}"),
        ("en", "is v1.8.2 live", "is v one point eight point two live"),
        ("en", "the 1st of 1,000", "the first of one thousand"),
        ("en", "ticket 007", "ticket zero zero seven"),
        ("en", "account 1234567", "account one two three four five six seven"),
        ("en", "99% & more", "ninety-nine percent and more"),
        ("en", "at 9 a.m. sharp.", "at nine a.m. sharp"),
        ("en", "roll\u2010out \u2014 'now'", "roll-out now"),
        ("de", "Die letzten 24 Stunden", "die letzten vierundzwanzig stunden"),
        ("de", "50 % von {service}", "fünfzig prozent von {service}"),
        ("es", "¿Qué versión tiene {service}?", "qué versión tiene {service}"),
        ("fr", "l\u2019état de {service}", "l'état de {service}"),
        ("hi", "क्या टूटा है?", "क्या टूटा है"),
    ],
)
def test_utterances_become_samples(language: str, written: str, sample: str) -> None:
    assert normalise(written, language, CONTRACTIONS).text == sample


@pytest.mark.parametrize(
    ("written", "changes"),
    [
        ("Restart  The Service", ()),
        ("restart service 3", ("numbers",)),
        ("restart, please", ("punctuation",)),
        ("what's up", ("contraction",)),
        ("orders & payments", ("symbols",)),
    ],
)
def test_what_was_changed_is_told(written: str, changes: tuple[str, ...]) -> None:
    assert normalise(written, "en", CONTRACTIONS).changes == changes


def test_digits_without_words_in_the_language_are_told() -> None:
    assert normalise("service 42", "xx").unspelled == "42"


@pytest.mark.parametrize("text", ["", " a", "a  b", "a?", "a 1", "a, b", "{a", "a\nb"])
def test_what_is_no_sample(text: str) -> None:
    assert not is_sample(text)


PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["{service}", "'s", "what's", "1.8.2", "3rd", "a.m.", " ", "%", "\u2019", "-", "_"]
    ),
)


@given(st.lists(PIECES, max_size=8).map("".join), st.sampled_from(["en", "de", "fr", "xx"]))
def test_the_result_is_a_sample_and_stays_one(written: str, language: str) -> None:
    once = normalise(written, language, CONTRACTIONS)

    assert once.text == "" or is_sample(once.text)
    assert normalise(once.text, language, CONTRACTIONS).text == once.text
