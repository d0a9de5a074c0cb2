"""Filters, sorting and pages of the List operations.

A page token says after which item to go on, not how many were given: what comes and goes between
two pages neither hides an item nor shows one twice.
"""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from deploy.local.account.lex_models.region import Call, invalid
from deploy.local.account.lex_models.state import Document

PAGE = 10
"""Without maxResults. Amazon's own number is not documented; a small one shows who forgets it."""


@dataclass(frozen=True)
class Row:
    """One item: what is answered, and what it is filtered and sorted by."""

    id: str
    summary: Document
    attributes: Mapping[str, str]
    """By the name that `sortBy` and `filters` use; a time comes from `sortable`."""

    def key(self, attribute: str) -> tuple[str, str]:
        return (self.attributes.get(attribute, ""), self.id)


def sortable(when: datetime) -> str:
    return when.isoformat(timespec="microseconds")


def page(
    call: Call,
    rows: Iterable[Row],
    member: str,
    sort: str,
    also: Document | None = None,
    order: str = "Ascending",
) -> Document:
    """The answer of a List operation: `member` with one page of `rows`, and `also`.

    `sort` and `order` are for a caller that gives no `sortBy`. Raises ModelsApiError for a token
    that is none.
    """
    by = call.params.get("sortBy") or {"attribute": sort, "order": order}
    is_descending = by["order"] == "Descending"
    wanted = [row for row in rows if _passes(call, row)]
    wanted.sort(key=lambda row: row.key(by["attribute"]), reverse=is_descending)
    if token := call.params.get("nextToken"):
        after = _read_token(token)
        keys = ((row, row.key(by["attribute"])) for row in wanted)
        wanted = [row for row, key in keys if (key < after if is_descending else key > after)]
    size = call.params.get("maxResults", PAGE)
    answer = {**(also or {}), member: [row.summary for row in wanted[:size]]}
    if len(wanted) > size:
        answer["nextToken"] = _token(wanted[size - 1].key(by["attribute"]))
    return answer


def _passes(call: Call, row: Row) -> bool:
    return all(
        _compare(one["operator"], row.attributes.get(one["name"], ""), one["values"][0])
        for one in call.params.get("filters", ())
    )


def _compare(operator: str, found: str, wanted: str) -> bool:
    if operator == "CO":
        return wanted in found
    return (found == wanted) is (operator == "EQ")


def _token(key: tuple[str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def _read_token(token: str) -> tuple[str, str]:
    try:
        first, second = json.loads(base64.urlsafe_b64decode(token.encode()))
    except (ValueError, TypeError):
        raise invalid(f"nextToken {token[:50]!r} is none that a list has given") from None
    return (str(first), str(second))
