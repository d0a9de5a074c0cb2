"""AWS, GitHub and Jenkins as they answer on a bad day, decided where requests leave this process.

What is not arranged goes to the simulated account.
"""

import copy
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit

import pytest
import urllib3
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from fulfillment.ops import sessions
from tests.fulfillment.ops.faults import SLOW

Json = dict[str, Any]
Change = Callable[[Json, Json], None]
"""(AWS's answer as botocore parsed it, what was asked) -> the answer is another one."""
LATE = "late"
"""In place of an answer: none came in time."""


@dataclass
class Edge:
    """What of AWS (`ecs.ListServices`) and of web hosts goes wrong, or is answered otherwise."""

    errors: dict[str, str] = field(default_factory=dict)
    """Operation -> AWS's error code, or `LATE`."""
    changed: dict[str, Change] = field(default_factory=dict)
    pages: dict[str, Any] = field(default_factory=dict)
    """Path of a web host -> its document; a number is a status."""
    web: int | str = 0
    """Status of every page; `LATE`; 0 is what the page is."""
    date: str = ""
    """Of the account's last answer: refusals have it too, since the product tells time by it."""

    @contextmanager
    def as_arranged(self, **arranged: Any) -> Iterator[None]:
        for name, value in arranged.items():
            setattr(self, name, value)
        try:
            yield
        finally:
            self.errors, self.changed, self.pages, self.web = {}, {}, {}, 0

    def listen(self, client: Any) -> None:
        """In place of `make_read_only`."""
        client.meta.events.register("provide-client-params", _remember)
        client.meta.events.register("before-call", self._before)
        client.meta.events.register("after-call", self._after)

    def _before(self, model: Any, **_: object) -> Any:
        code = self.errors.get(_name(model), "")
        if code == LATE:
            raise SLOW
        if not code:
            return None
        headers = HTTPHeaders()
        headers["Date"] = self.date
        return AWSResponse("http://made-up", 400, headers, None), _refusal(model, code)

    def _after(self, model: Any, parsed: Json, context: Any, http_response: Any, **_: Any) -> None:
        self.date = http_response.headers.get("Date", self.date)
        change = self.changed.get(_name(model))
        if change is not None and "Error" not in parsed:
            change(parsed, context["asked"])

    def request(self, pool: Any, method: str, url: str, **sent: Any) -> Any:
        """In place of `urllib3.PoolManager.request`."""
        if self.web == LATE:
            raise urllib3.exceptions.ReadTimeoutError(pool, url, "late")
        page = self.web or self.pages.get(urlsplit(url).path)
        if page is None:
            return _REQUEST(pool, method, url, **sent)
        return _Page(page if isinstance(page, int) else 200, page)


_COPY = re.compile(r"-\d{3}$")
_REQUEST = urllib3.PoolManager.request


class _Page:
    """What is used of urllib3's answer."""

    def __init__(self, status: int, document: Any) -> None:
        self.status, self.headers = status, urllib3.HTTPHeaderDict()
        text = document if isinstance(document, str) else json.dumps(document)
        self._body = text.encode()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def read(self, _: int) -> bytes:
        return self._body


def _remember(params: Json, context: Json, **_: object) -> Json:
    """What was asked. The account knows neither the pages of `endless` nor the copies of `many`:
    it is asked for the original."""
    context["asked"] = params
    return {
        name: _COPY.sub("", value) if isinstance(value, str) else value
        for name, value in params.items()
        if value != "more"
    }


def _name(model: Any) -> str:
    return f"{model.service_model.service_name}.{model.name}"


def _refusal(model: Any, code: str) -> Json:
    prefix = {"monitoring": "cloudwatch"}.get(model.service_model.signing_name)
    action = f"{prefix or model.service_model.signing_name}:{model.name}"
    message = (
        f"User: arn:aws:sts::123456789012:assumed-role/secret is not authorized to perform: "
        f"{action} on resource: arn:aws:x:us-east-1:123456789012:secret because no "
        f"identity-based policy allows the {action} action"
    )
    is_denied = code.startswith(("AccessDenied", "Unauthorized"))
    told = message if is_denied else "Rate exceeded"
    return {"Error": {"Code": code, "Message": told}, "ResponseMetadata": {"HTTPStatusCode": 400}}


def none(*keys: str) -> Change:
    """An answer whose lists `keys` are empty."""

    def change(parsed: Json, _: Json) -> None:
        parsed.update({key: [] for key in keys})
        for token in ("NextToken", "nextToken", "NextMarker", "Marker"):
            parsed.pop(token, None)

    return change


def many(key: str, count: int, *names: str) -> Change:
    """What is in the list `key`, and copies of it with names of their own: `count` in all."""

    def change(parsed: Json, _: Json) -> None:
        known = parsed.get(key)
        if not known:
            return
        copies = [
            renamed(known[number % len(known)], number, names)
            for number in range(len(known), count)
        ]
        parsed[key] = [*known, *copies]

    return change


def endless(key: str, count: int, token: str, *names: str) -> Change:
    """Pages of `count` without an end."""
    page = many(key, count, *names)

    def change(parsed: Json, asked: Json) -> None:
        page(parsed, asked)
        parsed[token] = "more"

    return change


def renamed(one: Any, number: int, names: Sequence[str]) -> Any:
    if isinstance(one, str):
        return f"{one}-{number:03}"
    made = copy.deepcopy(one)
    for name in names:
        if isinstance(made.get(name), str):
            made[name] = f"{made[name]}-{number:03}"
    return made


@contextmanager
def watching() -> Iterator[Edge]:
    """Every client that is made from now on, and every request to a web host."""
    edge = Edge()

    def request(pool: Any, method: str, url: str, **sent: Any) -> Any:
        return edge.request(pool, method, url, **sent)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions, "make_read_only", edge.listen)
        patch.setattr(urllib3.PoolManager, "request", request)
        yield edge
