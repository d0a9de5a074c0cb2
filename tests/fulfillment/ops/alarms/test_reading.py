"""Alarms as the adapter reads them from the simulated account, and what CloudWatch may answer."""

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from fulfillment.errors import OpsError, StoreError
from fulfillment.ops.alarms import Alarms
from fulfillment.ops.alarms.cloudwatch import CloudWatchAlarms
from fulfillment.ops.alarms.matching import also_called, belongs_to_service, service_of
from fulfillment.ops.state import Alarm
from fulfillment.sentences import phrase
from fulfillment.store import Store
from fulfillment.turn import Person
from tests.fulfillment.language import told
from tests.fulfillment.world import Fulfillment, MovingClock

ANA = Person("ana", "Ana", "terminal:ana", {"*": "approver"})
BOTH = ("staging", "production")
MakeAlarms = Callable[..., Alarms]


@pytest.fixture
def make_alarms(fulfillment: Fulfillment) -> MakeAlarms:
    def make(*allowed: str) -> Alarms:
        found: Alarms = fulfillment.application.dispatcher.backends(ANA, allowed or BOTH).get(
            "alarms"
        )
        return found

    return make


def test_metric_and_composite_alarms_say_what_they_look_at(make_alarms: MakeAlarms) -> None:
    firing = make_alarms().firing(BOTH)

    assert (firing.read, firing.gaps) == (BOTH, ())
    latency, checkout = firing.alarms
    assert latency.name == "orders-production-latency"
    assert latency.environment == "production"
    assert abs(latency.age_seconds - 17 * 60) < 30
    assert latency.measure is not None
    assert (latency.measure.statistic, latency.measure.metric) == ("p99", "TargetResponseTime")
    assert (latency.measure.comparison, latency.measure.threshold) == ("GreaterThanThreshold", 1.5)
    assert checkout.measure is None
    assert checkout.rule.startswith('ALARM("orders-production-latency") OR')
    assert belongs_to_service(checkout, "payments")


def test_an_alarm_is_only_seen_where_it_may_be(make_alarms: MakeAlarms) -> None:
    firing = make_alarms("staging").firing(BOTH)

    assert firing.read == ("staging",)
    assert firing.alarms == ()
    assert firing.gaps == ()


@pytest.mark.parametrize(
    ("name", "dimensions", "service"),
    [
        ("orders-api-production-5xx", {}, "orders-api"),
        ("orders-production-5xx", {}, "orders"),
        ("latency", {"ServiceName": "orders-api"}, "orders-api"),
        ("orders-latency", {"ServiceName": "gone"}, ""),
        ("reorders", {}, ""),
    ],
)
def test_the_closest_service_is_what_an_alarm_is_about(
    name: str, dimensions: dict[str, str], service: str
) -> None:
    alarm = Alarm(name, "", 0.0, dimensions)

    assert service_of(alarm, ("orders", "orders-api")) == service


def test_one_alarm_in_whatever_state(make_alarms: MakeAlarms) -> None:
    assert make_alarms().alarm("production", "payments-production-cpu").state == "OK"
    with pytest.raises(OpsError) as caught:
        make_alarms().alarm("production", "no-such-alarm")
    assert caught.value.kind == "not found"
    assert "could not read the alarm no-such-alarm in production" in told(caught.value)


def test_names_are_asked_once_and_known_after(make_alarms: MakeAlarms) -> None:
    alarms = make_alarms()

    assert alarms.known(("staging",)) == {}
    names = alarms.names(("staging",))
    assert names == {
        "gateway-staging-latency": ("gateway latency",),
        "orders-staging-latency": ("orders latency",),
    }
    assert make_alarms().known(("staging",)) == names
    assert "orders latency" in alarms.names(BOTH)


@pytest.mark.parametrize(
    ("names", "is_one_place", "called"),
    [
        (["a-staging-x", "a-production-x"], False, {"a x": ("a-x",), "a-staging-x": ()}),
        (["a-staging-x", "a-x-staging"], True, {"a-staging-x": (), "a-x-staging": ()}),
        (["staging"], False, {"staging": ()}),
        (["cpu-high"], True, {"cpu-high": ("cpu high",)}),
        (["cpu-high", "cpu-high"], False, {"cpu-high": ("cpu high",)}),
        ([], False, {}),
    ],
)
def test_what_an_alarm_is_called_besides(
    names: list[str], *, is_one_place: bool, called: dict[str, tuple[str, ...]]
) -> None:
    found = also_called(names, BOTH, is_one_place=is_one_place)

    assert {name: found[name] for name in called} == called
    assert set(names) <= set(found)


def unsent() -> Any:
    return boto3.client("cloudwatch", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")


def stubbed(*answers: Any) -> CloudWatchAlarms:
    """An adapter whose client gives these answers: documents, or error codes."""
    client = unsent()
    stub = Stubber(client)
    for answer in answers:
        if isinstance(answer, str):
            stub.add_client_error("describe_alarms", answer)
        else:
            stub.add_response("describe_alarms", answer)
    stub.activate()
    return CloudWatchAlarms(client, "staging", MovingClock())


def test_a_fault_is_told() -> None:
    with pytest.raises(OpsError) as caught:
        stubbed("InternalServiceFault").firing()
    assert told(caught.value) == (
        "I could not read the alarms of staging because AWS answered InternalServiceFault."
    )


def test_nothing_fires_and_very_much_does() -> None:
    assert stubbed({"MetricAlarms": []}).firing() == ()

    def page(start: int, **more: Any) -> dict[str, Any]:
        names = [f"alarm-{number:05}" for number in range(start, start + 100)]
        return {"MetricAlarms": [{"AlarmName": name} for name in names], **more}

    pages = [page(start * 100, NextToken=f"page {start}") for start in range(25)]
    found = stubbed(*pages).firing()

    assert len(found) == 2_000
    assert found[0] == Alarm("alarm-00000", "", 0.0, environment="staging", state="")


def test_alarms_are_told_when_the_notes_are_not(
    make_alarms: MakeAlarms, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object) -> None:
        raise StoreError(phrase("table_silent", what=phrase("find_note")))

    monkeypatch.setattr(Store, "notes", silent)
    firing = make_alarms().firing(("production",))

    assert len(firing.alarms) == 2
    assert [told(gap) for gap in firing.gaps] == [
        "I could not look up what was noted: my table did not answer."
    ]
