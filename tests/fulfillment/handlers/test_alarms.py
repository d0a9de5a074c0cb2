"""What is said of alarms, in states that the example world does not have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from fulfillment.answers import alarm_text
from fulfillment.handlers import firing_alarms
from fulfillment.ops.alarms import Firing
from fulfillment.ops.state import Alarm, AlarmNote, Measure
from fulfillment.sentences import Phrase, phrase
from fulfillment.turn import Ability
from tests.fulfillment.handlers.scripted import ScriptedFleet, a_service, a_turn
from tests.fulfillment.language import DENIED, english, german

MEASURE = Measure("TargetResponseTime", "p99", "GreaterThanThreshold", 1.5, 60)
ANA = AlarmNote("Ana", 300.0)
FLEET = ScriptedFleet.of(a_service(), a_service(environment="production"))
GAP = phrase("could_not", what=phrase("read_alarms", environment="staging"), why=DENIED)
UNREAD = "I could not read the alarms of staging because AWS denies it to the role that I use."
MAY = Ability("AcknowledgeAlarm", "", "", "", changes=True)
TURN = replace(a_turn("FiringAlarms"), abilities=(MAY,))


def an_alarm(name: str = "orders-production-latency", **over: Any) -> Alarm:
    given: dict[str, Any] = {"environment": "production", "measure": MEASURE}
    return Alarm(name, "p99 latency of orders", 1020.0, **{**given, **over})


@dataclass(frozen=True)
class Scripted:
    alarms: tuple[Alarm, ...] = ()
    read: tuple[str, ...] = ("staging", "production")
    gaps: tuple[Phrase, ...] = ()

    def firing(self, environments: Sequence[str]) -> Firing:
        return Firing(
            self.alarms, tuple(one for one in self.read if one in environments), self.gaps
        )

    def alarm(self, environment: str, name: str) -> Alarm:
        raise AssertionError((environment, name))

    def service(self, alarm: Alarm) -> str:
        raise AssertionError(alarm)

    def environments(self, alarm: Alarm) -> tuple[str, ...]:
        raise AssertionError(alarm)

    def names(self, environments: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        raise AssertionError(environments)

    known = names


def test_one_alarm_is_a_sentence_and_a_row() -> None:
    reply = firing_alarms.answer(TURN, FLEET, Scripted((an_alarm(),)))

    assert reply.text == (
        "1 alarm fires.\n"
        "**orders-production-latency** in production has been firing for 17 minutes."
    )
    assert reply.table is not None
    assert [cell.text for cell in reply.table.rows[0]] == [
        "orders-production-latency",
        "production",
        "17 min",
        "p99 of TargetResponseTime above 1.5",
        "p99 latency of orders",
        "nobody yet",
    ]
    (button,) = reply.actions
    assert button.invocation.slots == {
        "alarm": "orders-production-latency",
        "environment": "production",
    }
    assert reply.context == {"environment": "production"}


def test_who_has_seen_to_it_is_said() -> None:
    snoozed = an_alarm("b", snoozed=AlarmNote("Omar", 60.0, 1800.0))
    reply = firing_alarms.answer(TURN, FLEET, Scripted((an_alarm(acknowledged=ANA), snoozed)))

    assert reply.speech == (
        "2 alarms fire. orders-production-latency in production has been firing for 17 minutes, "
        "acknowledged by Ana. b in production has been firing for 17 minutes, snoozed by Omar for "
        "another 30 minutes."
    )
    assert reply.table is not None
    assert [row[-1].text for row in reply.table.rows] == [
        "acknowledged by Ana, 5 minutes ago",
        "snoozed by Omar, for another 30 minutes",
    ]
    assert reply.actions == ()


def test_the_ear_gets_three_and_the_screen_two_hundred() -> None:
    many = tuple(an_alarm(f"alarm-{number}") for number in range(250))
    reply = firing_alarms.answer(TURN, FLEET, Scripted(many))

    assert reply.speech.startswith("250 alarms fire. alarm-0 in")
    assert reply.speech.count("has been firing") == 3
    assert "247" in reply.speech
    assert reply.table is not None
    assert len(reply.table.rows) == 200
    assert len(reply.actions) == 3


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"measure": None, "rule": 'ALARM("a")'}, 'the rule ALARM("a")'),
        ({"measure": None}, "a calculation over metrics"),
        ({"measure": replace(MEASURE, threshold=None)}, "outside of its usual band"),
        (
            {"measure": replace(MEASURE, comparison="LessThanOrEqualToThreshold", threshold=2.0)},
            "p99 of TargetResponseTime at or below 2",
        ),
    ],
)
def test_what_an_alarm_looks_at(over: dict[str, Any], said: str) -> None:
    assert said in firing_alarms.measure_text(english("FiringAlarms"), an_alarm(**over))


@pytest.mark.parametrize(
    ("alarms", "slots", "said", "state"),
    [
        (Scripted(), {}, "No alarm fires in staging and production.", "done"),
        (
            Scripted((an_alarm(),)),
            {"service": "payments"},
            "No alarm of payments fires in staging and production.",
            "done",
        ),
        (
            Scripted(read=("production",), gaps=(GAP,)),
            {},
            f"No alarm fires in production, as far as I could read. {UNREAD}",
            "done",
        ),
        (
            Scripted(read=(), gaps=(GAP,)),
            {"environment": "staging"},
            f"I cannot say which alarms fire in staging. {UNREAD}",
            "failed",
        ),
    ],
)
def test_nothing_fires_as_far_as_was_read(
    alarms: Scripted, slots: dict[str, str], said: str, state: str
) -> None:
    reply = firing_alarms.answer(TURN, FLEET, alarms, **slots)

    assert (reply.speech, reply.state) == (said, state)
    assert reply.table is None


def test_in_german() -> None:
    turn = replace(TURN, say=german("FiringAlarms"), locale="de_DE")
    reply = firing_alarms.answer(turn, FLEET, Scripted((an_alarm(acknowledged=ANA),)))

    assert reply.speech == (
        "1 Alarm schlägt an. orders-production-latency in production schlägt seit 17 Minuten an, "
        "quittiert von Ana."
    )
    assert reply.table is not None
    assert reply.table.rows[0][3].text == "p99 von TargetResponseTime über 1.5"


def test_what_stands_in_an_alarm_is_text() -> None:
    odd = an_alarm("**x**", acknowledged=AlarmNote("`rm`", 1.0))

    assert "**\\*\\*x\\*\\***" in alarm_text(english(), odd)
    assert ", acknowledged by \\`rm\\`" in alarm_text(english(), odd)
