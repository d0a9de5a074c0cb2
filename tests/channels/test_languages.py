"""Which locale somebody is spoken to in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Bot, Locale
from channels.languages import accepted, locale_for

BOT = Bot("Bot", "", 300, 0.4, (), (), (Locale("en_US"), Locale("de_DE"), Locale("en_GB")))


@pytest.mark.parametrize(
    ("wanted", "locale"),
    [
        (("de-DE",), "de_DE"),
        (("de_de",), "de_DE"),
        (("de-AT", "en"), "de_DE"),
        (("de",), "de_DE"),
        (("en-GB", "de"), "en_GB"),
        (("en-AU",), "en_US"),
        (("fr", "de-CH"), "de_DE"),
        (("fr",), "en_US"),
        (("", "<script>"), "en_US"),
        ((), "en_US"),
    ],
)
def test_the_locale_of_wanted_languages(wanted: tuple[str, ...], locale: str) -> None:
    assert locale_for(BOT, wanted) == locale


def test_who_wants_no_language_of_the_bot_gets_the_one_that_was_set() -> None:
    assert locale_for(BOT, ("fr",), "de_DE") == "de_DE"
    assert locale_for(BOT, ("en",), "de_DE") == "en_US"
    assert locale_for(BOT, (), "nl_NL") == "en_US"


@pytest.mark.parametrize(
    ("header", "languages"),
    [
        ("de-DE,de;q=0.9,en;q=0.8", ("de-DE", "de", "en")),
        ("en;q=0.2, de ;q=0.7 , fr", ("fr", "de", "en")),
        ("de;q=0, *;q=0.5, en", ("en",)),
        ("de;q=much, en", ("en",)),
        ("", ()),
    ],
)
def test_the_languages_of_a_header(header: str, languages: tuple[str, ...]) -> None:
    assert accepted(header) == languages


@given(st.text(max_size=300))
def test_any_header_is_read(header: str) -> None:
    assert locale_for(BOT, accepted(header)) in {"en_US", "de_DE", "en_GB"}


def test_a_long_header_is_read_in_part() -> None:
    assert len(accepted(",".join(["de"] * 10_000))) <= 20
