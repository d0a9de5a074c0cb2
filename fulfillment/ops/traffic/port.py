"""The port through which handlers see where traffic goes: plain data, no AWS shapes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from fulfillment.ops.state import Targets
from fulfillment.sentences import Phrase

Condition = Literal["host", "path", "header", "method", "query", "source"]


@dataclass(frozen=True)
class Share:
    """One target group of a rule, and how much of the rule's traffic it gets."""

    target_group: str
    service: str
    """The service of the environment that registers its tasks there; "" for none."""
    percent: float
    targets: Targets | None = None
    """None where their health could not be read."""


@dataclass(frozen=True)
class Rule:
    """A rule of a listener that forwards; those that redirect or answer by themselves are left out.

    `conditions`: what a request must have for it; of several values one is enough; none is the
    default rule.
    """

    conditions: tuple[tuple[Condition, tuple[str, ...]], ...]
    shares: tuple[Share, ...]

    def values(self, kind: Condition) -> tuple[str, ...]:
        return tuple(value for name, values in self.conditions if name == kind for value in values)


@dataclass(frozen=True)
class Listener:
    protocol: str
    port: int
    rules: tuple[Rule, ...]
    is_cut: bool = False
    """Whether it has more rules than were read."""

    @property
    def is_encrypted(self) -> bool:
        return self.protocol in ("HTTPS", "TLS")


@dataclass(frozen=True)
class Balancer:
    """A load balancer (ELB v2) behind which services of the environment stand."""

    name: str
    address: str
    """Its DNS name."""
    is_public: bool
    """Internet-facing, not internal."""
    listeners: tuple[Listener, ...]
    is_application: bool = True
    """An Application Load Balancer: only its rules have weights."""


@dataclass(frozen=True)
class Record:
    """A record of the hosted zone that leads to a balancer, or shares its name with one."""

    name: str
    target: str
    """The balancer's name where it is one of the environment's, else a host or an address."""
    is_ours: bool
    identifier: str = ""
    """Of a weighted record."""
    percent: float | None = None
    """Of a weighted record: its share of the answers; None of a plain one."""


@dataclass(frozen=True)
class Routes:
    """The ways into one environment."""

    environment: str
    balancers: tuple[Balancer, ...]
    records: tuple[Record, ...] = ()
    with_public_addresses: tuple[str, ...] = ()
    """Services whose tasks have public addresses of their own, sorted."""
    gaps: tuple[Phrase, ...] = ()
    """What could not be read, and why."""
    is_whole: bool = True
    """Whether every load balancer could be read: else there may be ways that are not known."""


@dataclass(frozen=True)
class Ways:
    """Several environments, side by side; `gaps` also says which could not be read at all."""

    environments: tuple[Routes, ...]
    gaps: tuple[Phrase, ...] = ()


class Traffic(Protocol):
    """Reads only."""

    def routes(self, environment: str) -> Routes:
        """Raises `OpsError` where nothing could be read."""

    def survey(self, environments: Sequence[str]) -> Ways:
        """`routes` of several environments, side by side; failures are gaps."""
