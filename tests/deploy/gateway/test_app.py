"""The gateway: routes, the authorizer, and what it refuses."""

import pytest

from deploy.errors import FunctionFailed, FunctionUnreachable
from deploy.local.gateway.hardening import MAX_BODY_BYTES
from tests.deploy.gateway.client import HOST, Client
from tests.deploy.gateway.conftest import Function


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/turns", "ground-control-web"),
        ("/slack/events", "ground-control-slack-ingress"),
        ("/slack/commands", "ground-control-slack-ingress"),
        ("/slack/interactivity", "ground-control-slack-ingress"),
        ("/alexa", "ground-control-alexa-endpoint"),
    ],
)
def test_every_route_has_its_function(
    ana: Client, function: Function, path: str, name: str
) -> None:
    assert ana.post(path, {"text": "hello"}).status == 200
    assert function.calls[0][0] == name
    assert function.event["rawPath"] == path
    assert function.event["body"] == '{"text": "hello"}'


def test_a_signed_body_arrives_byte_for_byte(visitor: Client, function: Function) -> None:
    body = b"payload=%7B%22a%22%3A+%22%C3%A9%22%7D&token=x"
    visitor.post("/slack/commands", body, {"content-type": "application/x-www-form-urlencoded"})

    assert function.event["body"].encode() == body


def test_the_authorizer_gives_the_claims_and_keeps_the_cookie(
    ana: Client, function: Function
) -> None:
    Client(ana.app, cookie=f"theme=dark; {ana.cookie}").get("/api/session?x=1")

    claims = function.event["requestContext"]["authorizer"]["jwt"]["claims"]
    assert (claims["sub"], claims["name"]) == ("ana", "Ana Ruiz")
    assert all(isinstance(value, str) for value in claims.values())
    assert function.event["cookies"] == ["theme=dark"]
    assert function.event["requestContext"]["requestId"] == "request-1"
    assert function.event["routeKey"] == "GET /api/{proxy+}"


def test_routes_without_authorizer_give_no_claims(ana: Client, function: Function) -> None:
    ana.post("/slack/events", {})

    assert "authorizer" not in function.event["requestContext"]


@pytest.mark.parametrize("cookie", ["", "ground_sign_in_8080=forged", "ground_sign_in_8080="])
def test_without_a_good_cookie_the_api_is_401(
    visitor: Client, function: Function, cookie: str
) -> None:
    response = Client(visitor.app, cookie=cookie).post("/api/turns", {"text": "hello"})

    assert (response.status, response.error_code) == (401, "signed_out")
    assert function.calls == []


def test_an_answer_comes_back_whole(visitor: Client, function: Function) -> None:
    function.answer = {
        "statusCode": 418,
        "headers": {"X-Own": "yes", "Content-Type": "text/plain", "Cache-Control": "max-age=1"},
        "cookies": ["a=1", "b=2"],
        "body": "short and stout",
    }
    response = visitor.post("/alexa", {})

    assert (response.status, response.body) == (418, b"short and stout")
    assert response.headers["x-own"] == "yes"
    assert response.headers["cache-control"] == "max-age=1"
    assert response.headers["apigw-requestid"] == "request-1"
    assert response.headers.getlist("set-cookie") == ["a=1", "b=2"]


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        (FunctionFailed("ground-control-web", "KeyError"), 502, "function_failed"),
        ({"errorMessage": "secret", "stackTrace": ["secret"]}, 502, "function_failed"),
        (FunctionUnreachable("ground-control-web", "timeout"), 503, "function_unreachable"),
    ],
)
def test_a_failed_function_leaks_nothing(
    visitor: Client, function: Function, answer: object, status: int, code: str
) -> None:
    function.answer = answer
    response = visitor.post("/alexa", {})

    assert (response.status, response.error_code) == (status, code)
    assert b"secret" not in response.body
    assert b"ground-control-web" not in response.body


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "",
        "0.0.0.0:8080",
        "x@127.0.0.1",
        "127.0.0.1:28080, evil.example",
        "127.0.0.1:1/../evil",
    ],
)
def test_a_host_that_is_not_this_machine_is_refused(
    visitor: Client, function: Function, host: str
) -> None:
    for response in (
        Client(visitor.app, host).get("/"),
        Client(visitor.app, host).post("/slack/events", {}),
    ):
        assert (response.status, response.error_code) == (421, "host_refused")
        assert "set-cookie" not in response.headers
    assert function.calls == []


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "localhost", "[::1]:8080"])
def test_loopback_hosts_are_served(visitor: Client, host: str) -> None:
    assert Client(visitor.app, host).get("/").status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:8080"])
@pytest.mark.parametrize("path", ["/api/turns", "/local/sign-in", "/slack/events"])
def test_a_foreign_origin_is_refused(
    ana: Client, function: Function, origin: str, path: str
) -> None:
    response = ana.post(path, {"sub": "bo", "text": "hello"}, {"origin": origin})

    assert (response.status, response.error_code) == (403, "origin_refused")
    assert function.calls == []


def test_the_own_origin_is_served(ana: Client) -> None:
    assert ana.post("/api/turns", {"text": "x"}, {"origin": f"http://{HOST}"}).status == 200


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded"])
def test_the_api_takes_json_only(ana: Client, function: Function, content_type: str) -> None:
    response = ana.post("/api/turns", {"text": "x"}, {"content-type": content_type})

    assert response.status == 400
    assert function.calls == []


@pytest.mark.parametrize("chunked", [True, False])
def test_a_large_body_is_refused(visitor: Client, function: Function, chunked: bool) -> None:
    chunk = b"x" * (MAX_BODY_BYTES // 2 + 1)
    response = visitor.send("POST", "/slack/events", [chunk, chunk] if chunked else chunk * 2)

    assert (response.status, response.error_code) == (413, "too_large")
    assert function.calls == []


def test_a_body_at_the_limit_is_taken(visitor: Client) -> None:
    assert visitor.send("POST", "/alexa", b"x" * MAX_BODY_BYTES).status == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/../../etc/passwd", 404),
        ("GET", "/%2e%2e/host.py", 404),
        ("GET", "/slack/events", 404),
        ("DELETE", "/api/turns", 405),
        ("PUT", "/local/sign-in", 405),
    ],
)
def test_other_addresses_and_methods_are_errors_of_our_form(
    visitor: Client, method: str, path: str, status: int
) -> None:
    response = visitor.send(method, path)

    assert response.status == status
    assert response.json["error"]["message"]


@pytest.mark.parametrize("path", ["/", "/main.js", "/style.css", "/config.json", "/nothing"])
def test_every_answer_has_the_security_headers(visitor: Client, path: str) -> None:
    headers = visitor.get(path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("path", "content_type"),
    [("/", "text/html"), ("/main.js", "javascript"), ("/icon.svg", "image/svg+xml")],
)
def test_the_page_is_served_with_its_types(visitor: Client, path: str, content_type: str) -> None:
    response = visitor.get(path)

    assert response.status == 200
    assert content_type in response.headers["content-type"]
    assert response.headers["cache-control"] == "no-cache"


def test_answers_of_the_api_are_not_stored(ana: Client) -> None:
    assert ana.get("/api/session").headers["cache-control"] == "no-store"
    assert ana.get("/local/people").headers["cache-control"] == "no-store"
