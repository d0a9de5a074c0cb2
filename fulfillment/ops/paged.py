"""The backend `paged`: who was paged of late, so that nobody is paged again and again.

The notes are items of Ground Control's own table: read here, written by the act function.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from fulfillment.errors import OpsError, StoreError
from fulfillment.ops.observed import seconds_since
from fulfillment.ops.reach import Reach
from fulfillment.sentences import phrase
from fulfillment.turn import Person
from fulfillment.wording import clean

QUIET_FOR = timedelta(minutes=10)
"""After a page: nobody is paged again for the same service there."""


@dataclass(frozen=True)
class Page:
    """A page that was sent, as it was noted; or begun, where its answer was lost."""

    by: str
    age_seconds: float
    plan: str

    @property
    def is_recent(self) -> bool:
        return self.age_seconds < QUIET_FOR.total_seconds()


class Paged(Protocol):
    def last(self, environment: str, service: str, person: str) -> Page | None:
        """The last page of that person about the service there, as long as it is kept.

        Raises `OpsError`.
        """


def connect(reach: Reach) -> Paged:
    return StoredPaged(reach)


class StoredPaged:
    """`Paged` over Ground Control's own table."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def last(self, environment: str, service: str, person: str) -> Page | None:
        store, key = self._reach.store, page_key(environment, service, person)
        try:
            note = store.notes((key,)).get(key) if store else None
        except StoreError:
            # An act that reads it ends as refused: nobody is paged whom nothing would brake.
            raise OpsError("failed", phrase("find_note"), phrase("no_answer_came")) from None
        return page_of(note, self._reach.now()) if note else None


def page_key(environment: str, service: str, person: str) -> str:
    return f"PAGE#{environment}#{service}#{person}"


def page_of(note: Mapping[str, str], now: datetime) -> Page:
    at = datetime.fromisoformat(note["at"])
    return Page(note["by"], seconds_since(at, now), note["plan"])


def signature(person: Person) -> str:
    """How others are told who paged: with the identity, where the policy does not name them.

    A display name that a channel gives is whatever somebody calls themselves.
    """
    name = clean(person.display_name)
    is_named = person.id != person.identity
    return name if is_named else f"{name} ({clean(person.identity, 100)})"
