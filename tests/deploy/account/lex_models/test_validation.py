"""What the shapes do not allow is refused, all of it at once, with where it is."""

import http.client
import json
from typing import Any

import pytest

from tests.deploy.account.lex_models.answers import check_shape
from tests.deploy.account.lex_models.world import Lex, bot_settings, new_name, prompt, refused


def send(lex: Lex, method: str, path: str, body: bytes) -> tuple[int, Any]:
    """One call without an SDK, which would correct or refuse it."""
    connection = http.client.HTTPConnection("127.0.0.1", lex.server.port, timeout=10)
    try:
        scope = f"x/20260101/{lex.region}/lex/aws4_request"
        signed = {"authorization": f"AWS4-HMAC-SHA256 Credential={scope}, Signature=1"}
        connection.request(method, path, body, signed)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("member", "value", "constraint"),
    [
        ("botName", None, "Member must not be null"),
        ("botName", "", "length greater than or equal to 1"),
        ("botName", "a" * 101, "length less than or equal to 100"),
        ("botName", "two words", "regular expression pattern: ^([0-9a-zA-Z][_-]?){1,100}$"),
        ("botName", "-a", "regular expression"),
        ("botName", "a\n", "regular expression"),
        ("botName", 7, "Member must be a string"),
        ("roleArn", "arn:aws-cn:iam::123456789012:role/lex-bot", "regular expression"),
        ("idleSessionTTLInSeconds", 59, "value greater than or equal to 60"),
        ("idleSessionTTLInSeconds", 86401, "value less than or equal to 86400"),
        ("idleSessionTTLInSeconds", True, "Member must be an integer"),
        ("dataPrivacy", {}, "at 'dataPrivacy.childDirected'"),
        ("dataPrivacy", {"childDirected": "no"}, "Member must be a boolean"),
        ("dataPrivacy", [], "Member must be an object"),
        ("description", "🚀" * 1001, "length less than or equal to 2000"),
        ("botTags", {"": "x"}, "(map key)"),
        ("botMembers", "me", "Member must be a list"),
        ("colour", "red", "at 'colour'"),
    ],
)
def test_a_member_that_the_shape_does_not_allow(
    lex: Lex, member: str, value: Any, constraint: str
) -> None:
    body = {**bot_settings(new_name()), member: value}

    status, answer = send(lex, "PUT", "/bots/", json.dumps(body).encode())

    assert (status, answer["__type"]) == (400, "ValidationException")
    assert " detected: Value " in answer["message"]
    assert constraint in answer["message"]


def test_lengths_count_as_java_counts(lex: Lex) -> None:
    bot = lex.api.create_bot(**bot_settings(new_name(), description="🚀" * 1000))["botId"]
    assert len(lex.api.describe_bot(botId=bot)["description"]) == 1000


def test_all_is_told_at_once(lex: Lex) -> None:
    message = refused("ValidationException", lex.api.create_bot, botName="a b")
    assert message.startswith("4 validation errors detected: ")


def test_a_place_deep_inside_is_named(lex: Lex) -> None:
    question = prompt()
    question["messageGroups"][0]["message"]["plainTextMessage"]["value"] = ""
    locale = lex.locale()
    message = refused(
        *("ValidationException", lex.api.create_intent),
        **locale.at,
        intentName="Order",
        intentConfirmationSetting={"promptSpecification": question},
    )
    place = "promptSpecification.messageGroups.1.message.plainTextMessage.value"
    assert f"at 'intentConfirmationSetting.{place}'" in message


def test_a_path_is_checked_as_a_body_is(lex: Lex) -> None:
    # What Amazon answers, word for word (aws/aws-cli issue 7232).
    message = refused(
        "ValidationException", lex.api.describe_bot_version, botId="A" * 10, botVersion="DRAFT"
    )
    assert message == (
        "1 validation error detected: Value 'DRAFT' at 'botVersion' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: ^[0-9]+$"
    )


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_object(lex: Lex, body: bytes) -> None:
    status, answer = send(lex, "PUT", "/bots/", body)
    assert (status, answer["__type"]) == (400, "ValidationException")


def test_a_query_is_checked(lex: Lex) -> None:
    path = f"/bots/{lex.bot()}/?skipResourceInUseCheck=perhaps"
    status, answer = send(lex, "DELETE", path, b"")
    assert (status, answer["__type"]) == (400, "ValidationException")


def test_a_password_is_not_repeated(lex: Lex) -> None:
    message = refused(
        *("ValidationException", lex.api.create_export),
        resourceSpecification={},
        fileFormat="LexJson",
        filePassword="s" * 1025,
    )
    assert "sss" not in message


def test_the_checker_of_these_tests_finds_what_is_wrong(lex: Lex) -> None:
    shape = lex.api.meta.service_model.operation_model("DescribeBot").output_shape
    check_shape({"botId": "A" * 10}, shape, "")
    for wrong in ({"botId": "A"}, {"botName": 7}, {"colour": "red"}, {"botStatus": "Great"}):
        with pytest.raises(AssertionError):
            check_shape(wrong, shape, "")
