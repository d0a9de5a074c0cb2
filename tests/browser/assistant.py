"""An assistant that answers known words with prepared replies: the page's other side in tests."""

from collections import deque
from dataclasses import dataclass, field
from threading import Event

from channels.client.conversation import Speaker
from channels.errors import ConversationError
from fulfillment.turn import Invocation, Reply
from tests.browser import replies


@dataclass
class Assistant:
    """Second implementation of the web channel's port.

    `failures`: raised, in order, by the next requests that are no looks at an operation.
    `gate`: closed, it holds every answer back until it is opened.
    """

    failures: deque[ConversationError] = field(default_factory=deque)
    offered: Reply = replies.ELICIT
    """To an intent without a slot: what may be chosen, or that nothing may."""
    looks: deque[Reply | ConversationError] = field(default_factory=deque)
    said: list[tuple[str, str, str]] = field(default_factory=list)
    locales: list[str] = field(default_factory=list)
    """Of what was said."""
    """(identity, session id, text)"""
    invoked: list[Invocation] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    """Event ids, as they came."""
    gate: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self.gate.set()

    def say(self, speaker: Speaker, session_id: str, text: str, event_id: str) -> Reply:
        self.events.append(event_id)
        self.said.append((speaker.identity, session_id, text))
        self.locales.append(speaker.locale)
        self._hold()
        return replies.ANSWERS.get(text, replies.FALLBACK)

    def invoke(
        self, speaker: Speaker, session_id: str, invocation: Invocation, event_id: str
    ) -> Reply:
        if invocation.name == "Help":
            return replies.HELP
        assert session_id.startswith(f"web.{speaker.identity.removeprefix('web:')}.")
        self.events.append(event_id)
        self.invoked.append(invocation)
        if invocation.kind == "operation":
            return self._look()
        if invocation.kind == "intent" and not invocation.slots:
            return self.offered
        self._hold()
        if invocation.kind == "intent":
            return replies.CONFIRM
        return replies.CANCELLED if invocation.kind == "cancel" else replies.STARTED

    def count(self, kind: str) -> int:
        return sum(invocation.kind == kind for invocation in self.invoked)

    def _look(self) -> Reply:
        look = self.looks.popleft() if len(self.looks) > 1 else self.looks[0]
        if isinstance(look, ConversationError):
            raise look
        return look

    def _hold(self) -> None:
        self.gate.wait(timeout=10)
        if self.failures:
            raise self.failures.popleft()
