"""Control of the simulation, and who may not."""

import http.client
import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.deploy.account.cluster import a_shop
from tests.deploy.account.harness import Server

JSON = {"content-type": "application/json"}


def send(
    server: Server, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request(method, path, body.encode(), headers or {})
        answer = connection.getresponse()
        text = answer.read().decode()
        return answer.status, json.loads(text) if text.startswith("{") else text
    finally:
        connection.close()


def now(server: Server) -> datetime:
    return datetime.fromisoformat(server.control("GET", "/ground/clock")["now"])


def test_the_clock_stands_until_it_is_advanced(server: Server) -> None:
    before = now(server)
    assert now(server) == before

    answer = server.advance(90.5)

    assert datetime.fromisoformat(answer["now"]) == now(server) == before + timedelta(seconds=90.5)
    assert server.control("GET", "/ground/clock")["frozen"] is True


@pytest.mark.parametrize(
    "body",
    [
        *("", "{}", "[]", "nonsense", '{"seconds": null}', '{"seconds": "1"}'),
        *('{"seconds": -1}', '{"seconds": true}', '{"seconds": 1e12}', '{"seconds": NaN}'),
    ],
)
def test_a_bad_advance_is_refused_and_moves_nothing(server: Server, body: str) -> None:
    before = now(server)

    status, answer = send(server, "POST", "/ground/clock/advance", body, JSON)

    assert status == 400
    assert "seconds" in answer["error"]
    assert now(server) == before


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content-type": "text/plain"}, 415),
        ({}, 415),
        ({**JSON, "origin": "https://elsewhere.example"}, 403),
        ({**JSON, "origin": "null"}, 403),
        ({**JSON, "host": "elsewhere.example"}, 403),
        ({**JSON, "host": "127.0.0.1.elsewhere.example:80"}, 403),
        ({**JSON, "host": "127.0.0.1@elsewhere.example"}, 403),
    ],
)
def test_a_page_of_elsewhere_cannot_control_the_account(
    server: Server, headers: dict[str, str], status: int
) -> None:
    before = now(server)

    assert send(server, "POST", "/ground/clock/advance", '{"seconds": 5}', headers)[0] == status
    assert send(server, "POST", "/ground/reset", "{}", headers)[0] == status
    assert now(server) == before


def test_aws_requests_to_another_host_are_refused_too(server: Server) -> None:
    status, answer = send(server, "POST", "/", "{}", {"host": "elsewhere.example"})

    assert status == 403
    assert "127.0.0.1" in answer["error"]


def test_a_preflight_is_not_answered_with_leave(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("OPTIONS", "/ground/reset", headers={"origin": "https://elsewhere.example"})
    answer = connection.getresponse()
    answer.read()
    connection.close()

    assert answer.status == 404
    assert answer.getheader("access-control-allow-origin") is None


def test_an_unsigned_request_is_told_what_is_missing(server: Server) -> None:
    status, answer = send(server, "POST", "/", "{}", JSON)

    assert status == 403
    assert answer["__type"] == "MissingAuthenticationToken"


def test_reset_brings_the_world_back_and_keeps_what_was_made_beside_it(server: Server) -> None:
    server.create_function("kept", "echo")
    made = a_shop(server)
    ecs = server.client("ecs")
    ecs.update_service(cluster="test", service="shop", desiredCount=7)
    before = now(server)

    server.control("POST", "/ground/reset", {})

    shop = ecs.describe_services(cluster="test", services=["shop"])["services"][0]
    assert (shop["desiredCount"], shop["runningCount"]) == (2, 2)
    clusters = ecs.list_clusters()["clusterArns"]
    assert [arn.rpartition("/")[2] for arn in clusters] == ["test"]
    assert made.cluster not in clusters
    assert server.invoke("kept")[0] is None
    assert now(server) == before
    server.advance(600)
    assert ecs.describe_services(cluster="test", services=["shop"])["services"][0] == shop


def test_a_body_without_length_is_refused(server: Server) -> None:
    status, answer = send(server, "POST", "/", "", {"transfer-encoding": "chunked"})

    assert (status, answer) == (411, "send Content-Length")


def test_a_connection_is_kept_open_between_requests(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    for _ in range(3):
        connection.request("GET", "/ground/clock")
        answer = connection.getresponse()
        answer.read()
        assert not answer.will_close
    connection.close()
