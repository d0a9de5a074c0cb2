"""What Lex gets, at its limits."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lex.code_hook import hook_answer
from fulfillment.errors import StoreError
from fulfillment.lex_event import lex_event as read_event
from fulfillment.lex_response import lex_response, split_message
from fulfillment.request import Outcome
from fulfillment.turn import Cell, Fact, Reply
from tests.fulfillment.language import TABLE_SILENT
from tests.fulfillment.world import Json, lex_event

Saved = dict[str, Mapping[str, Any]]
LARGE = Reply(text="Short.", facts=tuple(Fact(f"Fact {n}", Cell("x" * 50)) for n in range(40)))


def respond(
    reply: Reply, saved: Saved | None = None, attributes: dict[str, str] | None = None
) -> Json:
    event = lex_event("whats_broken_fulfillment")
    event["sessionState"]["sessionAttributes"] = attributes or {}
    kept: Saved = {} if saved is None else saved
    answer = lex_response(read_event(event, "new"), Outcome(reply), "event-1", kept.__setitem__)
    hook_answer(answer)
    return answer


def attributes_of(answer: Json) -> dict[str, str]:
    found: dict[str, str] = answer["sessionState"]["sessionAttributes"]
    return found


def test_a_small_reply_is_inline() -> None:
    saved: Saved = {}
    answer = respond(Reply(text="Short.", speech="Said."), saved)

    assert json.loads(attributes_of(answer)["ground-reply"]) == {"speech": "Said.", "state": "done"}
    assert not saved


def test_a_large_reply_is_in_the_table_as_a_whole() -> None:
    saved: Saved = {}
    answer = respond(LARGE, saved)

    assert json.loads(attributes_of(answer)["ground-reply"]) == {"ref": "event-1"}
    assert saved["event-1"]["text"] == "Short."
    assert len(saved["event-1"]["facts"]) == 40


def test_a_table_that_does_not_answer_leaves_the_text() -> None:
    def fail(event_id: str, document: Mapping[str, Any]) -> None:
        raise StoreError(TABLE_SILENT)

    event = read_event(lex_event("whats_broken_fulfillment"), "new")
    answer = lex_response(event, Outcome(LARGE), "event-1", fail)

    assert answer["messages"][0]["content"] == "Short."
    assert "ground-reply" not in attributes_of(answer)


def test_a_text_too_long_for_messages_is_in_the_table() -> None:
    saved: Saved = {}
    answer = respond(Reply(text="word " * 3000), saved)

    assert len(answer["messages"]) == 10
    assert answer["messages"][-1]["content"].endswith("…")
    assert saved["event-1"]["text"] == "word " * 3000


def test_attributes_that_leave_no_room_give_way_but_never_the_turn() -> None:
    answer = respond(Reply(text="Short."), attributes={"theirs": "x" * 20_000, "small": "kept"})

    assert "theirs" not in attributes_of(answer)
    assert attributes_of(answer)["small"] == "kept"
    assert attributes_of(answer)["ground-event"] == "event-1"


@pytest.mark.parametrize(("size", "is_inline"), [(6_000, True), (8_000, False)])
def test_a_reply_is_inline_only_where_there_is_room(size: int, is_inline: bool) -> None:
    saved: Saved = {}
    answer = respond(
        Reply(text="Short.", suggestions=("x" * 1_900,)), saved, {"theirs": "x" * size}
    )

    assert ("suggestions" in json.loads(attributes_of(answer)["ground-reply"])) is is_inline
    assert bool(saved) is not is_inline
    assert attributes_of(answer)["theirs"] == "x" * size


def test_a_removed_context_is_gone() -> None:
    context = json.dumps({"service": "orders", "environment": "staging"})
    answer = respond(
        Reply(text="x", context={"service": ""}), attributes={"ground-context": context}
    )

    assert json.loads(attributes_of(answer)["ground-context"]) == {"environment": "staging"}


@given(st.text(alphabet=st.sampled_from("ab \n\\*`é😀"), max_size=6_000))
def test_pieces_are_what_lex_takes_and_lose_no_word(text: str) -> None:
    pieces = split_message(text)

    assert all(0 < len(piece) <= 1024 and piece.strip() for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_cut_is_never_inside_an_escape() -> None:
    first, *_ = split_message("a" * 1023 + "\\*" + "b" * 100)

    assert not first.endswith("\\")


def test_lines_stay_whole() -> None:
    lines = [f"- line {n} " + "x" * 300 for n in range(8)]
    pieces = split_message("\n".join(lines))

    assert "\n".join(pieces) == "\n".join(lines)
    assert all(piece.startswith("- line") for piece in pieces)
