"""Long answers come in parts, and only to whoever asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from fulfillment.errors import StoreError
from fulfillment.handlers import more
from fulfillment.paging import in_parts
from fulfillment.sentences import phrase
from fulfillment.turn import Cell, Channel, Reply, Table, Turn
from tests.fulfillment.handlers.scripted import a_turn

ROWS = tuple((Cell(f"s{number}"), Cell("1.0.0")) for number in range(45))
LONG = Reply("45 services.", "45 services.", table=Table("Services", ("Service", "Version"), ROWS))


class Kept:
    """The table's pages, of one person."""

    def __init__(self, *, is_silent: bool = False) -> None:
        self.kept: dict[str, Reply] = {}
        self.is_silent = is_silent

    def save_pages(self, pages_id: str, told_to: str, reply: Reply) -> None:
        if self.is_silent:
            raise StoreError(phrase("keep_reply"))
        self.kept[f"{told_to}/{pages_id}"] = reply

    def find(self, pages_id: str, told_to: str) -> Reply | None:
        return self.kept.get(f"{told_to}/{pages_id}")


def asked(channel: Channel = "slack", context: Mapping[str, str] | None = None) -> Turn:
    given = context or {}
    return replace(a_turn("More"), channel=channel, context=given, request_id="event-1")


def cut(kept: Kept, turn: Turn, reply: Reply = LONG) -> Reply:
    store: Any = kept
    return in_parts(reply, turn, store)


def rows(reply: Reply) -> list[str]:
    return [row[0].text for row in reply.table.rows] if reply.table else []


def test_a_long_table_comes_in_parts_until_its_end() -> None:
    kept = Kept()
    first = cut(kept, asked())
    second = more.answer(asked(context=first.context), kept)
    third = more.answer(asked(context=second.context), kept)
    none = more.answer(asked(context=third.context), kept)

    assert [len(rows(one)) for one in (first, second, third)] == [20, 20, 5]
    assert rows(first) + rows(second) + rows(third) == [row[0].text for row in ROWS]
    assert first.text == '45 services. 1 to 20 of 45. Say "more" for the next ones.'
    assert third.text == "41 to 45 of 45."
    assert first.suggestions == second.suggestions == ("more",)
    assert none.text == "There is nothing more to show."


def test_an_ear_gets_three_at_a_time_and_the_card_all() -> None:
    kept = Kept()
    first = cut(kept, asked("alexa"))
    second = more.answer(asked("alexa", first.context), kept)

    assert first.speech == '45 services. Say "more" for the next ones.'
    assert len(rows(first)) == 45
    assert (
        second.speech == 's3 1.0.0; s4 1.0.0; s5 1.0.0. 4 to 6 of 45. Say "more" for the next ones.'
    )


def test_another_answer_ends_the_parts() -> None:
    kept = Kept()
    first = cut(kept, asked())
    other = cut(kept, asked(context=first.context), Reply("Nothing is broken."))

    assert other.context["more"] == ""
    assert cut(kept, asked(), Reply("Fine.")).context == {}


def test_without_a_table_to_keep_the_rest_the_answer_is_whole() -> None:
    assert cut(Kept(is_silent=True), asked()) == LONG


@pytest.mark.parametrize(
    "forged", ["", "x", "event-1:", "event-1:-3", "event-1:٣", "other:20", ":20"]
)
def test_a_forged_place_shows_nothing(forged: str) -> None:
    kept = Kept()
    cut(kept, asked())

    assert (
        more.answer(asked(context={"more": forged}), kept).text == "There is nothing more to show."
    )


def test_what_was_said_in_private_is_not_continued_before_others() -> None:
    kept = Kept()
    first = cut(kept, asked())
    before_others = replace(asked(context=first.context), audience="shared")

    assert more.answer(before_others, kept).text == "There is nothing more to show."
