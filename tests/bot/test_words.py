"""Text as words: what does not matter, and where each word stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words import Spelling, plain, words

ENGLISH = Spelling({"whats": ("what", "is"), "dont": ("do", "not")})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Restart ORDERS, please!", "restart orders please"),
        ("what's up", "what is up"),
        ("What\u2019s up", "what is up"),
        ("whats up", "what is up"),
        ("don`t", "do not"),
        ("orders' tasks", "orders tasks"),
        ("the gateway's tasks", "the gateway tasks"),
        ("user-profile_api/v2", "user profile api v2"),
        ("version 1.20.3.", "version 1.20.3"),
        ("\uff4f\uff52\uff44\uff45\uff52\uff53 \ufb01ne", "orders fine"),
        ("a\x00b\u200bc\td", "a b c d"),
        ("Straße", "strasse"),
        ("🔥 <b>hi</b> …", "b hi b"),
        ("", ""),
        ("'.'", ""),
    ],
)
def test_what_does_not_matter(text: str, expected: str) -> None:
    assert " ".join(plain(text, ENGLISH)) == expected


def test_a_word_knows_where_it_stands() -> None:
    text = "  What's UP"
    assert [(w.text, text[w.start : w.end]) for w in words(text, ENGLISH)] == [
        ("what", "What's"), ("is", "What's"), ("up", "UP"),
    ]  # fmt: skip


@given(st.text())
def test_words_stand_in_order_and_hold_no_space(text: str) -> None:
    found = words(text, ENGLISH)
    places = [(word.start, word.end) for word in found]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(word.text and not any(map(str.isspace, word.text)) for word in found)
