"""CloudWatch Logs with searches over made-up lines, where moto's Insights is fake."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from deploy.local.account.logs.insights import LogSearches, MalformedQueryError, Search
from deploy.local.account.slim_moto import LogsResponse

Answer = Any
"""A document, or status, headers and document: moto takes both, and is typed for the first."""
_MOST_ROWS = 10_000


class LogSearchResponse(LogsResponse):
    """One instance a request. Searches are ours; streams and events that were put are moto's."""

    def __init__(self, logs: LogSearches) -> None:
        super().__init__()
        self._logs = logs

    def start_query(self) -> Answer:
        asked: Mapping[str, Any] = json.loads(self.body)
        groups = _groups(asked)
        if missing := [one for one in groups if one not in self._logs.sources]:
            return _refused("ResourceNotFoundException", f"Log group {missing[0]} does not exist.")
        limit = int(asked.get("limit") or _MOST_ROWS)
        if not groups or not 1 <= limit <= _MOST_ROWS or asked["startTime"] > asked["endTime"]:
            return _refused("InvalidParameterException", "group, limit or time range")
        if asked.get("queryLanguage", "CWLI") != "CWLI":
            return _refused("InvalidParameterException", "only CWLI is served")
        try:
            search = self._logs.start(
                groups, asked["queryString"], asked["startTime"], asked["endTime"], limit
            )
        except MalformedQueryError as error:
            return _refused("MalformedQueryException", str(error))
        return json.dumps({"queryId": search.id})

    def get_query_results(self) -> Answer:
        search = self._search()
        if search is None:
            return _refused("ResourceNotFoundException", "no such query")
        found = self._logs.results(search)
        rows = [[{"field": k, "value": v} for k, v in row.items()] for row in found.rows]
        statistics = {
            "recordsMatched": float(found.matched),
            "recordsScanned": float(found.scanned),
            "bytesScanned": float(found.scanned_bytes),
        }
        status = search.status(self._logs.seconds())
        answer = {"queryLanguage": "CWLI", "results": rows, "statistics": statistics}
        return json.dumps({**answer, "status": status})

    def stop_query(self) -> Answer:
        search = self._search()
        if search is None:
            return _refused("ResourceNotFoundException", "no such query")
        if search.status(self._logs.seconds()) != "Running":
            return _refused("InvalidParameterException", "the query has ended")
        search.stopped = self._logs.seconds()
        return json.dumps({"success": True})

    def _search(self) -> Search | None:
        return self._logs.searches.get(json.loads(self.body)["queryId"])


def _groups(asked: Mapping[str, Any]) -> Sequence[str]:
    if name := asked.get("logGroupName"):
        return [name]
    return asked.get("logGroupNames") or asked.get("logGroupIdentifiers") or []


def _refused(code: str, message: str) -> Answer:
    document = json.dumps({"__type": code, "message": message})
    return 400, {"status": "400", "x-amzn-errortype": code}, document
