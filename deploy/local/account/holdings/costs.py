"""Cost Explorer, as much as is read: costs of whole months by service."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from deploy.local.account.holdings.data import Holdings
from deploy.local.account.holdings.errors import HoldingError
from deploy.local.account.slim_moto import ActionResult, BaseResponse


class CostResponse(BaseResponse):
    """Knows the month of the clock and the one before; others cost nothing."""

    def __init__(self, holdings: Holdings, now: Callable[[], datetime]) -> None:
        super().__init__(service_name="ce")
        self.automated_parameter_parsing = True
        self._holdings = holdings
        self._now = now

    def get_cost_and_usage(self) -> ActionResult:
        period = self._get_param("TimePeriod")
        start, end = date.fromisoformat(period["Start"]), date.fromisoformat(period["End"])
        if start >= end:
            raise HoldingError("ValidationException", "Start date (and hour) should be before end")
        if self._get_param("Granularity") != "MONTHLY":
            raise HoldingError("ValidationException", "only MONTHLY is simulated")
        results = []
        while start < end:
            stop = min(_next_month(start), end)
            results.append(self._month(start, stop))
            start = stop
        return ActionResult({"ResultsByTime": results})

    def _month(self, start: date, end: date) -> dict[str, Any]:
        this = self._now().date().replace(day=1)
        names = {this: "this_month", _month_before(this): "last_month"}
        costs = self._holdings.costs.get(names.get(start.replace(day=1), ""), {})
        return {
            "TimePeriod": {"Start": start.isoformat(), "End": end.isoformat()},
            "Total": {},
            "Groups": [
                {
                    "Keys": [service],
                    "Metrics": {"UnblendedCost": {"Amount": f"{amount:.10f}", "Unit": "USD"}},
                }
                for service, amount in costs.items()
            ],
            "Estimated": start.replace(day=1) == this,
        }


def _next_month(day: date) -> date:
    return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1, day=1)


def _month_before(first: date) -> date:
    return first.replace(year=first.year - (first.month == 1), month=(first.month - 2) % 12 + 1)
