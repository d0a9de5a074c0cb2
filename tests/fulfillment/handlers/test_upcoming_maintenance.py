"""What is said of what comes, in states that the example world does not have."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from fulfillment.handlers import upcoming_maintenance
from fulfillment.ops.maintenance.port import Survey, Upcoming
from fulfillment.ops.state import EnvironmentState
from fulfillment.sentences import Phrase, phrase, sentences
from fulfillment.turn import Reply
from tests.bot.definition import product_bot
from tests.fulfillment.handlers.scripted import ScriptedFleet, a_turn
from tests.fulfillment.language import DENIED

FLEET = ScriptedFleet((EnvironmentState("live", ()),))
GAP = phrase("could_not", what=phrase("read_certificates", environment="live"), why=DENIED)
DAY = 86_400.0


@dataclass(frozen=True)
class ScriptedMaintenance:
    found: Survey

    def survey(self, environments: Sequence[str]) -> Survey:
        assert tuple(environments) == ("live",)
        return self.found


def asked(*upcoming: Upcoming, locale: str = "en_US", gaps: tuple[Phrase, ...] = ()) -> Reply:
    say = sentences(product_bot(), locale, "UpcomingMaintenance")
    turn = replace(a_turn("UpcomingMaintenance"), say=say)
    return upcoming_maintenance.answer(turn, FLEET, ScriptedMaintenance(Survey(upcoming, gaps)))


def test_nothing_comes() -> None:
    reply = asked()

    assert reply.text == (
        "AWS has scheduled nothing for **live**, and no certificate ends within 45 days."
    )
    assert reply.table is None


def test_nothing_is_only_claimed_as_far_as_it_was_read() -> None:
    reply = asked(gaps=(GAP,))

    assert reply.text.startswith("As far as I could read, nothing is coming up for the accounts of")
    assert "could not read the certificates of live" in reply.speech


@pytest.mark.parametrize(
    ("one", "said", "tone"),
    [
        (
            Upcoming("certificate", "x.example", 2 * DAY),
            "Das Zertifikat von **x.example** läuft in 2 Tagen ab. Von selbst erneuert es niemand.",
            "bad",
        ),
        (
            Upcoming("certificate", "x.example", 2 * DAY, renews=True),
            "Das Zertifikat von **x.example** läuft in 2 Tagen ab. AWS erneuert es von selbst.",
            "neutral",
        ),
        (
            Upcoming("certificate", "x.example", -DAY, is_used=False),
            "Das Zertifikat von **x.example** ist vor 1 Tag abgelaufen. Es wird nicht benutzt.",
            "neutral",
        ),
        (
            Upcoming("instance", "i-1", 10 * DAY, detail="`degraded`"),
            "AWS plant etwas mit der Instanz **i-1**, in 10 Tagen (\\`degraded\\`).",
            "warning",
        ),
        (
            Upcoming("event", "patching", None, "ECS", ("a", "b", "c", "d")),
            "AWS plant für ECS, ohne Angabe, wann: **patching**: a, b, c und 1 weitere.",
            "neutral",
        ),
    ],
)
def test_each_kind_in_german(one: Upcoming, said: str, tone: str) -> None:
    reply = asked(one, locale="de_DE")

    assert reply.text.splitlines() == ["Für die Konten von **live** steht 1 Sache an.", f"- {said}"]
    assert reply.table is not None
    assert reply.table.rows[0][0].tone == tone


def test_the_ear_gets_the_first_of_aws_and_the_first_certificate_in_use() -> None:
    reply = asked(
        Upcoming("certificate", "old.example", DAY, is_used=False),
        Upcoming("event", "patching", 2 * DAY, "ECS", ("shop",)),
        Upcoming("event", "retirement", 3 * DAY, "ECS"),
        Upcoming("certificate", "new.example", 4 * DAY),
    )

    assert reply.speech == (
        "4 things are coming up for the accounts of live. AWS has scheduled for ECS, in 2 days: "
        "patching. The certificate of new.example ends in 4 days. Nobody renews it by itself."
    )


def test_a_long_list_is_short_in_text_and_whole_in_the_table() -> None:
    reply = asked(*(Upcoming("event", f"e{n}", n * DAY, "ECS") for n in range(30)))

    assert len(reply.text.splitlines()) == 9
    assert reply.table is not None
    assert len(reply.table.rows) == 30
