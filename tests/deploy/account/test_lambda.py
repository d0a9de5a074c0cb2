"""The simulated Lambda: every function in processes of its own."""

import concurrent.futures
import json
import os
import uuid
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.deploy.account.harness import ROLE, Server, an_archive, eventually


@pytest.fixture
def name() -> str:
    return f"function-{uuid.uuid4().hex[:8]}"


def test_a_handler_gets_its_event_and_a_context(server: Server, name: str) -> None:
    server.create_function(name, "echo", timeout=7)

    error, answer = server.invoke(name, {"said": "é😀"})

    assert error is None
    assert answer["event"] == {"said": "é😀"}
    assert answer["function"] == name
    assert answer["arn"] == f"arn:aws:lambda:us-east-1:123456789012:function:{name}"
    assert answer["memory"] == "128"
    assert 5000 < answer["remaining"] <= 7000
    assert str(uuid.UUID(answer["request_id"])) == answer["request_id"]


def test_an_instance_is_kept_warm(server: Server, name: str) -> None:
    server.create_function(name, "echo")

    assert len({server.invoke(name)[1]["pid"] for _ in range(3)}) == 1


def test_a_function_sees_its_own_environment_and_no_other(server: Server, name: str) -> None:
    server.create_function(name, "environment", GROUND_SECRET="mine", AWS_CONFIG_FILE="/own/config")
    other = f"{name}-other"
    server.create_function(other, "environment", GROUND_OTHER="theirs")

    _, mine = server.invoke(name)
    _, theirs = server.invoke(other)

    assert mine["GROUND_SECRET"] == "mine"
    assert mine["AWS_CONFIG_FILE"] == "/own/config"
    assert mine["AWS_LAMBDA_FUNCTION_NAME"] == name
    assert mine["AWS_REGION"] == mine["AWS_DEFAULT_REGION"] == "us-east-1"
    assert mine["AWS_ENDPOINT_URL"] == server.url
    assert "GROUND_SECRET" not in theirs
    assert "GROUND_OTHER" not in mine
    assert theirs["AWS_CONFIG_FILE"] == os.devnull
    allowed = {"PATH", "HOME", "LANG", "TZ", "PYTHONPATH", "LAMBDA_TASK_ROOT", "GROUND_OTHER"}
    assert {one for one in theirs if not one.startswith("AWS_")} <= allowed


def test_new_configuration_takes_effect_at_the_next_invocation(server: Server, name: str) -> None:
    server.create_function(name, "environment", GROUND_LEVEL="old")
    assert server.invoke(name)[1]["GROUND_LEVEL"] == "old"

    server.client("lambda").update_function_configuration(
        FunctionName=name, Environment={"Variables": {"GROUND_LEVEL": "new"}}
    )

    assert server.invoke(name)[1]["GROUND_LEVEL"] == "new"


def test_an_exception_is_answered_with_type_message_and_trace(server: Server, name: str) -> None:
    server.create_function(name, "fail")

    error, answer = server.invoke(name)

    assert error == "Unhandled"
    assert (answer["errorType"], answer["errorMessage"]) == ("LookupError", "no such thing")
    assert "in fail" in "".join(answer["stackTrace"])
    assert server.invoke(name)[0] == "Unhandled"


@pytest.mark.parametrize(
    ("handler", "kind", "message"),
    [
        ("unserializable", "Runtime.MarshalError", "Unable to marshal response"),
        ("none_such", "Runtime.HandlerNotFound", "Handler 'none_such' missing"),
        ("huge", "Function.ResponseSizeTooLarge", "exceeded maximum allowed payload size"),
        ("leave", "Runtime.ExitError", "Runtime exited"),
    ],
)
def test_what_goes_wrong_in_the_runtime_is_named(
    server: Server, name: str, handler: str, kind: str, message: str
) -> None:
    server.create_function(name, handler)

    error, answer = server.invoke(name)

    assert error == "Unhandled"
    assert answer["errorType"] == kind
    assert message in answer["errorMessage"]


