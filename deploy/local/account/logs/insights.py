"""The part of Logs Insights' language that is served, and searches on the simulated clock.

fields, filter FIELD like /pattern/ (with the field alone on its left), sort @timestamp, limit;
separated by |. Every other command or function is a MalformedQueryException.
"""

import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from deploy.local.account.logs.lines import Line, Source

_FILTER = re.compile(r"filter\s+(?P<field>@\w+)\s+like\s+/(?P<pattern>(?:\\.|[^/\\])+)/", re.DOTALL)
_SORT = re.compile(r"sort\s+@timestamp(?:\s+(?P<order>asc|desc))?")
_LIMIT = re.compile(r"limit\s+(?P<count>\d+)")
_FIELDS = re.compile(r"fields\s+(?P<names>@\w+(?:\s*,\s*@\w+)*)")
_KNOWN = ("@timestamp", "@message", "@logStream")
_DEFAULT_LIMIT = 10_000
_AT_ONCE_HOURS, _SECONDS_AN_HOUR = 6.0, 0.5
"""How long a search takes: nothing up to six hours of lines, then half a second an hour."""
_OVERHEAD = 26
"""Bytes that CloudWatch Logs counts beside each event's own."""


class MalformedQueryError(Exception):
    """The query is not in the part of the language that is served; the message names it."""


@dataclass(frozen=True)
class Asked:
    """A query that was understood."""

    fields: tuple[str, ...]
    filters: tuple[tuple[str, "re.Pattern[str]"], ...]
    is_descending: bool
    limit: int


def parse(text: str) -> Asked:
    """Raises `MalformedQueryError`."""
    fields: tuple[str, ...] = ("@timestamp", "@message")
    filters: list[tuple[str, re.Pattern[str]]] = []
    is_descending, limit = True, _DEFAULT_LIMIT
    for command in _commands(text):
        if found := _FIELDS.fullmatch(command):
            fields = tuple(name.strip() for name in found["names"].split(","))
        elif found := _FILTER.fullmatch(command):
            filters.append((found["field"], _compiled(found["pattern"])))
        elif found := _SORT.fullmatch(command):
            is_descending = found["order"] == "desc"
        elif found := _LIMIT.fullmatch(command):
            limit = int(found["count"])
        else:
            raise MalformedQueryError(f"{command[:80]!r} is not served: see operations.yaml")
    if unknown := {*fields, *(name for name, _ in filters)} - set(_KNOWN):
        raise MalformedQueryError(f"the field {min(unknown)} is not served")
    return Asked(fields, tuple(filters), is_descending, limit)


def _commands(text: str) -> Sequence[str]:
    """At each | that stands in no pattern."""
    parts = re.findall(r"(?:/(?:\\.|[^/\\])*/|[^|/])+", text)
    return [part.strip() for part in parts if part.strip()]


def _compiled(pattern: str) -> "re.Pattern[str]":
    try:
        return re.compile(pattern.replace("\\/", "/"))
    except re.error as error:
        raise MalformedQueryError(f"/{pattern[:80]}/ is no pattern: {error}") from error


@dataclass
class Search:
    """A query that was started."""

    id: str
    groups: tuple[str, ...]
    text: str
    asked: Asked
    start: float
    end: float
    limit: int
    started: float
    stopped: float | None = None

    @property
    def seconds(self) -> float:
        """How long it takes."""
        hours = (self.end - self.start) / 3600
        return max(0.0, hours - _AT_ONCE_HOURS) * _SECONDS_AN_HOUR

    def share(self, now: float) -> float:
        """How much of the range has been looked through, the newest first."""
        spent = (self.stopped if self.stopped is not None else now) - self.started
        return 1.0 if spent >= self.seconds else 0.2 + 0.8 * spent / self.seconds

    def status(self, now: float) -> str:
        if self.share(now) >= 1.0:
            return "Complete"
        return "Cancelled" if self.stopped is not None else "Running"


@dataclass(frozen=True)
class Results:
    rows: tuple[Mapping[str, str], ...]
    matched: int
    scanned: int
    scanned_bytes: int


def results(search: Search, sources: Iterable[Source], now: float) -> Results:
    """What a search has found by `now`."""
    begin = search.end - (search.end - search.start) * search.share(now)
    # StartQuery's end is part of the range; lines of the future are not written yet.
    until = min(search.end + 1.0, now)
    lines = [line for source in sources for line in source.between(begin, until)]
    matching = [line for line in lines if _matches(line, search.asked)]
    matching.sort(key=lambda line: line.at, reverse=search.asked.is_descending)
    shown = matching[: min(search.limit, search.asked.limit)]
    return Results(
        rows=tuple({name: _value(line, name) for name in search.asked.fields} for line in shown),
        matched=len(matching),
        scanned=len(lines),
        scanned_bytes=sum(len(line.message.encode()) + _OVERHEAD for line in lines),
    )


def _matches(line: Line, asked: Asked) -> bool:
    return all(pattern.search(_value(line, name)) for name, pattern in asked.filters)


def _value(line: Line, name: str) -> str:
    if name == "@message":
        return line.message
    if name == "@logStream":
        return line.stream
    moment = datetime.fromtimestamp(line.at, UTC)
    return f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03}"


@dataclass
class LogSearches:
    """The log groups of a world, and the searches in them."""

    now: Callable[[], datetime]
    sources: Mapping[str, Callable[[], Sequence[Source]]] = field(default_factory=dict)
    """Log group -> what is written to it, as of now."""
    searches: dict[str, Search] = field(default_factory=dict)

    def start(self, groups: Sequence[str], text: str, start: int, end: int, limit: int) -> Search:
        """Raises `MalformedQueryError`."""
        search = Search(
            id=str(uuid.uuid4()),
            groups=tuple(groups),
            text=text,
            asked=parse(text),
            start=start,
            end=end,
            limit=limit,
            started=self.seconds(),
        )
        self.searches[search.id] = search
        return search

    def results(self, search: Search) -> Results:
        found = [one for group in search.groups for one in self.sources[group]()]
        return results(search, found, self.seconds())

    def seconds(self) -> float:
        return self.now().timestamp()
