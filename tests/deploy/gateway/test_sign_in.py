"""Signing in by choosing a person, and the cookie that proves it."""

from datetime import timedelta

import jwt
import pytest

from deploy.local.gateway.sign_in import ISSUER, LIFETIME, SignIn
from tests.deploy.gateway.client import Client
from tests.deploy.gateway.conftest import NOW, PEOPLE, Function

KEY = b"k" * 32


def sub_of(function: Function) -> str:
    return str(function.event["requestContext"]["authorizer"]["jwt"]["claims"]["sub"])


@pytest.mark.parametrize("path", ["/", "/config.json"])
def test_a_first_visit_is_signed_in_as_the_first_person(
    visitor: Client, function: Function, path: str
) -> None:
    response = visitor.get(path)
    Client(visitor.app, cookie=response.cookie).get("/api/session")

    assert sub_of(function) == "ana"
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_a_later_visit_keeps_the_person(ana: Client) -> None:
    assert "set-cookie" not in ana.get("/").headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_visit_from_another_site_signs_nobody_in(visitor: Client, site: str) -> None:
    assert "set-cookie" not in visitor.get("/", {"sec-fetch-site": site}).headers


def test_people_are_listed_with_their_roles(visitor: Client) -> None:
    assert visitor.get("/local/people").json == [
        {"sub": "ana", "name": "Ana Ruiz", "roles": {"*": "approver"}},
        {"sub": "bo", "name": "Bo Chen", "roles": {"*": "viewer", "staging": "operator"}},
    ]


def test_choosing_a_person_signs_in_as_them(ana: Client, function: Function) -> None:
    response = ana.post("/local/sign-in", {"sub": "bo"})
    Client(ana.app, cookie=response.cookie).get("/api/session")

    assert response.json["name"] == "Bo Chen"
    assert sub_of(function) == "bo"


@pytest.mark.parametrize("body", [{"sub": "root"}, {}, [], {"sub": {"a": 1}}, {"sub": None}])
def test_choosing_somebody_else_is_refused(visitor: Client, body: object) -> None:
    response = visitor.post("/local/sign-in", body)

    assert response.status == 404
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b"{", "application/json"), (b"sub=bo", "application/x-www-form-urlencoded")],
)
def test_choosing_by_anything_but_json_is_refused(
    visitor: Client, body: bytes, content_type: str
) -> None:
    assert visitor.post("/local/sign-in", body, {"content-type": content_type}).status == 400


def test_two_worlds_on_one_machine_have_cookies_of_their_own(visitor: Client) -> None:
    other = Client(visitor.app, host="127.0.0.1:9999").get("/").cookie

    assert other.startswith("ground_sign_in_9999=")


def test_a_token_ends_with_its_lifetime() -> None:
    token = SignIn(PEOPLE, KEY, clock=lambda: NOW).token(PEOPLE[0])
    just_before = SignIn(PEOPLE, KEY, clock=lambda: NOW + LIFETIME - timedelta(seconds=1))
    after = SignIn(PEOPLE, KEY, clock=lambda: NOW + LIFETIME)

    assert just_before.claims(token) is not None
    assert after.claims(token) is None


def test_a_token_of_another_run_proves_nothing() -> None:
    token = SignIn(PEOPLE, clock=lambda: NOW).token(PEOPLE[0])

    assert SignIn(PEOPLE, clock=lambda: NOW).claims(token) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"sub": "root"},
        {"iss": "elsewhere"},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_ours_proves_nothing(
    changes: dict[str, object],
) -> None:
    expires = int(NOW.timestamp()) + 60
    payload = {"sub": "ana", "name": "Ana Ruiz", "iss": ISSUER, "exp": expires, **changes}
    kept = {name: value for name, value in payload.items() if value is not None}
    token = jwt.encode(kept, KEY, algorithm="HS256")

    assert SignIn(PEOPLE, KEY, clock=lambda: NOW).claims(token) is None


def test_an_unsigned_token_proves_nothing() -> None:
    payload = {"sub": "ana", "iss": ISSUER, "exp": int(NOW.timestamp()) + 60}
    token = jwt.encode(payload, "", algorithm="none")

    assert SignIn(PEOPLE, KEY, clock=lambda: NOW).claims(token) is None
