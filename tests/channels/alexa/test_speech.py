"""What the ear gets: sayable words, valid SSML, never a table read out."""

import os
import unicodedata
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.alexa.speech import MAX_CARD, MAX_WORDS, card_text, spoken, ssml
from fulfillment.markdown import bold, escape, plain
from fulfillment.turn import Cell, Fact, Link, Reply, Table
from tests.channels import charts
from tests.fulfillment.language import english

SAY = english()


GOLDEN = Path(__file__).parents[2] / "golden" / "spoken"


def test_a_trend_is_spoken_as_recorded() -> None:
    """No chart and no table: two sentences."""
    speech = (
        "The p99 latency of orders in production is 2.4 seconds, 3 times the 0.8 seconds of the "
        "day before. It rose at about 13:38, from 0.8 seconds to 2.4 seconds, 8 minutes after the "
        "deployment of 3.12.1 began."
    )
    said = ssml(SAY, spoken(SAY, replace(charts.REPLY, speech=speech))) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        (GOLDEN / "trend.ssml").write_text(said, encoding="utf-8")

    assert said == (GOLDEN / "trend.ssml").read_text(encoding="utf-8")
    assert card_text(charts.REPLY) == plain(charts.REPLY.text)


def table(rows: int) -> Table:
    return Table(
        "Deployed in staging",
        ("service", "version", "health"),
        tuple((Cell(f"service-{n}"), Cell(f"1.{n}.0"), Cell("healthy")) for n in range(rows)),
    )


SAYABLE = {
    "orders runs 1.4.2.": "orders runs 1 point 4 point 2.",
    "orders v1.4.2 is live": "orders version 1 point 4 point 2 is live",
    "Version v1.4.2": "Version 1 point 4 point 2",
    "1.4.2-rc.1, soon": "1 point 4 point 2 rc 1, soon",
    "3.5 percent": "3.5 percent",
    "on 2026-01-05": "on 2026-01-05",
    "3/4 tasks run": "3 of 4 tasks run",
    "either/or": "either/or",
    "on 1/5/2026": "on 1/5/2026",
    "orders-api and card_store in us-east-1": "orders api and card store in us east 1",
    "commit 3f9c2ab17d runs": ('commit <say-as interpret-as="characters">3f9c2ab</say-as> runs'),
    "a faded facade, 1234567 times": "a faded facade, 1234567 times",
    'R&D\'s "<b>"': "R&amp;D&apos;s &quot;&lt;b&gt;&quot;",
    "<speak>hello</speak>": "&lt;speak&gt;hello&lt;/speak&gt;",
    "&amp;": "&amp;amp;",
}


@pytest.mark.parametrize(("words", "markup"), SAYABLE.items())
def test_words_become_sayable_markup(words: str, markup: str) -> None:
    assert ssml(SAY, words) == f"<speak>{markup}</speak>"


@given(st.text(max_size=MAX_WORDS))
def test_any_words_are_well_formed_and_short_enough(words: str) -> None:
    """SSML that does not parse is INVALID_RESPONSE, and the person hears nothing."""
    document = ssml(SAY, words)

    root = ET.fromstring(document)  # noqa: S314 - our own output
    assert root.tag == "speak"
    assert {child.tag for child in root} <= {"say-as"}
    assert len(document) <= 8000


@given(st.text(alphabet="0123456789abcdef. -v/<&\"'", max_size=MAX_WORDS))
def test_the_densest_words_still_fit(words: str) -> None:
    assert len(ssml(SAY, words)) <= 8000


@pytest.mark.parametrize("token", ["1a23456 ", "1.1.1 ", "\"'", "v1.1.1 ", "a-b "])
def test_the_longest_markup_still_fits(token: str) -> None:
    assert len(ssml(SAY, (token * MAX_WORDS)[:MAX_WORDS])) <= 8000


@given(st.text(max_size=3000))
def test_what_is_said_can_be_said(text: str) -> None:
    words = spoken(SAY, Reply(escape(text)))

    assert len(words) <= MAX_WORDS
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "So") for character in words)


def test_speech_is_preferred_to_text() -> None:
    assert (
        spoken(SAY, Reply("**orders** `1.4.2`", speech="orders runs 1.4.2")) == "orders runs 1.4.2."
    )


def test_text_is_said_without_its_marks() -> None:
    reply = Reply(f"{bold('orders')} is healthy → 3 of 3\n\nAll is well!")

    assert spoken(SAY, reply) == "orders is healthy to 3 of 3. All is well!"


def test_at_most_three_items_of_a_list_are_said() -> None:
    reply = Reply("Broken:\n- orders\n- cards\n- gateway\n- inventory\n- monolith")

    assert spoken(SAY, reply) == "Broken: orders. cards. gateway. And 2 more."


def test_a_table_is_never_read_out() -> None:
    words = spoken(SAY, Reply("Five services", table=table(5)))

    assert words == (
        "Five services. service-0, 1.0.0. service-1, 1.1.0. service-2, 1.2.0. And 2 more."
    )


def test_facts_count_as_items() -> None:
    reply = Reply("orders", facts=(Fact("Version", Cell("1.4.2")),))

    assert spoken(SAY, reply) == "orders. Version: 1.4.2."


def test_only_the_first_suggestion_is_said() -> None:
    reply = Reply("I did not get that.", suggestions=("what is broken?", "help"))

    assert spoken(SAY, reply) == "I did not get that. You can say: what is broken?"


def test_a_long_answer_ends_at_a_sentence() -> None:
    words = spoken(SAY, Reply("It is so. " * 200))

    assert words.endswith("It is so. There is more in the Alexa app.")
    assert len(words) <= MAX_WORDS


def test_one_long_sentence_ends_at_a_word() -> None:
    words = spoken(SAY, Reply("word " * 400))

    assert words.endswith("word. There is more in the Alexa app.")


def test_an_address_is_not_spelled_out() -> None:
    assert spoken(SAY, Reply("See https://example.com/a?b=c today")) == "See a link today."


def test_pictures_are_not_said() -> None:
    assert (
        spoken(SAY, Reply("\N{WARNING SIGN}\ufe0f orders \N{CROSS MARK} fails")) == "orders fails."
    )


def test_nothing_is_nothing() -> None:
    assert spoken(SAY, Reply("")) == ""
    assert spoken(SAY, Reply("\x00\n \n")) == ""


def test_the_card_shows_everything() -> None:
    reply = Reply(
        f"{bold('orders')} & co",
        table=table(1),
        facts=(Fact("Owner", Cell("team <a>")),),
        links=(Link("Dashboard", "https://example.com/d"),),
    )

    assert card_text(reply).splitlines() == [
        "orders & co",
        "Owner: team <a>",
        "Deployed in staging",
        "service · version · health",
        "service-0 · 1.0.0 · healthy",
        "Dashboard: https://example.com/d",
    ]


def test_the_card_is_bounded_and_printable() -> None:
    text = card_text(Reply("\x07\u202e" + "x" * 9000))

    assert len(text) == MAX_CARD
    assert text.startswith("x")
