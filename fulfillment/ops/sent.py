"""Which requests went to AWS, for the audit: the ids that AWS's own trail has them under."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_SENT: ContextVar[list[str] | None] = ContextVar("sent", default=None)


@contextmanager
def noting(requests: list[str]) -> Iterator[None]:
    """Add to `requests` what this thread sends meanwhile: "ecs:UpdateService 7b0a…"."""
    token = _SENT.set(requests)
    try:
        yield
    finally:
        _SENT.reset(token)


def make_noted(client: Any) -> None:
    """Have every answer to `client` noted where somebody is noting."""
    client.meta.events.register("after-call", _note)


def _note(parsed: Any, model: Any, **_: object) -> None:
    requests = _SENT.get()
    if requests is not None:
        request_id = parsed.get("ResponseMetadata", {}).get("RequestId", "without an id")
        requests.append(f"{model.service_model.service_name}:{model.name} {request_id}")
