"""The backend `pages`: answers of this person that are shown in parts."""

from typing import Protocol

from fulfillment.ops.reach import Reach
from fulfillment.turn import Reply


class Pages(Protocol):
    def find(self, pages_id: str, told_to: str) -> Reply | None:
        """The whole reply; None where there is none of that id for `told_to` (see
        `fulfillment.paging`), or no more.

        Raises `StoreError`.
        """


def connect(reach: Reach) -> Pages:
    return StoredPages(reach)


class StoredPages:
    """`Pages` over Ground Control's own table."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def find(self, pages_id: str, told_to: str) -> Reply | None:
        store = self._reach.store
        return store.pages(pages_id, told_to) if store and pages_id else None
