"""What is one act, and what are two."""

from datetime import UTC, datetime, timedelta

from fulfillment.ops.changes.merging import merged
from fulfillment.ops.changes.port import Change, Kind
from fulfillment.sentences import phrase

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def a_change(
    kind: Kind,
    after: float = 0,
    by: str = "",
    operation: str = "",
    environment: str = "live",
    service: str = "orders",
) -> Change:
    at, what = NOON + timedelta(seconds=after), phrase("write_call", operation="x")
    return Change(at, kind, what, environment, service, by, operation=operation)


def a_start(after: float = 0, by: str = "ben", **over: str) -> Change:
    return a_change("write", after, by, "UpdateService", **over)


def test_a_deployment_is_by_whoever_called_for_it() -> None:
    (one,) = merged([a_change("deployment", 2), a_start()])

    assert (one.kind, one.by, one.is_ours) == ("deployment", "ben", False)


def test_our_own_act_its_call_and_its_deployment_are_one() -> None:
    (one,) = merged(
        [a_start(1, "made-up"), a_change("action", 0, "ana"), a_change("deployment", 2)]
    )

    assert (one.kind, one.by, one.is_ours) == ("deployment", "ana", True)


def test_our_own_act_and_its_call_without_a_deployment_are_one() -> None:
    alarm = a_change("write", 1, "ana", "PutMetricAlarm", service="")
    (one,) = merged([alarm, a_change("action", 0, "ana", service="")])

    assert one.kind == "action"


def test_our_own_act_is_known_by_its_service_whatever_credentials_it_had() -> None:
    found = merged([a_start(1, "the-act-function"), a_change("action", 0, "ana")])

    assert [(one.kind, one.by) for one in found] == [("action", "ana")]


def test_a_call_of_somebody_else_in_the_same_minute_is_another_act() -> None:
    alarm = a_change("write", 1, "ben", "PutMetricAlarm", service="")
    found = merged([alarm, a_change("action", 0, "ana")])

    assert [one.kind for one in found] == ["write", "action"]


def test_a_call_without_a_deployment_stays() -> None:
    scaled = a_start(600)
    found = merged([a_change("deployment"), scaled])

    assert [one.kind for one in found] == ["write", "deployment"]
    assert found[1].by == ""


def test_each_deployment_takes_the_call_next_to_it() -> None:
    found = merged(
        [
            a_change("deployment", 0),
            a_change("deployment", 60),
            a_start(58, "vic"),
            a_start(-1, "ana"),
            a_start(0, "ben", environment="staging"),
            a_start(0, "ben", service="cards"),
        ]
    )

    assert [(one.kind, one.by) for one in found if one.kind == "deployment"] == [
        ("deployment", "vic"),
        ("deployment", "ana"),
    ]
    assert len(found) == 4


def test_one_that_began_before_the_window_is_known_by_its_start() -> None:
    ended = Change(
        NOON, "deployment", phrase("write_call", operation="x"), "live", "orders",
        began=NOON - timedelta(hours=1),
    )  # fmt: skip

    assert len(merged([ended, a_start()])) == 2
    assert len(merged([ended, a_start(-3600)])) == 1


def test_the_newest_comes_first() -> None:
    found = merged([a_change("alarm", 1), a_change("pipeline", 3), a_change("alarm", 2)])

    assert [one.at.second for one in found] == [3, 2, 1]
