"""Making Ground Control's own resources in the simulated account, by plain boto3.

In an account CloudFormation owns these. Names and environments are data: `functions.yaml`.
"""

import io
import json
import secrets
import string
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.build import Built
from deploy.documents import read_yaml
from deploy.local.github import TOKEN, TOKEN_PARAMETER
from fulfillment.store import SPENT

Clients = Callable[[str], Any]
"""Service name -> boto3 client of the account that Ground Control itself lives in."""

TABLE = "ground-control"
AUDIT_TABLE = "ground-control-audit"
KEYS_PATH = "/ground-control/keys"
BOT_ID = "GROUNDCTRL"
BOT_ALIAS_ID = "TSTALIASID"
ACCOUNT = "123456789012"
REGION = "us-east-1"
_DATA = Path(__file__).with_name("functions.yaml")
_ROLE = f"arn:aws:iam::{ACCOUNT}:role/ground-control"


@dataclass(frozen=True)
class Settings:
    """What differs from one start to the next."""

    lex: str
    """URL of the local Lex endpoint."""
    slack_api_url: str
    slack_bot_token: str
    slack_signing_secret: str
    slack_team_ids: str
    alexa_skill_id: str
    locale: str
    """Of the channels that are not told a person's."""
    can_act: bool = True
    """False leaves the act function out: then nothing can be changed."""
    extra: Mapping[str, str] | None = None
    """Further variables for fulfillment (the person's profile)."""


def fulfillment_arn() -> str:
    return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:ground-control-fulfillment"


def provision(clients: Clients, built: Built, settings: Settings) -> dict[str, str]:
    """Table, keys, queues, functions and event source mappings; the queues' URLs by variable."""
    data = read_yaml(_DATA)
    create_tables(clients)
    _create_keys(clients, data["keys"])
    queues = _create_queues(clients, data["queues"])
    urls = {name: url for name, (url, _) in queues.items()}
    _create_functions(clients, data["functions"], {**_values(built, settings), **urls}, settings)
    _map_queues(clients, data["queues"], queues)
    return urls


def _values(built: Built, settings: Settings) -> dict[str, str]:
    return {
        "definition": str(built.runtime),
        "dialogs": str(built.dialogs),
        "environments": str(built.environments),
        "policy": str(built.policy),
        "table": TABLE,
        "audit_table": AUDIT_TABLE,
        "keys_path": KEYS_PATH,
        "locale": settings.locale,
        "bot_id": BOT_ID,
        "bot_alias_id": BOT_ALIAS_ID,
        "lex": settings.lex,
        "slack_api_url": settings.slack_api_url,
        "slack_bot_token": settings.slack_bot_token,
        "slack_signing_secret": settings.slack_signing_secret,
        "slack_team_ids": settings.slack_team_ids,
        "alexa_skill_id": settings.alexa_skill_id,
    }


def create_tables(clients: Clients) -> None:
    """Ground Control's own table, and the append-only one of the audit."""
    dynamodb = clients("dynamodb")
    dynamodb.create_table(
        TableName=TABLE,
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.update_time_to_live(
        TableName=TABLE,
        TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires_at"},
    )
    # Without a time to live: nothing of it ever expires.
    dynamodb.create_table(
        TableName=AUDIT_TABLE,
        AttributeDefinitions=[
            {"AttributeName": "day", "AttributeType": "S"},
            {"AttributeName": "entry", "AttributeType": "S"},
        ],
        KeySchema=[
            {"AttributeName": "day", "KeyType": "HASH"},
            {"AttributeName": "entry", "KeyType": "RANGE"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )


def empty_tables(dynamodb: Any) -> None:
    """Tables as they were made, but for the assertions that are spent: none counts twice."""
    for table, keys in ((TABLE, ("id",)), (AUDIT_TABLE, ("day", "entry"))):
        pages = dynamodb.get_paginator("scan").paginate(
            TableName=table,
            FilterExpression="NOT begins_with(#key, :spent)",
            ExpressionAttributeNames={"#key": keys[0]},
            ExpressionAttributeValues={":spent": {"S": SPENT}},
        )
        for item in [item for page in pages for item in page["Items"]]:
            dynamodb.delete_item(TableName=table, Key={key: item[key] for key in keys})


def _create_keys(clients: Clients, channels: list[str]) -> None:
    ssm = clients("ssm")
    for channel in channels:
        ssm.put_parameter(
            Name=f"{KEYS_PATH}/{channel}", Value=secrets.token_hex(32), Type="SecureString"
        )
    ssm.put_parameter(Name=TOKEN_PARAMETER, Value=TOKEN, Type="SecureString")


def _create_queues(
    clients: Clients, queues: Mapping[str, Mapping[str, str]]
) -> dict[str, tuple[str, str]]:
    """Variable name -> (URL, ARN); each with a dead-letter queue after five tries."""
    return {name: _create_queue(clients, queue["name"]) for name, queue in queues.items()}


def _create_queue(clients: Clients, name: str) -> tuple[str, str]:
    sqs = clients("sqs")
    suffix = ".fifo" if name.endswith(".fifo") else ""
    kind = {"FifoQueue": "true"} if suffix else {}
    base = name.removesuffix(".fifo")
    sqs.create_queue(QueueName=f"{base}-dead{suffix}", Attributes=dict(kind))
    redrive = {"deadLetterTargetArn": _arn(f"{base}-dead{suffix}"), "maxReceiveCount": 5}
    made = sqs.create_queue(
        QueueName=name,
        Attributes={**kind, "VisibilityTimeout": "60", "RedrivePolicy": json.dumps(redrive)},
    )
    return str(made["QueueUrl"]), _arn(name)


def _arn(queue: str) -> str:
    return f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}"


def _create_functions(
    clients: Clients,
    functions: Mapping[str, Mapping[str, Any]],
    values: Mapping[str, str],
    settings: Settings,
) -> None:
    client = clients("lambda")
    code = _package()
    for name, function in functions.items():
        if name == "ground-control-act" and not settings.can_act:
            continue
        client.create_function(
            FunctionName=name,
            Runtime="python3.12",
            Role=_ROLE,
            Handler=function["handler"],
            Timeout=function["timeout"],
            Code={"ZipFile": code},
            Environment={"Variables": _variables(name, function, values, settings)},
        )


def _variables(
    name: str, function: Mapping[str, Any], values: Mapping[str, str], settings: Settings
) -> dict[str, str]:
    variables = {
        variable: string.Template(value).substitute(values)
        for variable, value in function["environment"].items()
    }
    if not settings.can_act:
        variables.pop("GROUND_ACT_FUNCTION", None)
    if name == "ground-control-fulfillment":
        variables.update(settings.extra or {})
    return variables


def _package() -> bytes:
    """The code is the checkout: the simulated Lambda imports the handler from there."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("README", "The simulated account runs the code of the checkout.\n")
    return buffer.getvalue()


def _map_queues(
    clients: Clients,
    data: Mapping[str, Mapping[str, str]],
    queues: Mapping[str, tuple[str, str]],
) -> None:
    client = clients("lambda")
    for name, (_, arn) in queues.items():
        client.create_event_source_mapping(
            EventSourceArn=arn,
            FunctionName=data[name]["function"],
            BatchSize=10 if arn.endswith(".fifo") else 1,
            FunctionResponseTypes=["ReportBatchItemFailures"],
        )
