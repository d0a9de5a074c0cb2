"""Taking turns in a terminal: one speaker, one session, and operations watched to their end."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from channels.client.conversation import Speaker
from channels.errors import ConversationError
from fulfillment.sentences import Say
from fulfillment.turn import Invocation, Reply

POLL_SECONDS = 1.0
_MAX_POLLS = 1800
_MAX_FAILURES = 10


class Talks(Protocol):
    """What a terminal needs of a conversation: `channels.client.conversation.Conversation`."""

    def say(self, speaker: Speaker, session_id: str, text: str, event_id: str) -> Reply: ...

    def invoke(
        self, speaker: Speaker, session_id: str, invocation: Invocation, event_id: str
    ) -> Reply: ...


def _event_id() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True)
class Talk:
    """A person at a terminal. Raises `ConversationError` from `say`."""

    conversation: Talks
    speaker: Speaker
    session_id: str
    language: Say
    """What the terminal itself says."""
    wait: Callable[[float], None]
    """Waits that many seconds between two looks at an operation: `time.sleep`."""
    new_event_id: Callable[[], str] = field(default=_event_id)
    examples: tuple[str, ...] = ()
    """What can be said, for who asks with Tab."""

    def say(self, text: str) -> Reply:
        return self.conversation.say(self.speaker, self.session_id, text, self.new_event_id())

    def follow(self, reply: Reply) -> Iterator[Reply]:
        """Later replies about the operation that `reply` started, until it is over.

        A look that fails is tried again, because looking changes nothing; after ten failures in a
        row the `ConversationError` is raised: the operation goes on without being seen.
        """
        looks = failures = 0
        while reply.progress and not reply.progress.is_final and looks < _MAX_POLLS:
            self.wait(POLL_SECONDS)
            looks += 1
            try:
                reply = self._look(reply.progress.operation_id)
            except ConversationError:
                failures += 1
                if failures >= _MAX_FAILURES:
                    raise
                continue
            failures = 0
            yield reply

    def _look(self, operation_id: str) -> Reply:
        invocation = Invocation("operation", operation_id)
        return self.conversation.invoke(
            self.speaker, self.session_id, invocation, self.new_event_id()
        )


def speaker(user: str, locale: str) -> Speaker:
    """Whoever sits at the terminal, by the name of their account on this machine."""
    return Speaker(f"terminal:{user}", user, "terminal", locale=locale)


def session_id(user: str, conversation: str) -> str:
    """A Lex session id that holds the person: `terminal.<user>.<conversation>`, at most 100."""
    legal = "".join(character if character.isalnum() else "-" for character in user)
    ascii_only = legal.encode("ascii", "replace").decode().replace("?", "-")
    return f"terminal.{ascii_only[:40]}.{conversation[:40]}"
