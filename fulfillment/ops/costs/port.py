"""The port through which handlers see costs: plain data, no AWS shapes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from fulfillment.sentences import Phrase


@dataclass(frozen=True)
class Cost:
    """What a service of AWS costs, in the account's currency."""

    service: str
    """As the bill names it: "Amazon Elastic Container Service"."""
    this_month: float
    """So far."""
    last_month: float
    """All of it."""


@dataclass(frozen=True)
class MonthCosts:
    """Of one account, before credits and refunds are set apart (UnblendedCost)."""

    account: str
    currency: str
    """ "USD"."""
    since: date
    """The first of the month, UTC as the bill counts."""
    costs: tuple[Cost, ...]
    """The dearest this month first."""
    read_at: datetime
    """When Cost Explorer was asked: it may have been up to an hour ago."""

    @property
    def this_month(self) -> float:
        return sum(one.this_month for one in self.costs)

    @property
    def last_month(self) -> float:
        return sum(one.last_month for one in self.costs)


@dataclass(frozen=True)
class Survey:
    accounts: tuple[MonthCosts, ...]
    gaps: tuple[Phrase, ...] = ()


class Costs(Protocol):
    """Reads only. Each question to Cost Explorer costs 0.01 USD: answers are kept for an hour."""

    def survey(self, environments: Sequence[str]) -> Survey:
        """Of the accounts of those environments, each once. A gap is what failed, and an account
        of which an environment is not allowed: a bill is of the whole of it."""
