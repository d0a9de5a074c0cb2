"""Which AWS operations the simulated account serves, and which one a request asks for.

moto silently ignores much of what it does not know; so what is not listed in `operations.yaml` is
refused, before moto sees it.
"""

import contextlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import parse_qs

import yaml

from deploy.local.account.http import HttpRequest
from deploy.local.account.refusals import FORM
from deploy.local.account.routing import NoSuchPathError, route

FILE = Path(__file__).with_name("operations.yaml")

Fidelity = Literal["faithful", "extended", "partial"]

_CREDENTIAL = re.compile(
    r"Credential=[^/,]+/\d{8}/(?P<region>[^/,]+)/(?P<name>[^/,]+)/aws4_request"
)
_RPC_PATH = re.compile(r"/service/[^/]+/operation/(?P<operation>[A-Za-z0-9]+)$")

_SAME_SIGNATURE: Mapping[str, Sequence[str]] = {"lexv2-models": ("lexv2-runtime",)}
"""Services that sign with the name of one that is served, and are not: refused by their own."""


@dataclass(frozen=True)
class Operation:
    """What a request asks for: botocore's service name ("ecs") and operation ("ListTasks")."""

    service: str
    name: str


@dataclass(frozen=True)
class Served:
    """A line of `operations.yaml`."""

    operation: Operation
    fidelity: Fidelity
    how: str


@dataclass(frozen=True)
class Operations:
    """Everything that is served."""

    served: Mapping[Operation, Served]
    signing_names: Mapping[str, str]
    """Name in the credential scope -> botocore's service name."""

    def is_served(self, operation: Operation) -> bool:
        return operation in self.served

    def identify(self, request: HttpRequest) -> Operation | None:
        """The operation of a signed request; None where there is no signature to tell it by."""
        scope = _CREDENTIAL.search(request.headers.get("authorization", ""))
        if scope is None:
            return None
        service = self.signing_names.get(scope["name"], scope["name"])
        if service in _SAME_SIGNATURE:
            return _by_path((service, *_SAME_SIGNATURE[service]), request)
        return Operation(service, self._operation_name(service, request))

    def _operation_name(self, service: str, request: HttpRequest) -> str:
        if target := request.headers.get("x-amz-target"):
            return target.rpartition(".")[2]
        if path := _RPC_PATH.search(request.path):
            return path["operation"]
        if request.headers.get("content-type", "").startswith(FORM):
            return parse_qs(request.body.decode("utf-8", "replace")).get("Action", ["unknown"])[0]
        if service in self.signing_names.values():
            return _by_path((service,), request).name
        return f"{request.method} {request.path}"


def load(path: Path = FILE) -> Operations:
    """Read `operations.yaml`."""
    data = cast("dict[str, Any]", yaml.safe_load(path.read_text(encoding="utf-8")))
    served = {}
    names = {}
    for service, entry in data.items():
        names[entry["signing_name"]] = service
        for name, line in entry["operations"].items():
            operation = Operation(service, name)
            served[operation] = Served(operation, line["is"], line.get("how", ""))
    return Operations(served, names)


def _by_path(services: Sequence[str], request: HttpRequest) -> Operation:
    """rest-json operations are told apart by method and path, as botocore's model binds them."""
    for service in services:
        with contextlib.suppress(NoSuchPathError):
            return Operation(service, route(service, request)[0].name)
    return Operation(services[0], f"{request.method} {request.path}")
