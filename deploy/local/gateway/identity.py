"""Sign-in over HTTP: the cookie, who may be chosen, and what the page is told about it."""

from collections.abc import Sequence
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deploy.local.gateway.hardening import error_response
from deploy.local.gateway.sign_in import LIFETIME, LocalPerson, SignIn

PAGE_CONFIGURATION = {"signIn": {"people": "/local/people", "choose": "/local/sign-in"}}


def routes(sign_in: SignIn) -> list[Route]:
    async def configuration(request: Request) -> Response:
        return with_default_person(request, JSONResponse(PAGE_CONFIGURATION), sign_in)

    async def people(request: Request) -> Response:  # noqa: ARG001 - Starlette's signature
        return JSONResponse([asdict(person) for person in sign_in.people])

    async def choose(request: Request) -> Response:
        return await _choose(request, sign_in)

    return [
        Route("/config.json", configuration, methods=["GET"]),
        Route("/local/people", people, methods=["GET"]),
        Route("/local/sign-in", choose, methods=["POST"]),
    ]


def claims_of(request: Request, sign_in: SignIn) -> dict[str, str] | None:
    token = request.cookies.get(_cookie_name(request))
    return sign_in.claims(token) if token else None


def with_default_person(request: Request, response: Response, sign_in: SignIn) -> Response:
    """Signs a new browser in as the first person.

    Not when another site sent it here: SameSite=Strict keeps the cookie back then, so that a
    person who has chosen would be changed into the first one.
    """
    own = request.headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    if own and claims_of(request, sign_in) is None:
        _sign_in(request, response, sign_in, sign_in.people[0])
    return response


def without_cookie(request: Request) -> Sequence[tuple[str, str]]:
    """The headers for a function: the proof of sign-in ends at the authorizer."""
    name = _cookie_name(request)
    kept = []
    for header, value in request.headers.items():
        if header == "cookie":
            pairs = [pair.strip() for pair in value.split(";")]
            value = "; ".join(pair for pair in pairs if not pair.startswith(f"{name}="))  # noqa: PLW2901 - the same header, less one cookie
        if header != "cookie" or value:
            kept.append((header, value))
    return kept


async def _choose(request: Request, sign_in: SignIn) -> Response:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/json":
        return error_response(400, "Send the request as application/json.")
    try:
        document = await request.json()
    except (ValueError, RecursionError):
        return error_response(400, "The request is not valid JSON.")
    person = sign_in.find(document.get("sub") if isinstance(document, dict) else None)
    if person is None:
        return error_response(404, "Nobody of that name can sign in here: see /local/people.")
    response = JSONResponse(asdict(person))
    _sign_in(request, response, sign_in, person)
    return response


def _sign_in(request: Request, response: Response, sign_in: SignIn, person: LocalPerson) -> None:
    response.set_cookie(
        _cookie_name(request),
        sign_in.token(person),
        max_age=int(LIFETIME.total_seconds()),
        path="/",
        httponly=True,
        samesite="strict",
    )


def _cookie_name(request: Request) -> str:
    """Browsers keep cookies by host, not by port: two local worlds must not sign each other out."""
    return f"ground_sign_in_{request.url.port or 80}"
