"""One conversation: events in, turns of the dialog, events out.

The event loop only reads and writes; a turn runs in a thread. Nothing of a conversation is kept but
its session, which RecognizeText can go on with.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeVar

from bot.errors import LexApiError, LexDocumentError
from bot.lex.wire import SessionStateChange, messages_json
from bot.runtime.documents import interpretations_document, session_state_document
from bot.runtime.registry import BotDeployment
from bot.runtime.sessions import Session, SessionKey, Sessions
from bot.runtime.streaming.events import (
    Configuration,
    Disconnection,
    Event,
    TextInput,
    encode_event,
    encode_exception,
    read_event,
)
from bot.runtime.streaming.frames import Frames
from bot.runtime.turns import Call, Outcome, Telling, put, recognize

Result = TypeVar("Result")
Receive = Callable[[], Awaitable[bytes | None]]
"""The next bytes of the request; None at its end."""
Send = Callable[[bytes], Awaitable[None]]
Told = list[tuple[str, dict[str, object]]]
"""Events to send: kind and document."""


@dataclass(frozen=True)
class Pace:
    """Seconds."""

    heartbeat: float = 10.0
    """Between two signs of life while nothing else is sent. The guide gives no figure."""
    longest: float = 15 * 60.0
    """One conversation (quotas)."""
    second: float = 1.0
    """Of a bot's fulfillment updates."""


DEFAULT_PACE: Final = Pace()


class Conversation:
    """A conversation on the session `key`. `threads` runs its turns."""

    def __init__(
        self,
        deployment: BotDeployment,
        sessions: Sessions,
        key: SessionKey,
        threads: Executor,
        pace: Pace = DEFAULT_PACE,
    ) -> None:
        self._deployment = deployment
        self._sessions = sessions
        self._key = key
        self._threads = threads
        self._pace = pace
        self._configuration: Configuration | None = None
        self._sent = 0

    async def hold(self, receive: Receive, send: Send) -> None:
        """Until the client leaves, the time is up, or something fails: that is the last event."""
        stream = _Stream(receive, send, self._pace, self._numbered)
        try:
            async for event in stream.events():
                if isinstance(event, Disconnection):
                    return
                await stream.say(await self._answer(event, stream))
        except LexDocumentError as error:
            await send(encode_exception(LexApiError("ValidationException", str(error))))
        except LexApiError as error:
            await send(encode_exception(error))
        finally:
            stream.is_over = True

    def _numbered(self, document: Mapping[str, object]) -> Mapping[str, object]:
        self._sent += 1
        return {**document, "eventId": f"RESPONSE-{self._sent}"}

    async def _answer(self, event: Event, stream: "_Stream") -> Told:
        if self._configuration is None:
            if not isinstance(event, Configuration):
                raise _out_of_order("the first event must be ConfigurationEvent")
            return await self._configured(event, stream)
        if isinstance(event, Configuration):
            raise _out_of_order("ConfigurationEvent comes once, as the first event")
        if not isinstance(event, TextInput):
            return []
        call = self._call(self._configuration, stream)
        # What the caller set holds once: from then on the session has it.
        self._configuration = replace(self._configuration, change=SessionStateChange())
        turn = partial(recognize, self._deployment, self._sessions, call, event.text)
        return self._told(await self._in_a_thread(turn, stream))

    async def _configured(self, event: Configuration, stream: "_Stream") -> Told:
        self._configuration = event
        if event.change.action is None:
            return []
        call = self._call(event, stream)
        self._configuration = replace(event, change=SessionStateChange())
        begin = partial(put, self._deployment, self._sessions, call, event.welcome)
        return self._told(await self._in_a_thread(begin, stream))

    async def _in_a_thread(self, work: Callable[[], Outcome], stream: "_Stream") -> Outcome:
        running = asyncio.get_running_loop().run_in_executor(self._threads, work)
        return await stream.patiently(running)

    def _call(self, configuration: Configuration, stream: "_Stream") -> Call:
        attributes = configuration.request_attributes
        say = stream.from_a_thread(asyncio.get_running_loop())

        def tell(session: Session) -> None:
            say(self._told(Outcome(session, attributes)))

        telling = Telling(tell, self._pace.second)
        change, request_id = configuration.change, str(uuid.uuid4())
        return Call(self._key, request_id, change, attributes, telling=telling)

    def _told(self, outcome: Outcome) -> Told:
        """No transcript: that is of voices."""
        session = outcome.session
        result: dict[str, object] = {
            "inputMode": "Text",
            "interpretations": interpretations_document(
                self._deployment, self._key.locale, session
            ),
            "sessionState": session_state_document(session),
            "sessionId": self._key.session_id,
        }
        if outcome.request_attributes:
            result["requestAttributes"] = dict(outcome.request_attributes)
        told = [("IntentResultEvent", result)]
        if session.messages:
            told.append(("TextResponseEvent", {"messages": messages_json(session.messages)}))
        return told


class _Stream:
    """What arrives, event by event, and what is said; while nothing arrives, heartbeats go out."""

    def __init__(
        self,
        receive: Receive,
        send: Send,
        pace: Pace,
        numbered: Callable[[Mapping[str, object]], Mapping[str, object]],
    ) -> None:
        self._receive = receive
        self._send = send
        self._pace = pace
        self._numbered = numbered
        self._until = asyncio.get_running_loop().time() + pace.longest
        self._turn = asyncio.Lock()
        self.is_over = False

    async def say(self, told: Told) -> None:
        """Events of one occasion together and in their order; nothing once it is over."""
        async with self._turn:
            for kind, document in told:
                if not self.is_over:
                    await self._send(encode_event(kind, self._numbered(document)))

    def from_a_thread(self, loop: asyncio.AbstractEventLoop) -> Callable[[Told], object]:
        """`say` for the thread of a turn: before what the turn itself ends with."""
        return lambda told: asyncio.run_coroutine_threadsafe(self.say(told), loop)

    async def events(self) -> AsyncIterator[Event]:
        """Raises LexApiError and LexDocumentError."""
        frames = Frames()
        while (data := await self.patiently(self._receive())) is not None:
            for frame in frames.feed(data):
                yield read_event(frame)
        if frames.rest:
            raise LexApiError("ValidationException", "the stream ended in the middle of an event")

    async def patiently(self, awaitable: Awaitable[Result]) -> Result:
        """The result of `awaitable`. Raises LexApiError where the conversation takes too long."""
        waiting = asyncio.ensure_future(awaitable)
        loop = asyncio.get_running_loop()
        while True:
            left = self._until - loop.time()
            if left <= 0:
                waiting.cancel()
                raise _too_long(self._pace.longest)
            done, _ = await asyncio.wait({waiting}, timeout=min(self._pace.heartbeat, left))
            if done:
                return waiting.result()
            await self.say([("HeartbeatEvent", {})])


def _out_of_order(message: str) -> LexApiError:
    return LexApiError("ValidationException", message)


def _too_long(seconds: float) -> LexApiError:
    return LexApiError(
        "ValidationException",
        f"a conversation lasts at most {seconds / 60:g} minutes: start another, the session stays",
    )
