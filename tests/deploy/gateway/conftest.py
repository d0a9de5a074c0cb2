"""A gateway with a scripted function behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from deploy.local.gateway.app import Gateway, create_app
from deploy.local.gateway.sign_in import LocalPerson, SignIn
from tests.deploy.gateway.client import Client

NOW = datetime(2026, 11, 24, 0, 12, 33, tzinfo=UTC)
PEOPLE = (
    LocalPerson("ana", "Ana Ruiz", {"*": "approver"}),
    LocalPerson("bo", "Bo Chen", {"*": "viewer", "staging": "operator"}),
)


@dataclass
class Function:
    """Gives one answer (or raises one error) and keeps what it was called with."""

    answer: object = field(
        default_factory=lambda: {
            "statusCode": 200,
            "headers": {"content-type": "application/json"},
            "body": '{"ok": true}',
        }
    )
    calls: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def __call__(self, name: str, event: Mapping[str, Any]) -> object:
        self.calls.append((name, event))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    @property
    def event(self) -> Mapping[str, Any]:
        return self.calls[-1][1]


@pytest.fixture
def function() -> Function:
    return Function()


@pytest.fixture
def visitor(function: Function) -> Client:
    """A browser that has not been here before."""
    sign_in = SignIn(PEOPLE, key=b"k" * 32, clock=lambda: NOW)
    gateway = Gateway(sign_in, function, request_id=lambda: "request-1", clock=lambda: NOW)
    return Client(create_app(gateway))


@pytest.fixture
def ana(visitor: Client) -> Client:
    return Client(visitor.app, cookie=visitor.get("/").cookie)
