"""The terminal: what a person types, what is shown, how an operation is watched."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from unicodedata import category

import pytest
from rich.console import Console

from channels.errors import ConversationError
from channels.terminal.chat import chat
from channels.terminal.talk import Talk, session_id, speaker
from fulfillment.turn import (
    Action,
    Cell,
    Chart,
    Fact,
    Invocation,
    Link,
    Marker,
    Progress,
    Reply,
    Series,
    Table,
)
from tests.channels import charts
from tests.channels.scripted import ScriptedConversation
from tests.fulfillment.language import english

GOLDEN = Path(__file__).parents[2] / "golden" / "terminal" / "chart.txt"


def lines(*typed: str) -> Callable[[], str]:
    remaining = iter(typed)

    def read() -> str:
        try:
            return next(remaining)
        except StopIteration:
            raise EOFError from None

    return read


def held(conversation: ScriptedConversation, *typed: str, width: int = 100) -> str:
    """The text of a chat in which the person types these lines."""
    output = io.StringIO()
    console = Console(file=output, width=width, force_terminal=False)
    talk = Talk(
        conversation, speaker("ana", "en_US"), session_id("ana", "chat"), english(), lambda _: None
    )
    chat(talk, lines(*typed), console)
    return output.getvalue()


def test_a_chart_is_drawn_as_recorded() -> None:
    shown = held(ScriptedConversation.of(charts.REPLY), "latency of orders", width=80)
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(shown, encoding="utf-8")

    assert shown == GOLDEN.read_text(encoding="utf-8")


def running(done: int, state: str = "running") -> Reply:
    progress = Progress("op-1", "Restart orders", state, done, 2)  # type: ignore[arg-type]
    return Reply(text=f"{done} of 2 tasks", progress=progress)


def test_every_part_of_a_reply_is_shown() -> None:
    reply = Reply(
        text="**orders** needs a `look`",
        table=Table("Services", ("Service", "Health"), ((Cell("orders"), Cell("bad", "bad")),)),
        facts=(Fact("Version", Cell("1.2.0")),),
        links=(Link("Console", "https://example.com/ecs"),),
        actions=(Action("Restart", Invocation("intent", "RestartService")),),
        suggestions=("whats broken",),
    )

    shown = held(ScriptedConversation.of(reply), "how is orders")

    for part in (
        "orders needs a look",
        "Services",
        "Health",
        "Version: 1.2.0",
        "Console: https://example.com/ecs",
        '"whats broken"',
    ):
        assert part in shown


def test_a_confirmation_asks_for_yes_or_no() -> None:
    assert "yes or no?" in held(ScriptedConversation.of(Reply("Restart?", state="confirm")), "x")


def test_the_person_and_the_session_go_with_every_line_and_every_line_is_an_event() -> None:
    conversation = ScriptedConversation.of(Reply("one"), Reply("two"))

    held(conversation, "first", "   ", "second")

    (who, session, text, event), (_, same_session, second, other_event) = conversation.said
    assert (who.identity, session, text, second) == (
        "terminal:ana",
        "terminal.ana.chat",
        "first",
        "second",
    )
    assert session == same_session
    assert event != other_event


@pytest.mark.parametrize("leaving", ["exit", "quit", "BYE"])
def test_leaving(leaving: str) -> None:
    assert held(ScriptedConversation.of(), leaving, "never said").endswith("Bye.\n")


def test_a_failure_is_said_and_the_chat_goes_on() -> None:
    conversation = ScriptedConversation.of(ConversationError("busy", "Still busy."), Reply("fine"))

    shown = held(conversation, "one", "two")

    assert "Still busy." in shown
    assert "fine" in shown


def test_an_operation_is_watched_to_its_end_also_when_a_look_fails() -> None:
    conversation = ScriptedConversation.of(
        running(0), running(1), ConversationError("unavailable", "hm"), running(2, "succeeded")
    )

    shown = held(conversation, "yes")

    assert [asked[2] for asked in conversation.invoked] == [Invocation("operation", "op-1")] * 3
    assert "2 of 2 tasks" in shown


def test_an_operation_that_cannot_be_seen_any_more_is_let_go() -> None:
    lost = [ConversationError("unavailable", "gone")] * 10
    conversation = ScriptedConversation.of(running(0), *lost, Reply("still here"))

    shown = held(conversation, "yes", "hello")

    assert "ask for the rollout status" in shown
    assert "still here" in shown


def test_control_characters_from_outside_do_not_reach_the_terminal() -> None:
    shown = held(ScriptedConversation.of(Reply("a\x1b]0;owned\x07b\u202ec\rd")), "x")

    assert "a]0;ownedbcd" in shown


def with_words(words: str) -> Reply:
    """A reply all of whose parts are `words`."""
    cell, points = Cell(words), ((0.0, 1.0), (60.0, 2.0))
    return Reply(
        text=words,
        table=Table(words, (words,), ((cell,),)),
        facts=(Fact(words, cell),),
        links=(Link(words, words),),
        suggestions=(f"try {words}",),
        progress=Progress("op-1", words, "succeeded", 1, 1, words),
        chart=Chart(words, "percent", (Series(words, points),), (Marker(60.0, words),)),
    )


def test_control_characters_reach_the_terminal_from_no_part_of_a_reply() -> None:
    failed = ConversationError("busy", "x\x1b[2Jy")
    conversation = ScriptedConversation.of(with_words("x\x1b[2J\x9b\u202ey"), failed)
    shown = held(conversation, "one", "two")

    assert [one for one in shown if category(one).startswith("C") and one != "\n"] == []
    assert shown.count("x[2Jy") == 15


def test_markup_of_the_terminal_library_is_literal_in_every_part_of_a_reply() -> None:
    shown = held(ScriptedConversation.of(with_words("[red]x[/y]")), "x")

    assert shown.count("[red]x[/y]") == 14


@pytest.mark.parametrize("user", ["ana", "Ana Ñandú", "x" * 200, "DOMAIN\\ana"])
def test_a_session_id_is_legal_for_lex(user: str) -> None:
    made = session_id(user, "chat")

    assert 2 <= len(made) <= 100
    assert all(
        character.isascii() and (character.isalnum() or character in "._:-") for character in made
    )
