"""CloudWatch Logs Insights: a search is started, looked at, and stopped where it costs too much.

Insights is billed by what it scans, and knows that only while it does: so time ranges are bounded
by callers, and a search that has scanned `MOST_BYTES` is stopped.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from fulfillment.errors import OpsError
from fulfillment.log_patterns import Event
from fulfillment.ops.failures import reading
from fulfillment.ops.logs.groups import Place, place_of
from fulfillment.ops.logs.port import Found
from fulfillment.ops.logs.sharing import check_alone
from fulfillment.ops.reach import Reach
from fulfillment.sentences import Phrase, phrase
from fulfillment.time_range import TimeRange

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_logs.type_defs import GetQueryResultsResponseTypeDef

MOST_BYTES = 5_000_000_000
MOST_ERRORS, MOST_LINES = 1_000, 50

_FIELDS = "fields @timestamp, @message, @logStream"
_NEWEST = "sort @timestamp desc"
# Wide on purpose: which of these are errors is decided line by line, in `fulfillment.log_lines`.
_ERRORS = (
    "filter @message like "
    "/(?i)(error|exception|fatal|critical|panic|traceback|severe|segfault|out of memory|"
    '"(level|severity)" ?: ?"?(50|60|err|crit|alert|emerg))/'
)
_PAUSES = (0.1, 0.2, 0.4, 0.8)
_ENDED: Mapping[str, Phrase] = {
    "Cancelled": phrase("search_stopped"),
    "Failed": phrase("search_failed"),
    "Timeout": phrase("search_timed_out"),
    "Unknown": phrase("search_failed"),
}
_UNQUOTABLE = re.compile(r"[^\w/.-]")


class InsightsLogs:
    """`Logs` over Logs Insights, in the name of one person."""

    def __init__(
        self,
        reach: Reach,
        pause: Callable[[float], None] = time.sleep,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._reach = reach
        self._pause = pause
        self._ticks = ticks

    def errors(self, environment: str, service: str, span: TimeRange, *, seconds: float) -> Found:
        return self._search(environment, service, span, _ERRORS, MOST_ERRORS, seconds)

    def latest(self, environment: str, service: str, span: TimeRange, *, seconds: float) -> Found:
        return self._search(environment, service, span, "", MOST_LINES, seconds)

    def again(self, environment: str, query: str) -> Found:
        client = self._reach.client("logs", environment)
        what = phrase("read_search", environment=environment)
        with reading(what), _explained(what, phrase("search_gone")):
            return self._looked(client, query)

    def _search(
        self,
        environment: str,
        service: str,
        span: TimeRange,
        condition: str,
        limit: int,
        seconds: float,
    ) -> Found:
        place = place_of(self._reach, environment, service)
        check_alone(self._reach, environment, service, place)
        client = self._reach.client("logs", environment)
        what = phrase("read_logs", service=service, environment=environment)
        with reading(what), _explained(what, phrase("no_log_group")):
            query = client.start_query(
                logGroupName=place.group,
                # Whole seconds, both included (StartQuery's API reference).
                startTime=int(span.start.timestamp()),
                endTime=int(span.end.timestamp()),
                queryString=query_string(place, condition, limit),
                limit=limit,
            )["queryId"]
            return self._awaited(client, query, seconds)

    def _awaited(self, client: "CloudWatchLogsClient", query: str, seconds: float) -> Found:
        until = self._ticks() + seconds
        for pause in _pauses():
            found = self._looked(client, query)
            if found.is_over or self._ticks() + pause > until:
                return found
            self._pause(pause)
        raise AssertionError("pauses never end")

    def _looked(self, client: "CloudWatchLogsClient", query: str) -> Found:
        answer = client.get_query_results(queryId=query)
        found = found_of(query, answer)
        if found.is_over or found.scanned_bytes < MOST_BYTES:
            return found
        # It may have ended meanwhile, an error to AWS; what was found is told all the same.
        with suppress(client.exceptions.InvalidParameterException):
            client.stop_query(queryId=query)
        missing = phrase("search_too_large", gigabytes=MOST_BYTES // 10**9)
        return Found(query, found.events, found.matched, found.scanned_bytes, True, missing)


@contextmanager
def _explained(what: Phrase, missing: Phrase) -> Iterator[None]:
    """What CloudWatch Logs means by two errors that other services use for something else."""
    try:
        yield
    except ClientError as error:
        match error.response["Error"].get("Code"):
            case "ResourceNotFoundException":
                raise OpsError("failed", what, missing) from None
            case "LimitExceededException":
                raise OpsError("throttled", what, phrase("too_many_searches")) from None
        raise


def query_string(place: Place, condition: str, limit: int) -> str:
    """In the language of Logs Insights; names of streams cannot end the pattern."""
    prefix = "".join(re.escape(part) for part in _UNQUOTABLE.sub("", place.prefix))
    stream = f"filter @logStream like /^{prefix.replace('/', chr(92) + '/')}/" if prefix else ""
    parts = (_FIELDS, stream, condition, _NEWEST, f"limit {limit}")
    return " | ".join(part for part in parts if part)


def found_of(query: str, answer: "GetQueryResultsResponseTypeDef") -> Found:
    """What `GetQueryResults` says: partial while the query is running."""
    statistics = answer.get("statistics") or {}
    status = answer.get("status", "Unknown")
    events = tuple(_events(answer.get("results") or ()))
    return Found(
        query=query,
        events=events,
        matched=max(int(statistics.get("recordsMatched") or 0), len(events)),
        scanned_bytes=int(statistics.get("bytesScanned") or 0),
        is_over=status not in ("Scheduled", "Running"),
        missing=_ENDED.get(status),
    )


def _events(rows: Sequence[Sequence[Mapping[str, Any]]]) -> Iterator[Event]:
    for row in rows:
        fields = {one.get("field", ""): one.get("value", "") for one in row}
        moment = _moment(fields.get("@timestamp", ""))
        if moment is not None:
            yield Event(moment, fields.get("@message", ""), fields.get("@logStream", ""))


def _moment(text: str) -> datetime | None:
    """Insights writes moments as "2026-11-26 12:00:00.000", in UTC."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None


def _pauses() -> Iterator[float]:
    yield from _PAUSES
    while True:
        yield 1.0
