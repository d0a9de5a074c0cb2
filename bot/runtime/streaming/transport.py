"""StartConversation over ASGI: what may begin, and bytes both ways at the same time."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, Final

from bot.errors import LexApiError
from bot.runtime.streaming.frames import CONTENT_TYPE

_MODE: Final = "x-amz-lex-conversation-mode"
_INSTEAD: Final = "use RecognizeText or RecognizeUtterance"


def check_streaming(http_version: str, headers: Mapping[str, str]) -> None:
    """Refuse what cannot become a conversation here. Raises LexApiError."""
    if not http_version.startswith("2"):
        raise LexApiError(
            "ValidationException",
            f"StartConversation streams both ways at once and needs HTTP/2, not {http_version}: "
            f"over HTTP/1.1 {_INSTEAD}",
        )
    mode = headers.get(_MODE, "AUDIO")
    if mode == "AUDIO":
        raise LexApiError(
            "ValidationException",
            f"{_MODE} is AUDIO, which is its default: audio is not served here, send TEXT",
        )
    if mode != "TEXT":
        raise LexApiError("ValidationException", f"{_MODE} {mode[:20]!r} must be AUDIO or TEXT")


class Stream:
    """One request and its response, both open."""

    def __init__(
        self,
        receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
        send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
        request_id: str,
    ) -> None:
        self._receive = receive
        self._send = send
        self._request_id = request_id
        self._has_ended = False

    async def begin(self) -> None:
        headers = {"content-type": CONTENT_TYPE, "x-amzn-requestid": self._request_id}
        pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
        await self._send({"type": "http.response.start", "status": 200, "headers": pairs})

    async def receive(self) -> bytes | None:
        """The next bytes; None when the client has ended its side or is gone."""
        if self._has_ended:
            return None
        event = await self._receive()
        if event["type"] == "http.disconnect":
            self._has_ended = True
            return None
        self._has_ended = not event.get("more_body")
        data: bytes = event.get("body", b"")
        return data

    async def send(self, data: bytes) -> None:
        await self._send({"type": "http.response.body", "body": data, "more_body": True})

    async def end(self) -> None:
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})
