"""Costs, read from the simulated account."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from fulfillment.ops.costs import Costs, connect
from fulfillment.ops.reach import Reach
from fulfillment.ops.remembered import Remembered
from fulfillment.turn import Person
from tests.fulfillment.language import told
from tests.fulfillment.ops.faults import client_error, failing
from tests.fulfillment.world import Fulfillment

ANA = Person("ana", "Ana", "terminal:ana", {"*": "approver"})
BOTH = ("staging", "production")
NEW_YEAR = datetime(2027, 1, 1, 0, 30, tzinfo=UTC)


def reach_of(fulfillment: Fulfillment, *allowed: str) -> Reach:
    return fulfillment.application.dispatcher.backends(ANA, allowed or BOTH).reach


def test_one_account_once_dearest_first_beside_last_month(fulfillment: Fulfillment) -> None:
    found = connect(reach_of(fulfillment)).survey(BOTH)

    (account,) = found.accounts
    assert (account.account, account.currency) == ("123456789012", "USD")
    assert account.this_month == pytest.approx(1862.01)
    assert account.last_month == pytest.approx(2085.89)
    first, *_, last = account.costs
    assert (first.service, first.this_month, first.last_month) == (
        "Amazon Elastic Container Service",
        912.47,
        1020.3,
    )
    # New this month: it cost nothing in the last one.
    assert (last.service, last.last_month) == ("AWS Cost Explorer", 0.0)


def test_an_account_without_data_yet(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch)("ce.GetCostAndUsage", client_error("DataUnavailableException"))
    (gap,) = connect(reach_of(fulfillment)).survey(BOTH).gaps

    assert told(gap).endswith("because Cost Explorer has no data of that time yet.")


def test_a_part_of_an_account_has_no_bill(fulfillment: Fulfillment) -> None:
    found = connect(reach_of(fulfillment, "staging")).survey(("staging",))

    assert found.accounts == ()
    (gap,) = found.gaps
    assert "AWS bills an account as a whole" in told(gap)


@dataclass
class ScriptedCosts:
    """Cost Explorer with pages; keeps what it was asked."""

    pages: list[dict[str, Any]]
    asked: list[Mapping[str, Any]] = field(default_factory=list)
    ahead: timedelta = timedelta(0)

    def client(self, service: str, environment: Any, *_: object) -> "ScriptedCosts":
        assert (service, environment.region) == ("ce", "us-east-1")
        return self

    def get_cost_and_usage(self, **given: Any) -> dict[str, Any]:
        self.asked.append(given)
        return self.pages[(len(self.asked) - 1) % len(self.pages)]


@dataclass
class Clock:
    now: datetime = NEW_YEAR

    def __call__(self) -> datetime:
        return self.now


def scripted(fulfillment: Fulfillment, client: ScriptedCosts, clock: Clock) -> Costs:
    sessions: Any = client
    reach = replace(
        reach_of(fulfillment), sessions=sessions, clock=clock, remembered=Remembered(clock)
    )
    return connect(reach)


def a_group(service: str, amount: str) -> dict[str, Any]:
    return {"Keys": [service], "Metrics": {"UnblendedCost": {"Amount": amount, "Unit": "EUR"}}}


def a_page(start: str, *groups: dict[str, Any], token: str = "") -> dict[str, Any]:
    more = {"NextPageToken": token} if token else {}
    return {"ResultsByTime": [{"TimePeriod": {"Start": start}, "Groups": list(groups)}], **more}


def test_the_first_of_january_looks_back_at_december_and_pages_are_joined(
    fulfillment: Fulfillment,
) -> None:
    pages = [
        a_page("2026-12-01", a_group("A", "5"), token="t"),
        a_page("2027-01-01", a_group("A", "0.25"), a_group("B", "0.5")),
    ]
    client = ScriptedCosts(pages)
    (account,) = scripted(fulfillment, client, Clock()).survey(BOTH).accounts

    assert client.asked[0]["TimePeriod"] == {"Start": "2026-12-01", "End": "2027-01-02"}
    assert client.asked[1]["NextPageToken"] == "t"
    assert (account.since, account.currency) == (date(2027, 1, 1), "EUR")
    assert [(one.service, one.this_month, one.last_month) for one in account.costs] == [
        ("B", 0.5, 0.0),
        ("A", 0.25, 5.0),
    ]


def test_it_is_asked_once_an_hour_because_each_time_costs(fulfillment: Fulfillment) -> None:
    client, clock = ScriptedCosts([a_page("2027-01-01", a_group("A", "1"))]), Clock()
    costs = scripted(fulfillment, client, clock)

    for _ in range(3):
        (account,) = costs.survey(BOTH).accounts
        clock.now += timedelta(minutes=20)
    assert (len(client.asked), account.read_at) == (1, NEW_YEAR)
    clock.now += timedelta(minutes=1)
    costs.survey(BOTH)
    assert len(client.asked) == 2


def test_pages_without_end_are_bounded(fulfillment: Fulfillment) -> None:
    client = ScriptedCosts([a_page("2027-01-01", a_group("A", "1"), token="t")])
    scripted(fulfillment, client, Clock()).survey(BOTH)

    assert len(client.asked) == 3


def test_an_account_that_costs_nothing(fulfillment: Fulfillment) -> None:
    client = ScriptedCosts([{"ResultsByTime": []}])
    (account,) = scripted(fulfillment, client, Clock()).survey(BOTH).accounts

    assert (account.costs, account.this_month, account.currency) == ((), 0, "USD")
