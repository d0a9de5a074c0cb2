"""The developer account over HTTP, in the shapes of ask-smapi-model; and Login with Amazon's."""

import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deploy.local.smapi.developer import Developer, Import

CLIENT_ID = "amzn1.application-oa2-client.local"
CLIENT_SECRET = "local-secret"  # noqa: S105 - of nothing
REFRESH_TOKEN = "local-refresh-token"  # noqa: S105 - of nothing
TOKEN_SECONDS = 3600


@dataclass
class Door:
    """Who may come in, and who is told to wait. `throttled`: Retry-After of the next answers."""

    tokens: set[str] = field(default_factory=set)
    throttled: deque[str] = field(default_factory=deque)
    calls: list[str] = field(default_factory=list)
    """"GET /v1/skills/...", as they came."""


def application(developer: Developer, door: Door | None = None) -> Starlette:
    """The ASGI application. Tokens come from `/auth/o2/token`, as Login with Amazon's do."""
    served = _Served(developer, door or Door())
    stage = "/v1/skills/{skill}/stages/development"
    routes = [
        Route("/auth/o2/token", served.token, methods=["POST"]),
        Route("/v1/skills/uploads", served.guarded(served.create_upload), methods=["POST"]),
        Route("/upload/{name}", served.upload, methods=["PUT"]),
        Route("/v1/skills/imports/{name}", served.guarded(served.import_status)),
        Route("/v1/skills/exports/{name}", served.guarded(served.export_status)),
        Route("/export/{name}", served.download),
        Route("/v1/skills/{skill}/imports", served.guarded(served.start_import), methods=["POST"]),
        Route("/v1/skills/{skill}/status", served.guarded(served.status)),
        Route(f"{stage}/exports", served.guarded(served.start_export), methods=["POST"]),
        Route(f"{stage}/manifest", served.guarded(served.manifest)),
        Route(f"{stage}/interactionModel/locales/{{locale}}", served.guarded(served.model)),
    ]
    return Starlette(routes=routes)


Guarded = Callable[[Request], Awaitable[Response]]


