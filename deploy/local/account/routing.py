"""Which operation of a service a rest-json request asks for, as botocore's model binds them.

Stricter than moto's own router, whose last label takes slashes: to that one every path below
/bots/{botId}/ asks for DescribeBot.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl, unquote

from botocore.model import OperationModel

from deploy.local.account.http import HttpRequest
from deploy.local.account.slim_moto import Request, get_service_model

_LABEL = re.compile(r"\{(\w+)(\+?)\}")


@dataclass(frozen=True)
class _Rule:
    """How an operation is bound; `query` is what its URI says literally after the "?"."""

    operation: OperationModel
    method: str
    path: "re.Pattern[str]"
    query: frozenset[tuple[str, str]]

    def match(self, request: HttpRequest) -> "re.Match[str] | None":
        given = parse_qsl(request.target.partition("?")[2], keep_blank_values=True)
        if request.method != self.method or not self.query.issubset(given):
            return None
        return self.path.fullmatch(request.path)


class NoSuchPathError(Exception):
    """The service has no operation of that method and path."""


def route(service: str, request: HttpRequest) -> tuple[OperationModel, Mapping[str, str]]:
    """The operation and the labels of its path, decoded. Raises NoSuchPathError."""
    for rule in _rules(service):
        if found := rule.match(request):
            labels = {name: unquote(value) for name, value in found.groupdict().items()}
            return rule.operation, labels
    raise NoSuchPathError(f"{request.method} {request.path}")


def moto_request(request: HttpRequest) -> Request:
    """A request as moto takes it."""
    host = request.headers.get("host", "127.0.0.1")
    return Request.from_primitives(
        request.method, f"http://{host}{request.target}", dict(request.headers), request.body
    )


@cache
def _rules(service: str) -> tuple[_Rule, ...]:
    """Those with more literal text first: /bots/limits is no bot called "limits"."""
    model = get_service_model(service)
    operations = [model.operation_model(name) for name in model.operation_names]
    operations.sort(key=lambda one: -len(_LABEL.sub("", one.http["requestUri"])))
    return tuple(map(_rule, operations))


def _rule(operation: OperationModel) -> _Rule:
    """A final slash is optional; labels are matched before they are decoded."""
    path, _, query = operation.http["requestUri"].partition("?")
    pattern = re.compile("".join(_parts(path.rstrip("/"))) + "/?")
    wanted = frozenset(parse_qsl(query, keep_blank_values=True))
    return _Rule(operation, operation.http["method"], pattern, wanted)


def _parts(path: str) -> Iterator[str]:
    end = 0
    for label in _LABEL.finditer(path):
        yield re.escape(path[end : label.start()])
        yield f"(?P<{label[1]}>{'.+' if label[2] else '[^/]+'})"
        end = label.end()
    yield re.escape(path[end:])
