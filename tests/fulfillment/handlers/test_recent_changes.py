"""How a timeline is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from fulfillment.handlers.recent_changes import answer
from fulfillment.ops.changes import Change, Deployers, Timeline, Window
from fulfillment.sentences import phrase
from fulfillment.turn import Reply, Turn
from fulfillment.wording import age_phrase
from tests.fulfillment.handlers.scripted import ScriptedFleet, a_service, a_turn
from tests.fulfillment.language import READ, TOO_SLOW, german

NOW = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
TURN = replace(a_turn("RecentChanges"), now=NOW, time_zone="Europe/Berlin")
GERMAN = replace(TURN, say=german("RecentChanges"), locale="de_DE")
FLEET = ScriptedFleet.of(a_service(), a_service(environment="live"))
GAP = phrase("could_not", what=READ, why=TOO_SLOW)

ROLLED = Change(
    NOW - timedelta(minutes=4),
    "deployment",
    phrase("rollout_in_place", before="1.0", version="1.1", outcome=phrase("rollout_stopped")),
    "live",
    "orders",
    by="ben",
)
RANG = Change(
    NOW - timedelta(hours=3),
    "alarm",
    phrase("alarm_rang", alarm="orders*5xx"),
    "live",
    is_trouble=True,
)
WROTE = Change(
    NOW - timedelta(hours=20),
    "write",
    phrase("write_call_on", operation="PutRule", resource="`x`\nbell"),
    by="**ana**",
)


@dataclass
class Scripted:
    timeline: Timeline
    asked: list[tuple[tuple[str, ...], Window]] = field(default_factory=list)

    def recent(self, environments: Sequence[str], window: Window) -> Timeline:
        self.asked.append((tuple(environments), window))
        return self.timeline

    def deployers(self, service: str, began: Mapping[str, datetime]) -> Deployers:
        raise NotImplementedError(service, began)


def told(*changes: Change, turn: Turn = TURN, gaps: bool = False, **slots: str) -> Reply:
    found = Timeline(changes, (GAP,) if gaps else (), is_read=bool(changes) or not gaps)
    return answer(turn, FLEET, Scripted(found), **slots)


def test_the_headline_counts_by_kind_and_the_table_has_it_all() -> None:
    reply = told(ROLLED, RANG, WROTE)

    assert reply.text == (
        "**3 changes** in staging and live in the last 24 hours: 1 deployment, 1 call that wrote "
        "and 1 change of an alarm."
    )
    assert reply.table is not None
    rows = [[cell.text for cell in row] for row in reply.table.rows]
    assert rows == [
        ["13:26 (4 min)", "live", "orders", "1.0 → 1.1 was stopped", "ben"],
        ["10:30 (3 h)", "live", "", "the alarm orders*5xx went off", ""],
        ["2026-11-25 17:30 (20 h)", "", "", "PutRule on `x` bell", "**ana**"],
    ]
    assert reply.table.rows[1][3].tone == "bad"


def test_an_ear_gets_the_count_and_the_last_three() -> None:
    reply = told(ROLLED, RANG, WROTE, WROTE)

    assert reply.speech == (
        "4 changes in staging and live in the last 24 hours: 1 deployment, 2 calls that wrote and "
        "1 change of an alarm. The newest: 4 minutes ago orders in live, 1.0 → 1.1 was stopped, by "
        "ben; 3 hours ago in live the alarm orders*5xx went off; 20 hours ago PutRule on `x` bell, "
        "by **ana**."
    )


def test_what_we_did_ourselves_is_said_to_be() -> None:
    reply = told(replace(ROLLED, is_ours=True))

    assert reply.table is not None
    assert reply.table.rows[0][4].text == "ben, through me"


def test_nothing_changed() -> None:
    assert told().text == "Nothing changed in staging and live in the last 24 hours."
    assert told(service="orders", environment="live", day="yesterday").text == (
        "Nothing changed for **orders** in live yesterday."
    )
    assert told(turn=GERMAN, environment="live").text == (
        "In live hat sich in den letzten 24 Stunden nichts geändert."
    )


def test_nothing_is_only_sure_where_all_was_read() -> None:
    found = Timeline((), (GAP,))
    reply = answer(TURN, FLEET, Scripted(found))

    assert reply.text == (
        "As far as I could read, nothing changed in staging and live in the last 24 hours. I could "
        "not read orders in staging because AWS did not answer in time; ask again in a moment."
    )
    assert reply.state == "done"


def test_nothing_could_be_read() -> None:
    reply = told(gaps=True)

    assert reply.state == "failed"
    assert reply.text == reply.speech
    assert reply.text == (
        "I could not read orders in staging because AWS did not answer in time; ask again in a "
        "moment."
    )


def test_the_time_asked_about_is_what_is_read() -> None:
    changes = Scripted(Timeline(()))
    answer(TURN, FLEET, changes, environment="live", service="orders", period="PT10M")
    (where, window) = changes.asked[0]

    assert (where, window.service) == (("live",), "orders")
    assert (window.start, window.end) == (NOW - timedelta(minutes=10), NOW + timedelta(seconds=1))


def test_a_short_time_is_too_short_for_cloudtrail() -> None:
    late = "CloudTrail tells of a call only some minutes after it."

    assert late in told(ROLLED, period="PT10M").text
    assert late not in told(ROLLED, period="PT1H").text


def test_a_long_timeline_is_bounded() -> None:
    reply = told(*[ROLLED] * 500)

    assert reply.text.startswith("**500 changes**")
    assert reply.table is not None
    assert len(reply.table.rows) == 200


def test_in_german() -> None:
    finished = phrase("rollout_finished", age=age_phrase(130))
    done = replace(
        ROLLED, what=phrase("same_rollout", version="1.0", outcome=finished), is_ours=True
    )
    reply = told(done, RANG, turn=GERMAN)

    assert reply.speech == (
        "2 Änderungen in staging und live in den letzten 24 Stunden: 1 Deployment und 1 Wechsel "
        "eines Alarms. Zuletzt: vor 4 Minuten orders in live, Neustart von 1.0 nach 2 Minuten "
        "fertig, durch ben, über mich; vor 3 Stunden in live der Alarm orders*5xx schlug an."
    )
