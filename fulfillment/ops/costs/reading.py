"""`Costs` over AWS Cost Explorer."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fulfillment.errors import OpsError
from fulfillment.ops.accounts import is_whole
from fulfillment.ops.costs.port import Cost, MonthCosts, Survey
from fulfillment.ops.failures import reading
from fulfillment.ops.reach import Reach
from fulfillment.sentences import phrase

if TYPE_CHECKING:
    from mypy_boto3_ce import CostExplorerClient

COST_REGION = "us-east-1"
"""Cost Explorer has this one endpoint."""
KEPT = timedelta(hours=1)
"""Each page of an answer costs 0.01 USD, and AWS reckons up only a few times a day."""
_PAGES = 3
_METRIC = "UnblendedCost"


class CostExplorer:
    """As one person may see it. Calls: one for each account and hour, at most three where the
    answer has pages."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def survey(self, environments: Sequence[str]) -> Survey:
        accounts: dict[tuple[str, str], str] = {}
        for name in environments:
            where = self._reach.environment(name)
            accounts.setdefault((where.account, where.endpoint_url), name)
        found, gaps = self._reach.each(self._remembered, tuple(accounts.values()))
        return Survey(tuple(found), gaps)

    def _remembered(self, environment: str) -> MonthCosts:
        where = self._reach.environment(environment)
        if not is_whole(self._reach, environment):
            what = phrase("read_costs", account=where.account)
            raise OpsError("denied", what, phrase("costs_are_of_all"))
        today = self._reach.now().date()
        key = ("costs", where.account, where.endpoint_url, today.isoformat())
        return self._reach.remembered.get(key, KEPT, lambda: self._asked(environment, today))

    def _asked(self, environment: str, today: date) -> MonthCosts:
        where = self._reach.environment(environment)
        this = today.replace(day=1)
        last = (this - timedelta(days=1)).replace(day=1)
        with reading(phrase("read_costs", account=where.account)):
            client: CostExplorerClient = self._reach.client("ce", environment, COST_REGION)
            # The end is not included.
            months = _months(client, last, today + timedelta(days=1))
        amounts = {start: _amounts(months.get(start.isoformat(), ())) for start in (last, this)}
        services = {service for some in amounts.values() for service in some}
        costs = [
            Cost(service, amounts[this].get(service, 0.0), amounts[last].get(service, 0.0))
            for service in services
        ]
        return MonthCosts(
            account=where.account,
            currency=_currency(months.values()),
            since=this,
            costs=tuple(sorted(costs, key=lambda one: (-one.this_month, one.service))),
            read_at=self._reach.now(),
        )


def _months(
    client: "CostExplorerClient", start: date, end: date
) -> dict[str, list[Mapping[str, Any]]]:
    """Start of a month -> what Cost Explorer says of each service. Has no paginator."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    token: dict[str, Any] = {}
    for _ in range(_PAGES):
        answer = client.get_cost_and_usage(
            TimePeriod={"Start": start.isoformat(), "End": end.isoformat()},
            Granularity="MONTHLY",
            Metrics=[_METRIC],
            GroupBy=[{"Type": "DIMENSION", "Key": "SERVICE"}],
            **token,
        )
        for month in answer["ResultsByTime"]:
            began = month.get("TimePeriod", {}).get("Start", "")
            found.setdefault(began, []).extend(month.get("Groups", []))
        if not answer.get("NextPageToken"):
            break
        token = {"NextPageToken": answer["NextPageToken"]}
    return found


def _amounts(groups: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    return {one["Keys"][0]: float(one["Metrics"][_METRIC]["Amount"]) for one in groups}


def _currency(months: Iterable[Sequence[Mapping[str, Any]]]) -> str:
    units = [one["Metrics"][_METRIC]["Unit"] for groups in months for one in groups]
    return str(units[0]) if units else "USD"
