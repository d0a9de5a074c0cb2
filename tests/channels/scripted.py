"""A conversation that answers from a script: the second implementation of the port channels use."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from channels.client.conversation import Speaker
from fulfillment.turn import Invocation, Reply


@dataclass
class ScriptedConversation:
    """Gives the next reply (or raises the next error), and keeps what it was asked."""

    answers: deque[Reply | Exception]
    said: list[tuple[Speaker, str, str, str]] = field(default_factory=list)
    invoked: list[tuple[Speaker, str, Invocation, str]] = field(default_factory=list)
    contexts: list[Mapping[str, str] | None] = field(default_factory=list)

    @classmethod
    def of(cls, *answers: Reply | Exception) -> "ScriptedConversation":
        return cls(deque(_all(answers)))

    def say(self, speaker: Speaker, session_id: str, text: str, event_id: str) -> Reply:
        self.said.append((speaker, session_id, text, event_id))
        return self._next()

    def invoke(
        self,
        speaker: Speaker,
        session_id: str,
        invocation: Invocation,
        event_id: str,
        context: Mapping[str, str] | None = None,
    ) -> Reply:
        self.contexts.append(context)
        self.invoked.append((speaker, session_id, invocation, event_id))
        return self._next()

    def _next(self) -> Reply:
        answer = self.answers.popleft()
        if isinstance(answer, Exception):
            raise answer
        return answer


def _all(answers: Iterable[Reply | Exception]) -> list[Reply | Exception]:
    return list(answers)
