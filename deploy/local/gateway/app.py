"""The gateway as an ASGI application: the page, sign-in, and the routes to functions."""

import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from channels.web.host import STATIC
from deploy.errors import FunctionError, FunctionUnreachable
from deploy.local.gateway import identity
from deploy.local.gateway.functions import Invoke
from deploy.local.gateway.hardening import Hardening, error_response
from deploy.local.gateway.routes import FunctionRoute, function_routes
from deploy.local.gateway.sign_in import SignIn
from deploy.local.gateway.wire import Exchange, HttpAnswer, HttpRequest, from_answer, to_event

logger = logging.getLogger(__name__)


def new_request_id() -> str:
    return str(uuid.uuid4())


@dataclass(frozen=True)
class Gateway:
    """What the routes to functions need. `request_id` makes the id that deduplication rests on."""

    sign_in: SignIn
    invoke: Invoke
    request_id: Callable[[], str] = new_request_id
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def call(self, route: FunctionRoute, request: Request) -> Response:
        exchange = Exchange(
            request_id=self.request_id(),
            route_key=route.key(request.method),
            time=self.clock(),
            claims=identity.claims_of(request, self.sign_in) if route.signed_in else None,
        )
        if route.signed_in:
            _check_signed_in(request, exchange)
        event = to_event(await _http_request(request), exchange)
        try:
            answer = from_answer(await run_in_threadpool(self.invoke, route.function, event))
        except FunctionError as error:
            logger.warning("%s (request %s)", error, exchange.request_id)
            return _upstream_error(error, exchange.request_id)
        return _response(answer, exchange.request_id)


def create_app(gateway: Gateway, extra_routes: Sequence[BaseRoute] = ()) -> Starlette:
    """`extra_routes` come before the page: other services that share this address."""
    return Starlette(
        routes=[
            *(_endpoint(gateway, route) for route in function_routes()),
            *identity.routes(gateway.sign_in),
            *extra_routes,
            Route("/", _page(gateway.sign_in), methods=["GET"]),
            Mount("/", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(Hardening)],
        exception_handlers={HTTPException: _http_error, Exception: _bug},
    )


def _endpoint(gateway: Gateway, route: FunctionRoute) -> Route:
    async def endpoint(request: Request) -> Response:
        return await gateway.call(route, request)

    return Route(route.pattern, endpoint, methods=list(route.methods))


def _page(sign_in: SignIn) -> Callable[[Request], Any]:
    async def page(request: Request) -> Response:
        return identity.with_default_person(request, FileResponse(STATIC / "index.html"), sign_in)

    return page


def _check_signed_in(request: Request, exchange: Exchange) -> None:
    if exchange.claims is None:
        raise HTTPException(401, "You are not signed in. Reload the page to sign in again.")
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST" and content_type != "application/json":
        raise HTTPException(400, "Send the request as application/json.")


async def _http_request(request: Request) -> HttpRequest:
    scope = request.scope
    raw_path: bytes = scope.get("raw_path") or request.url.path.encode()
    return HttpRequest(
        method=request.method,
        raw_path=raw_path.partition(b"?")[0].decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers=identity.without_cookie(request),
        body=await request.body(),
        source_ip=request.client.host if request.client else "127.0.0.1",
        protocol=f"HTTP/{scope['http_version']}",
    )


def _response(answer: HttpAnswer, request_id: str) -> Response:
    headers = {"content-type": "text/plain; charset=utf-8", **answer.headers}
    response = Response(answer.body, answer.status, {**headers, "apigw-requestid": request_id})
    for cookie in answer.cookies:
        response.headers.append("set-cookie", cookie)
    return response


def _upstream_error(error: FunctionError, request_id: str) -> JSONResponse:
    status = 503 if isinstance(error, FunctionUnreachable) else 502
    message = "The assistant did not answer. It is not known how far your request got."
    return error_response(status, message, headers={"apigw-requestid": request_id})


async def _http_error(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    known = {404: "There is nothing at this address.", 405: "This address answers other methods."}
    message = known.get(error.status_code, error.detail)
    return error_response(error.status_code, message, headers=error.headers)


async def _bug(request: Request, error: Exception) -> Response:
    """The log gets the traceback (granian logs nothing itself), the browser none of it."""
    logger.error("%s failed", request.url.path, exc_info=error)
    return error_response(500, "The local gateway failed. Its log says why.")
