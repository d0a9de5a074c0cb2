"""`SourceHost` over GitHub's REST API."""

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from fulfillment.errors import OpsError
from fulfillment.ops.source_host.http import Http
from fulfillment.ops.source_host.port import Commit, Comparison, Pull, Relation
from fulfillment.sentences import Phrase, phrase

_PAGE = 100
_REPOSITORY = re.compile(r"/?(?P<owner>[\w.-]+)/(?P<name>[\w.-]+?)(?:\.git)?/?", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{40}")
_SHORT = 9
_RELATIONS: Mapping[str, Relation] = {
    "identical": "identical",
    "ahead": "ahead",
    "behind": "behind",
    "diverged": "diverged",
}
_MOST_REPOSITORIES = 20
"""Asked for one answer."""
Found = TypeVar("Found")


class GithubHost:
    """As the token sees it. One call a method, two for a comparison of more than a hundred."""

    is_set_up = True

    def __init__(self, http: Http, repositories: Mapping[str, str], workers: Executor) -> None:
        self._http = http
        self._repositories = repositories
        self._workers = workers

    def repository(self, service: str, source: str) -> str:
        return _named_by(source) or self._repositories.get(service, "")

    def compare(self, repository: str, first: str, second: str) -> Comparison:
        what = phrase(
            "compare_commits", repository=repository, first=_short(first), second=_short(second)
        )
        path = f"{_path(repository)}/compare/{quote(first, safe='')}...{quote(second, safe='')}"
        answer = _mapping(self._http.get(path, what, {"per_page": _PAGE, "page": 1}), what)
        total = int(answer.get("total_commits", 0))
        commits = answer.get("commits", [])
        if total > _PAGE:
            # Oldest first: the newest are on the last page.
            last = -(-total // _PAGE)
            more = _mapping(self._http.get(path, what, {"per_page": _PAGE, "page": last}), what)
            commits = more.get("commits", [])
        relation = _RELATIONS.get(str(answer.get("status", "")), "diverged")
        found = tuple(_commit(one) for one in reversed(commits))
        return Comparison(relation, found, total, _link(answer))

    def commit(self, repository: str, reference: str) -> Commit:
        what = phrase("read_commit", repository=repository, commit=reference)
        answer = self._http.get(f"{_path(repository)}/commits/{quote(reference, safe='')}", what)
        return _commit(_mapping(answer, what))

    def having(self, repositories: Sequence[str], commit: str) -> tuple[tuple[str, Commit], ...]:
        return self._in_each(repositories, lambda one: self.commit(one, commit))

    def pull(self, repository: str, number: int) -> Pull:
        what = phrase("read_pull", repository=repository, number=number)
        answer = _mapping(self._http.get(f"{_path(repository)}/pulls/{number}", what), what)
        merged = answer.get("merged_at") and answer.get("merge_commit_sha")
        return Pull(number, _first_line(answer.get("title")), _link(answer), str(merged or ""))

    def pulls(self, repositories: Sequence[str], number: int) -> tuple[tuple[str, Pull], ...]:
        return self._in_each(repositories, lambda one: self.pull(one, number))

    def _in_each(
        self, repositories: Sequence[str], ask: Callable[[str], Found]
    ) -> tuple[tuple[str, Found], ...]:
        """Those that have it. Raises what one of the others failed with, where none has."""
        asked = repositories[:_MOST_REPOSITORIES]
        futures = [(one, self._workers.submit(ask, one)) for one in asked]
        found, failure = [], None
        for one, future in futures:
            try:
                found.append((one, future.result()))
            except OpsError as error:
                failure = failure if error.kind == "not found" else error
        if failure is not None and not found:
            raise failure
        return tuple(found)


def _short(reference: str) -> str:
    """As people know a commit; a tag stays what it is."""
    return reference[:_SHORT] if _COMMIT.fullmatch(reference) else reference


def _named_by(source: str) -> str:
    """owner/name of "https://github.com/example-shop/orders", of git@ addresses too."""
    path = source.partition(":")[2] if source.startswith("git@") else urlsplit(source).path
    found = _REPOSITORY.fullmatch(path)
    return f"{found['owner']}/{found['name']}" if found else ""


def _path(repository: str) -> str:
    owner, _, name = repository.partition("/")
    return f"/repos/{quote(owner, safe='')}/{quote(name, safe='')}"


def _mapping(answer: object, what: Phrase) -> Mapping[str, Any]:
    if not isinstance(answer, Mapping):
        raise OpsError("failed", what, phrase("source_garbled"))
    return answer


def _commit(answer: Mapping[str, Any]) -> Commit:
    inner = answer.get("commit") or {}
    author = inner.get("author") or {}
    name = author.get("name") or (answer.get("author") or {}).get("login", "")
    return Commit(
        id=str(answer.get("sha", "")),
        title=_first_line(inner.get("message")),
        author=str(name),
        at=_moment((inner.get("committer") or author).get("date")),
        url=_link(answer),
    )


def _first_line(message: object) -> str:
    return str(message or "").strip().partition("\n")[0].strip()


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None


def _link(answer: Mapping[str, Any]) -> str:
    url = str(answer.get("html_url", ""))
    return url if url.startswith(("https://", "http://")) else ""
