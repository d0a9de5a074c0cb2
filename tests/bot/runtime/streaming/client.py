"""A client of StartConversation that talks ASGI: events in, events out, one at a time."""

import asyncio
import json
from collections.abc import Mapping, MutableMapping
from typing import Any

from bot.runtime.app import LexRuntime
from bot.runtime.streaming.frames import Frames, encode_frame
from tests.bot.dialog.sample import LOCALE
from tests.bot.runtime.world import ALIAS_ID, BOT_ID

TEXT = "text/plain; charset=utf-8"
CONFIGURATION = {"responseContentType": TEXT}


def frame(kind: str, document: Mapping[str, Any] | bytes, **headers: str) -> bytes:
    payload = document if isinstance(document, bytes) else json.dumps(document).encode()
    return encode_frame({":message-type": "event", ":event-type": kind, **headers}, payload)


def signed(inner: bytes) -> bytes:
    """As SDKs send it: the event within a message that carries the signature."""
    return encode_frame({":date": "now", ":chunk-signature": "s"}, inner)


class Client:
    """One stream. `heard` are the events so far: (type, document)."""

    def __init__(self, app: LexRuntime, session_id: str = "stream:1", bot_id: str = BOT_ID) -> None:
        self._said: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        self._frames = Frames()
        self._arrived = asyncio.Condition()
        self.heard: list[tuple[str, Any]] = []
        self.status = 0
        self.body = b""
        path = f"/bots/{bot_id}/botAliases/{ALIAS_ID}/botLocales/{LOCALE}/sessions/{session_id}"
        self._scope: dict[str, Any] = {
            "type": "http",
            "http_version": "2",
            "method": "POST",
            "raw_path": f"{path}/conversation".encode(),
            "headers": [(b"x-amz-lex-conversation-mode", b"TEXT")],
        }
        self._app = app
        self._task: asyncio.Task[None] | None = None

    def begin(self, **scope: Any) -> "Client":
        self._scope |= scope
        self._task = asyncio.create_task(self._app(self._scope, self._said.get, self._send))
        return self

    def say(self, *data: bytes, more: bool = True) -> None:
        """All of `data` in one chunk."""
        event = {"type": "http.request", "body": b"".join(data), "more_body": more}
        self._said.put_nowait(event)

    def text(self, *texts: str) -> None:
        self.say(*(frame("TextInputEvent", {"text": text}) for text in texts))

    def configure(self, **more: Any) -> None:
        self.say(frame("ConfigurationEvent", {**CONFIGURATION, **more}))

    def leave(self) -> None:
        self._said.put_nowait({"type": "http.disconnect"})

    async def hears(self, kind: str, count: int = 1) -> Any:
        """The `count`th event of this type, once it is there."""

        def found() -> list[Any]:
            return [document for name, document in self.heard if name == kind]

        async with self._arrived:
            await asyncio.wait_for(self._arrived.wait_for(lambda: len(found()) >= count), 10)
        return found()[count - 1]

    async def ends(self) -> list[tuple[str, Any]]:
        """All events, once the stream has ended."""
        assert self._task is not None
        await asyncio.wait_for(self._task, 10)
        return self.heard

    async def _send(self, event: MutableMapping[str, Any]) -> None:
        if event["type"] == "http.response.start":
            self.status = event["status"]
            return
        self.body += event["body"]
        if self.status != 200:
            return
        async with self._arrived:
            for one in self._frames.feed(event["body"]):
                kind = one.text(":event-type") or one.text(":exception-type")
                self.heard.append((kind, json.loads(one.payload)))
            self._arrived.notify_all()
