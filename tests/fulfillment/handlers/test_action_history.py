"""What is said of what was done, in states that the example world does not have."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fulfillment.handlers import action_history
from fulfillment.ops.audit import Action, History
from fulfillment.turn import Reply
from tests.fulfillment.handlers.scripted import ScriptedFleet, a_service, a_turn
from tests.fulfillment.language import german

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
FLEET = ScriptedFleet.of(a_service(), a_service(environment="production"))
TURN = replace(a_turn("ActionHistory"), now=NOW)


@dataclass
class Scripted:
    actions: tuple[Action, ...] = ()
    is_whole: bool = True
    asked: list[Any] = field(default_factory=list)

    def history(
        self, environments: Sequence[str], start: datetime, end: datetime, service: str = ""
    ) -> History:
        self.asked = [tuple(environments), start, end, service]
        return History(self.actions, self.is_whole)


def an_action(minutes: int = 5, **over: Any) -> Action:
    given: dict[str, Any] = {
        "at": NOW - timedelta(minutes=minutes),
        "person": "ana",
        "name": "Ana",
        "intent": "RestartService",
        "title": "Restart of orders in staging",
        "service": "orders",
        "environment": "staging",
        "channel": "slack",
        "outcome": "succeeded",
    }
    return Action(**{**given, **over})


def asked(*actions: Action, is_whole: bool = True, **slots: str) -> Reply:
    return action_history.answer(TURN, FLEET, Scripted(actions, is_whole), **slots)


def rows(reply: Reply) -> list[list[str]]:
    assert reply.table is not None
    return [[cell.text for cell in row] for row in reply.table.rows]


def test_an_action_is_a_row_and_is_told_aloud() -> None:
    reply = asked(an_action(), service="orders", environment="staging")

    assert reply.text == "**1 action** through me with **orders** in staging in the last 24 hours."
    assert reply.speech == (
        "1 action through me with orders in staging in the last 24 hours. "
        "Ana, 5 minutes ago: Restart of orders in staging, done."
    )
    assert rows(reply) == [
        ["11:55 (5 min)", "Ana", "Restart of orders in staging", "staging", "done", "slack"]
    ]
    assert reply.context == {"service": "orders", "environment": "staging"}


def test_nothing_done_is_said_with_the_time_that_was_looked_at() -> None:
    trail = Scripted()
    reply = action_history.answer(TURN, FLEET, trail, environment="production", day="yesterday")

    assert reply.text == "Nobody asked me to change anything in production yesterday."
    assert reply.table is None
    midnight = NOW.replace(hour=0)
    assert trail.asked == [("production",), midnight - timedelta(days=1), midnight, ""]


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("started", "started"),
        ("failed", "failed"),
        ("refused", "not done"),
        ("denied", "not allowed"),
        ("unknown", "nobody knows what came of it"),
        ("of-a-later-version", "nobody knows what came of it"),
    ],
)
def test_every_outcome_has_words(outcome: str, said: str) -> None:
    assert rows(asked(an_action(outcome=outcome)))[0][4] == said


def test_an_ear_hears_three_and_how_many_more() -> None:
    reply = asked(*(an_action(minutes) for minutes in range(1, 7)))

    assert reply.speech.count("Restart of orders") == 3
    assert reply.speech.endswith("And 3 more.")


def test_what_was_denied_before_there_was_a_plan_is_named_by_its_intent() -> None:
    reply = asked(an_action(title="", outcome="denied"))

    assert rows(reply)[0][2] == "RestartService orders"


def test_what_somebody_calls_themselves_is_no_markup_and_not_long() -> None:
    name = "**Root**\n" + "x" * 200
    reply = asked(an_action(name=name))

    assert len(rows(reply)[0][1]) == 60
    assert "\n" not in rows(reply)[0][1]


def test_a_history_that_was_cut_says_so() -> None:
    assert "more than I can read at once" in asked(an_action(), is_whole=False).text


def test_german() -> None:
    turn = replace(TURN, say=german("ActionHistory"))
    reply = action_history.answer(turn, FLEET, Scripted((an_action(),)), day="today")

    assert reply.speech == (
        "1 Aktion über mich in staging und production heute. "
        "Ana, vor 5 Minuten: Restart of orders in staging, getan."
    )