class _Served:
    def __init__(self, developer: Developer, door: Door) -> None:
        self._developer = developer
        self._door = door

    async def token(self, request: Request) -> Response:
        self._note(request)
        form = {
            name: values[0] for name, values in parse_qs((await request.body()).decode()).items()
        }
        expected = {
            "grant_type": "refresh_token",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "refresh_token": REFRESH_TOKEN,
        }
        if form != expected:
            error = {"error": "invalid_grant", "error_description": "The grant is not valid."}
            return JSONResponse(error, 400)
        token = secrets.token_urlsafe(16)
        self._door.tokens.add(token)
        answer = {"access_token": token, "expires_in": TOKEN_SECONDS, "token_type": "bearer"}
        return JSONResponse(answer)

    def guarded(self, handler: Guarded) -> Guarded:
        async def answer(request: Request) -> Response:
            self._note(request)
            if self._door.throttled:
                wait = self._door.throttled.popleft()
                return _error(429, "Request is throttled.", {"Retry-After": wait} if wait else {})
            bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
            if bearer not in self._door.tokens:
                return _error(401, "Token is invalid or expired.")
            skill = request.path_params.get("skill")
            if skill is not None and skill not in self._developer.skills:
                return _error(404, "Skill with this id is not found.")
            return await handler(request)

        return answer

    async def create_upload(self, request: Request) -> Response:
        name = self._developer.new_id("upload")
        self._developer.uploads[name] = b""
        url = f"{request.base_url}upload/{name}?signature={secrets.token_urlsafe(16)}"
        return JSONResponse({"uploadUrl": url, "expiresAt": "2026-01-05T10:10:00Z"}, 201)

    async def upload(self, request: Request) -> Response:
        self._note(request)
        name = request.path_params["name"]
        if name not in self._developer.uploads:
            return Response(status_code=403)
        self._developer.uploads[name] = await request.body()
        return Response()

    async def start_import(self, request: Request) -> Response:
        location = str((await request.json()).get("location", ""))
        name = location.partition("?")[0].rpartition("/")[2]
        package = self._developer.uploads.get(name)
        if not package:
            return _error(400, "The location holds no package.")
        found = self._developer.start_import(request.path_params["skill"], package)
        if found is None:
            return _error(409, "Another import of this skill is in progress.")
        return Response(status_code=202, headers={"Location": f"/v1/skills/imports/{found}"})

    async def import_status(self, request: Request) -> Response:
        found = self._developer.import_of(request.path_params["name"])
        if found is None:
            return _error(404, "Import is not found.")
        return JSONResponse(_import(found))

    async def start_export(self, request: Request) -> Response:
        found = self._developer.start_export(request.path_params["skill"])
        return Response(status_code=202, headers={"Location": f"/v1/skills/exports/{found}"})

    async def export_status(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self._developer.exports:
            return _error(404, "Export is not found.")
        if not self._developer.is_exported(name):
            return JSONResponse({"status": "IN_PROGRESS"})
        location = f"{request.base_url}export/{name}?signature={secrets.token_urlsafe(16)}"
        skill = {"eTag": name, "location": location, "expiresAt": "2026-01-05T10:10:00Z"}
        return JSONResponse({"status": "SUCCEEDED", "skill": skill})

    async def download(self, request: Request) -> Response:
        export = self._developer.exports.get(request.path_params["name"])
        if export is None:
            return Response(status_code=403)
        package = self._developer.skills[export.skill].package
        return Response(package, media_type="application/zip")

    async def status(self, request: Request) -> Response:
        skill_id = request.path_params["skill"]
        running = self._developer.running(skill_id)
        skill = self._developer.skills[skill_id]
        models = running.content.models if running else self._developer.visible(skill_id).models
        failed = {} if running else skill.failed
        named = {locale: f"InteractionModel.{locale}" for locale in models}
        named |= {part.partition(".")[2]: part for part in failed if "." in part}
        updates = {
            locale: {"lastUpdateRequest": _update(failed.get(part), is_running=bool(running))}
            for locale, part in named.items()
        }
        manifest = {
            "lastUpdateRequest": _update(failed.get("Manifest"), is_running=bool(running)),
            "eTag": str(skill.imports),
        }
        return JSONResponse({"manifest": manifest, "interactionModel": updates})

    async def manifest(self, request: Request) -> Response:
        return JSONResponse(self._developer.visible(request.path_params["skill"]).manifest)

    async def model(self, request: Request) -> Response:
        models = self._developer.visible(request.path_params["skill"]).models
        found = models.get(request.path_params["locale"])
        if found is None:
            return _error(404, "There is no model for this locale.")
        return JSONResponse({"version": "1", **found})

    def _note(self, request: Request) -> None:
        self._door.calls.append(f"{request.method} {request.url.path}")


def _import(found: Import) -> dict[str, object]:
    parts = ["Manifest", *(f"InteractionModel.{locale}" for locale in found.content.models)]
    resources = [
        {
            "name": part,
            "action": "UPDATE",
            **_update(found.problems.get(part), is_running=not found.is_done),
        }
        for part in parts
    ]
    refused = found.is_done and found.problems
    status = (
        "IN_PROGRESS" if not found.is_done else "ROLLBACK_SUCCEEDED" if refused else "SUCCEEDED"
    )
    return {"status": status, "skill": {"skillId": found.skill, "resources": resources}}


def _update(said: tuple[str, ...] | None, *, is_running: bool) -> dict[str, object]:
    if is_running:
        return {"status": "IN_PROGRESS"}
    if not said:
        return {"status": "SUCCEEDED"}
    return {
        "status": "FAILED",
        "errors": [{"code": "INVALID", "message": message} for message in said],
    }


def _error(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"message": message}, status, headers)
