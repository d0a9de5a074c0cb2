"""What one person may reach: the environments that are allowed, by sessions in that person's name.

Every backend is made of it: see `fulfillment.ops.backends`.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from fulfillment.audit.reading import AuditReader
from fulfillment.catalog.environments import Environment, Environments
from fulfillment.errors import OpsError
from fulfillment.identity.authorization import sees
from fulfillment.identity.roles import is_whole, roles_of
from fulfillment.ops.remembered import Remembered
from fulfillment.ops.sessions import Clock, Sessions
from fulfillment.sentences import Phrase, phrase
from fulfillment.store import Store
from fulfillment.turn import Person

Value = TypeVar("Value")


class Workers:
    """Two pools: tasks of the outer one wait for tasks of the inner one, never the reverse."""

    def __init__(self, inner: int = 12, outer: int = 4) -> None:
        self.inner = ThreadPoolExecutor(inner, thread_name_prefix="read")
        self.outer = ThreadPoolExecutor(outer, thread_name_prefix="environment")


@dataclass(frozen=True)
class Reach:
    """Collaborators of the backends of one turn. With `Sessions` for writing, of its writers."""

    all_environments: Environments
    allowed: tuple[str, ...]
    person: Person
    sessions: Sessions
    clock: Clock
    workers: Workers
    remembered: Remembered
    """Of the process: facts that all persons may share."""
    store: Store | None
    """Ground Control's own table; None where there is none, as at a build."""
    audit: AuditReader | None = None
    """What was done through Ground Control; None where that cannot be asked."""

    def names(self) -> tuple[str, ...]:
        """The allowed environments, in the order of the environments file."""
        allowed = frozenset(self.allowed)
        return tuple(one for one in self.all_environments.names() if one in allowed)

    def environment(self, name: str) -> Environment:
        """Raises `OpsError` "not found" for one that is unknown or not allowed."""
        found = self.all_environments.get(name)
        if found is None or name not in self.allowed:
            what = phrase("look_at_environment", environment=name)
            raise OpsError("not found", what, phrase("may_not_ask"))
        return found

    def sees(self, environment: str, service: str = "") -> bool:
        """Whether the person may know of a service there; "" for the environment as a whole."""
        return sees(self.person, self.all_environments, environment, service)

    def sees_all(self, environment: str) -> bool:
        """Whether that is so for every service there, whatever it is called."""
        return any(is_whole(roles, environment) for roles in roles_of(self.person))

    @property
    def view(self) -> tuple[str, ...]:
        """What tells people apart who may know of different services: part of what such an answer
        is remembered under. () for those who may know of all."""
        if all(map(self.sees_all, self.all_environments.names())):
            return ()
        return tuple(sorted(repr(sorted(roles.items())) for roles in roles_of(self.person)))

    def client(self, service: str, environment: str, region: str = "") -> Any:
        """A boto3 client of `service` in that environment, or in another region of its account.

        Raises `OpsError`.
        """
        where = self.environment(environment)
        at = replace(where, region=region) if region else where
        return self.sessions.client(service, at, self.person)

    def now(self) -> datetime:
        """The moment as AWS's last answer had it, aware, UTC: what time ranges count from."""
        return self.clock() + self.sessions.ahead

    def each(
        self, ask: Callable[[str], Value], names: Sequence[str]
    ) -> tuple[list[Value], tuple[Phrase, ...]]:
        """`ask` of every name, side by side: the answers, and what could not be read and why.

        `ask` may itself wait for `workers.inner`, not for `workers.outer`.
        """
        return gathered([self.workers.outer.submit(ask, one) for one in names])


def gathered(futures: "Sequence[Future[Value]]") -> tuple[list[Value], tuple[Phrase, ...]]:
    """What came of calls side by side; a failure is a gap, an absence ("not found") is none."""
    values, gaps = [], []
    for future in futures:
        try:
            values.append(future.result())
        except OpsError as error:
            if error.kind != "not found":
                gaps.append(error.phrase)
    return values, tuple(gaps)