def test_a_module_that_is_not_there_is_named(server: Server, name: str) -> None:
    server.client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.12",
        Role=ROLE,
        Handler="no.such.module.handle",
        Code={"ZipFile": an_archive()},
    )

    error, answer = server.invoke(name)

    assert (error, answer["errorType"]) == ("Unhandled", "Runtime.ImportModuleError")
    assert "no.such.module" in answer["errorMessage"]


def test_a_function_that_takes_too_long_is_killed(server: Server, name: str, log: Path) -> None:
    server.create_function(name, "hang", timeout=1)

    error, answer = server.invoke(name)

    assert error == "Unhandled"
    assert answer["errorMessage"].endswith("Task timed out after 1.00 seconds")
    assert f"[{name}]" in log.read_text(encoding="utf-8")


def test_two_invocations_run_at_once(server: Server, name: str, tmp_path: Path) -> None:
    server.create_function(name, "meet")
    event = {"place": str(tmp_path), "others": 2}
    server.client("lambda")

    with concurrent.futures.ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda _: server.invoke(name, event), range(2)))

    assert [error for error, _ in answers] == [None, None]
    assert len({pid for _, pid in answers}) == 2


def test_more_invocations_than_instances_wait_their_turn(server: Server, name: str) -> None:
    server.create_function(name, "echo")
    server.client("lambda")

    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda number: server.invoke(name, number), range(40)))

    assert [answer["event"] for _, answer in answers] == list(range(40))
    assert len({answer["pid"] for _, answer in answers}) <= 8


def test_a_function_calls_the_account_back(server: Server, name: str) -> None:
    server.create_function(name, "call_back", timeout=10)
    server.create_function(f"{name}-inner", "echo")

    error, answer = server.invoke(name, {"inner": f"{name}-inner"})

    assert error is None
    assert answer["cluster"].startswith("arn:aws:ecs:us-east-1:123456789012:cluster/")
    assert answer["inner"] == "deeper"


def test_what_a_function_prints_is_logged_under_its_name(
    server: Server, name: str, log: Path
) -> None:
    server.create_function(name, "print_lines")
    server.invoke(name)

    eventually(lambda: "on standard error" in log.read_text(encoding="utf-8"))

    text = log.read_text(encoding="utf-8")
    assert f"[{name}] on standard output: \\x1b[31mred\\x1b[0m" in text
    assert f"[{name}] on standard error" in text
    assert "\x1b" not in text


def test_an_event_is_accepted_at_once_and_runs(server: Server, name: str, tmp_path: Path) -> None:
    server.create_function(name, "meet")
    event = {"place": str(tmp_path), "others": 1}

    answer = server.client("lambda").invoke(
        FunctionName=name, InvocationType="Event", Payload=json.dumps(event)
    )

    assert answer["StatusCode"] == 202
    assert answer["Payload"].read() == b""
    eventually(lambda: list(tmp_path.iterdir()))


def test_an_event_that_fails_is_tried_twice_more_in_simulated_time(
    server: Server, name: str, tmp_path: Path
) -> None:
    out = tmp_path / "events"
    server.create_function(name, "collect", COLLECT_IN=str(out), RAISE="1")
    record = {
        "messageId": "1",
        "body": json.dumps({"fails": 9}),
        "attributes": {"ApproximateReceiveCount": "1"},
    }
    server.client("lambda").invoke(
        FunctionName=name,
        InvocationType="Event",
        Payload=json.dumps({"Records": [record]}),
    )

    def tries() -> int:
        return len(out.read_text(encoding="utf-8").splitlines()) if out.exists() else 0

    def three_tries() -> bool:
        server.advance(30)  # the retry is scheduled only after the try has failed
        return tries() == 3

    eventually(lambda: tries() == 1)
    eventually(three_tries)
    server.advance(3600)
    assert tries() == 3


