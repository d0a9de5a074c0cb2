"""What the stand-in answers, in the shapes of GitHub's REST API (version 2022-11-28)."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote

from deploy.local.account.http import HttpRequest, HttpResponse
from deploy.local.github import PREFIX, TOKEN
from deploy.local.world.code import CommitData, RepositoryData

_WEB = "https://github.example"
_PATH = re.compile(
    r"/repos/(?P<repository>[^/]+/[^/]+)/(?P<kind>compare|commits|pulls)/(?P<rest>.+)"
)
_SHORTEST = 4
_MOST = 100


@dataclass(frozen=True)
class Github:
    """Reads only."""

    repositories: Sequence[RepositoryData]
    began: datetime
    """When the world began: ages are counted back from then."""

    def handle(self, request: HttpRequest) -> HttpResponse:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return _answer(401, {"message": "Bad credentials"})
        found = _PATH.fullmatch(request.path.removeprefix(PREFIX))
        repository = self._repository(unquote(found["repository"])) if found else None
        if request.method != "GET" or found is None or repository is None:
            return _answer(404, {"message": "Not Found"})
        query = {
            name: values[0] for name, values in parse_qs(request.target.partition("?")[2]).items()
        }
        kinds: Mapping[str, Callable[[RepositoryData, str, Mapping[str, str]], Any]] = {
            "compare": self._compare,
            "commits": lambda one, rest, _: self._commit(one, _find(one, rest)),
            "pulls": lambda one, rest, _: self._pull(one, rest),
        }
        answer = kinds[found["kind"]](repository, unquote(found["rest"]), query)
        return _answer(200, answer) if answer else _answer(404, {"message": "Not Found"})

    def _repository(self, name: str) -> RepositoryData | None:
        return next((one for one in self.repositories if one.name == name), None)

    def _compare(self, one: RepositoryData, rest: str, query: Mapping[str, str]) -> Any:
        base, _, head = rest.partition("...")
        first, second = _find(one, base), _find(one, head)
        if first is None or second is None:
            return None
        # Newest first: a smaller place is a descendant of a larger one.
        at, to = one.commits.index(first), one.commits.index(second)
        between = list(reversed(one.commits[to:at]))
        size, page = min(int(query.get("per_page", 30)), _MOST), int(query.get("page", 1))
        shown = between[(page - 1) * size : page * size]
        return {
            "status": "identical" if at == to else "ahead" if at > to else "behind",
            "ahead_by": max(at - to, 0),
            "behind_by": max(to - at, 0),
            "total_commits": len(between),
            "commits": [self._commit(one, commit) for commit in shown],
            "files": [],
            "html_url": f"{_WEB}/{one.name}/compare/{base}...{head}",
        }

    def _commit(self, one: RepositoryData, commit: CommitData | None) -> Any:
        if commit is None:
            return None
        moment = (self.began - timedelta(seconds=commit.ago)).astimezone(UTC)
        person = {"name": commit.author, "date": moment.strftime("%Y-%m-%dT%H:%M:%SZ")}
        title = f"{commit.title} (#{commit.pull})" if commit.pull else commit.title
        return {
            "sha": commit.id,
            "html_url": f"{_WEB}/{one.name}/commit/{commit.id}",
            "commit": {"message": title, "author": person, "committer": person},
            "author": {"login": commit.author.split()[0].lower()},
        }

    def _pull(self, one: RepositoryData, rest: str) -> Any:
        number = int(rest) if rest.isdecimal() else 0
        merged = next((commit for commit in one.commits if number and commit.pull == number), None)
        title = merged.title if merged else one.open_pulls.get(number)
        if title is None:
            return None
        return {
            "number": number,
            "title": title,
            "html_url": f"{_WEB}/{one.name}/pull/{number}",
            "state": "closed" if merged else "open",
            "merged_at": self._commit(one, merged)["commit"]["author"]["date"] if merged else None,
            "merge_commit_sha": merged.id if merged else None,
        }


def _find(one: RepositoryData, reference: str) -> CommitData | None:
    """By tag, by id, or by the beginning of one."""
    for commit in one.commits:
        is_prefix = len(reference) >= _SHORTEST and commit.id.startswith(reference.lower())
        if is_prefix or (commit.version and reference == f"v{commit.version}"):
            return commit
    return None


def _answer(status: int, content: Any) -> HttpResponse:
    body = json.dumps(content).encode()
    return HttpResponse(status, body, {"content-type": "application/json; charset=utf-8"})
