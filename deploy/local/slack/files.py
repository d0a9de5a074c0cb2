"""Files of the local Slack: an address is asked for, the bytes are sent there, the upload is
completed; `GET /local/slack/files/<id>` shows what came."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

_KEPT = 50
Answer = dict[str, Any]


@dataclass
class LocalFiles:
    """The newest files, by id."""

    _lengths: dict[str, int] = field(default_factory=dict)
    """Of uploads that are awaited."""
    _bytes: dict[str, bytes] = field(default_factory=dict)
    _count: int = 0

    def routes(self) -> list[Route]:
        return [
            Route("/local/slack/upload/{file}", self.upload, methods=["POST"]),
            Route("/local/slack/files/{file}", self.show, methods=["GET"]),
        ]

    def begin(self, request: Request, arguments: Mapping[str, Any]) -> Answer:
        """files.getUploadURLExternal."""
        name, length = arguments.get("filename"), str(arguments.get("length", ""))
        if not name or not length.isdecimal() or int(length) == 0:
            return {"ok": False, "error": "invalid_arguments"}
        if len(str(arguments.get("alt_txt") or "")) > 1000:
            return {"ok": False, "error": "alt_txt_too_large"}
        self._count += 1
        file = f"F{self._count:08}"
        self._lengths[file] = int(length)
        url = request.url.replace(path=f"/local/slack/upload/{file}", query="")
        return {"ok": True, "upload_url": str(url), "file_id": file}

    def complete(self, arguments: Mapping[str, Any]) -> Answer:
        """files.completeUploadExternal: refused for what was not uploaded."""
        try:
            files = json.loads(str(arguments.get("files", "")))
            ids = [str(one["id"]) for one in files]
        except (ValueError, TypeError, KeyError):
            return {"ok": False, "error": "invalid_arguments"}
        if not ids or any(one not in self._bytes for one in ids):
            return {"ok": False, "error": "file_not_found"}
        return {"ok": True, "files": files}

    async def upload(self, request: Request) -> Response:
        """The bytes, once and of the length that was announced."""
        file, body = request.path_params["file"], await request.body()
        if self._lengths.get(file) != len(body):
            return PlainTextResponse("no such upload, or another length", status_code=400)
        del self._lengths[file]
        self._bytes[file] = body
        while len(self._bytes) > _KEPT:
            del self._bytes[next(iter(self._bytes))]
        return PlainTextResponse(f"OK - {len(body)}")

    async def show(self, request: Request) -> Response:
        body = self._bytes.get(request.path_params["file"])
        if body is None:
            return PlainTextResponse("no such file", status_code=404)
        return Response(body, media_type="image/png")
