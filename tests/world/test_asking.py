"""Questions, all the way: Lex endpoint, Lambda Invoke, fulfillment, simulated account, and back."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.world.conftest import RunningWorld

pytestmark = pytest.mark.world

AWS = Path(sys.executable).with_name("aws")


def words(answer: Any) -> str:
    return "\n".join(message["content"] for message in answer.get("messages", []))


def reply(answer: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        answer["sessionState"]["sessionAttributes"]["ground-reply"]
    )
    return document


def test_whats_broken_names_the_failing_rollout_and_says_why(world: RunningWorld) -> None:
    answer = world.recognize("whats broken")

    said = words(answer)
    assert "inventory" in said
    assert "production" in said
    assert "exit code 1" in said
    assert answer["sessionState"]["intent"]["name"] == "WhatsBroken"
    assert answer["sessionState"]["intent"]["state"] == "Fulfilled"


def test_what_is_deployed_is_a_table_of_every_service(world: RunningWorld) -> None:
    answer = world.recognize("what's deployed in production?")

    ecs = world.client("ecs")
    names = {arn.split("/")[-1] for arn in ecs.list_services(cluster="production")["serviceArns"]}
    document = reply(answer)
    if "ref" in document:
        key = {"id": {"S": f"REPLY#{document['ref']}"}}
        item = world.client("dynamodb").get_item(TableName="ground-control", Key=key)["Item"]
        document = json.loads(item["document"]["S"])
    table = document["table"]
    assert {row[0]["text"] for row in table["rows"]} == names
    assert [column.lower() for column in table["columns"]] == [
        "service",
        "version",
        "tasks",
        "health",
        "age",
    ]


def test_a_version_is_one_line(world: RunningWorld) -> None:
    answer = world.recognize("which version of orders is live in staging")

    (message,) = answer["messages"]
    assert "orders" in message["content"]
    assert "\n" not in message["content"]


def test_the_bot_and_the_aws_cli_see_the_same_world(world: RunningWorld) -> None:
    ecs = world.client("ecs")
    service = ecs.describe_services(cluster="staging", services=["orders"])["services"][0]
    definition = ecs.describe_task_definition(taskDefinition=service["taskDefinition"])
    image = definition["taskDefinition"]["containerDefinitions"][0]["image"]

    assert image.rpartition(":")[2] in words(world.recognize("which version of orders in staging"))


def test_a_near_miss_is_answered_with_did_you_mean(world: RunningWorld) -> None:
    answer = world.recognize("is ordres healthy in staging?", session_id="near-miss")

    assert "orders" in words(answer)
    assert answer["sessionState"]["dialogAction"]["slotToElicit"] == "service"


@pytest.mark.parametrize(
    "text", ["colourless green ideas", "😀😀", "Как дела?", "<b>hi</b><script>alert(1)</script>"]
)
def test_nonsense_gets_suggestions(world: RunningWorld, text: str) -> None:
    answer = world.recognize(text, session_id="nonsense")

    assert reply(answer)["suggestions"]
    assert "<script>" not in words(answer)


def aws(world: RunningWorld, *arguments: str) -> Any:
    environ = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    done = subprocess.run(
        [str(AWS), *arguments], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_aws_cli_talks_to_the_bot_unchanged(world: RunningWorld) -> None:
    answer = aws(
        world,
        *("lexv2-runtime", "recognize-text", "--endpoint-url", world.address.lex_url),
        *("--bot-id", "GROUNDCTRL", "--bot-alias-id", "TSTALIASID", "--locale-id", "en_US"),
        *("--session-id", "cli", "--text", "whats broken"),
    )

    assert "inventory" in words(answer)


def test_the_aws_cli_sees_the_world(world: RunningWorld) -> None:
    answer = aws(
        world,
        *("ecs", "describe-services", "--endpoint-url", world.address.account_url),
        *("--cluster", "production", "--services", "inventory"),
    )

    (service,) = answer["services"]
    assert [d["rolloutState"] for d in service["deployments"]] == ["IN_PROGRESS", "COMPLETED"]
