"""An ingress over a list: what it would enqueue."""

from dataclasses import dataclass, field
from typing import Any

from channels.errors import QueueError
from channels.slack.envelope import Envelope
from channels.slack.ingress import Ingress
from tests.channels.slack.payloads import NOW, SECRET
from tests.fulfillment.language import english


@dataclass
class Front:
    """An ingress over a list."""

    enqueued: list[Envelope] = field(default_factory=list)
    is_down: bool = False

    def answer(self, event: dict[str, Any]) -> dict[str, Any]:
        teams = frozenset({"T0001"})
        ingress = Ingress(SECRET, teams, self._enqueue, english, now=lambda: float(NOW))
        return ingress.answer(event)

    def _enqueue(self, envelope: Envelope) -> None:
        if self.is_down:
            raise QueueError("127.0.0.1 answered 500")
        self.enqueued.append(envelope)