def test_functions_are_found_and_listed(server: Server, name: str) -> None:
    client = server.client("lambda")
    server.create_function(name, "echo", timeout=9, GROUND_X="1")

    found = client.get_function(FunctionName=name)["Configuration"]

    assert found["Timeout"] == 9
    assert found["Environment"]["Variables"] == {"GROUND_X": "1"}
    assert name in [one["FunctionName"] for one in client.list_functions()["Functions"]]
    by_arn = client.invoke(FunctionName=found["FunctionArn"], Payload=b"{}")
    assert json.loads(by_arn["Payload"].read())["function"] == name


def test_bad_invocations_are_refused(server: Server, name: str) -> None:
    client = server.client("lambda")
    server.create_function(name, "echo")

    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.invoke(FunctionName="none", Payload=b"{}")
    with pytest.raises(client.exceptions.InvalidRequestContentException):
        client.invoke(FunctionName=name, Payload=b"{not json")
    with pytest.raises(client.exceptions.RequestTooLargeException):
        client.invoke(FunctionName=name, Payload=b'"' + b"x" * 6_291_456 + b'"')
    dry: dict[str, Any] = client.invoke(FunctionName=name, InvocationType="DryRun")
    assert dry["StatusCode"] == 204


def test_reserved_variables_are_refused(server: Server, name: str) -> None:
    with pytest.raises(ClientError, match=r"reserved keys .* AWS_REGION"):
        server.create_function(name, "echo", AWS_REGION="eu-west-1")
    assert name not in [
        one["FunctionName"] for one in server.client("lambda").list_functions()["Functions"]
    ]


def test_new_code_retires_warm_instances(server: Server, name: str) -> None:
    server.create_function(name, "echo")
    before = server.invoke(name)[1]["pid"]
    server.advance(1)

    server.client("lambda").update_function_code(FunctionName=name, ZipFile=an_archive())

    assert server.invoke(name)[1]["pid"] != before


def test_a_payload_of_megabytes_goes_through(server: Server, name: str) -> None:
    server.create_function(name, "echo")

    assert len(server.invoke(name, "x" * 6_000_000)[1]["event"]) == 6_000_000


def test_a_version_is_published_once_for_the_same_code_and_configuration(
    server: Server, name: str
) -> None:
    client = server.client("lambda")
    server.create_function(name, "environment", GROUND_LEVEL="first")
    sha = client.get_function_configuration(FunctionName=name)["CodeSha256"]

    made = [client.publish_version(FunctionName=name, CodeSha256=sha)["Version"] for _ in "ab"]
    client.update_function_configuration(
        FunctionName=name, Environment={"Variables": {"GROUND_LEVEL": "second"}}
    )
    made += [client.publish_version(FunctionName=name)["Version"] for _ in "ab"]

    assert made == ["1", "1", "2", "2"]
    levels = [server.invoke(f"{name}:{version}")[1]["GROUND_LEVEL"] for version in "12"]
    assert levels == ["first", "second"]


def test_code_that_is_no_longer_there_is_not_published(server: Server, name: str) -> None:
    server.create_function(name, "echo")

    with pytest.raises(ClientError, match="different from current CodeSHA256"):
        server.client("lambda").publish_version(FunctionName=name, CodeSha256="other")


def test_each_version_has_a_policy_of_its_own(server: Server, name: str) -> None:
    client = server.client("lambda")
    server.create_function(name, "echo")
    version = client.publish_version(FunctionName=name)["Version"]
    grant = {
        "FunctionName": name,
        "Qualifier": version,
        "StatementId": "lex",
        "Action": "lambda:InvokeFunction",
        "Principal": "lexv2.amazonaws.com",
    }

    client.add_permission(**grant)

    policy = json.loads(client.get_policy(FunctionName=name, Qualifier=version)["Policy"])
    assert [statement["Sid"] for statement in policy["Statement"]] == ["lex"]
    with pytest.raises(ClientError, match="already exists") as refused:
        client.add_permission(**grant)
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 409
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_policy(FunctionName=name)
