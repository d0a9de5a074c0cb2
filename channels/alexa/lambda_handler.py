"""The Lambda function behind the Alexa trigger: the composition root of the skill.

Lambda's permission (`lambda add-permission --event-source-token <skill id>`) proves that Alexa
calls; the skill id is checked once more here.
"""

import functools
import os
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from channels.alexa.conversation import Conversation
from channels.alexa.invoke import LambdaInvoke, forgiving
from channels.alexa.skill import AlexaSkill, build_skill
from channels.client.keys import signing_key
from channels.client.replies import stored_replies
from channels.definition import read_definition, read_dialogs
from fulfillment.identity.signing import DEFAULT_PATH

if TYPE_CHECKING:
    import boto3
    from botocore.config import Config
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_lambda import LambdaClient

CONNECT_TIMEOUT_SECONDS = 1
READ_REPLY_SECONDS = 1


def handle(event: object, context: object) -> dict[str, Any]:
    """Alexa's request envelope -> response envelope.

    Raises `channels.errors.AlexaRequestError` for what is no request to this skill.
    """
    return skill().answer(event, context)


@functools.cache
def skill() -> AlexaSkill:
    """This process's skill, built on the first call."""
    return skill_from_environment(os.environ)


def skill_from_environment(environ: Mapping[str, str]) -> AlexaSkill:
    """Reads GROUND_DEFINITION, GROUND_DIALOGS, GROUND_ALEXA_SKILL_ID, GROUND_FULFILLMENT_FUNCTION,
    GROUND_KEYS_PATH and GROUND_TABLE. Raises KeyError naming the variable that is missing."""
    import boto3  # noqa: PLC0415 - most of a cold start: not for a process that only imports us

    session = boto3.Session()
    table = environ.get("GROUND_TABLE", "ground-control")
    path = environ.get("GROUND_KEYS_PATH", DEFAULT_PATH)
    conversation = Conversation(
        bot=read_definition(environ),
        dialogs=read_dialogs(environ),
        key=signing_key(session.client("ssm"), path, "alexa", _utc_now),
        invoke=LambdaInvoke(environ["GROUND_FULFILLMENT_FUNCTION"], _lambda_clients(session)),
        read_stored=forgiving(stored_replies(_dynamodb(session), table)),
        now=_utc_now,
        elapsed=time.monotonic,
    )
    return build_skill(conversation, environ["GROUND_ALEXA_SKILL_ID"])


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _lambda_clients(session: "boto3.Session") -> "Callable[[int], LambdaClient]":
    def client(read_timeout: int) -> "LambdaClient":
        return session.client("lambda", config=_once(read_timeout))

    return client


def _dynamodb(session: "boto3.Session") -> "DynamoDBClient":
    return session.client("dynamodb", config=_once(READ_REPLY_SECONDS))


def _once(read_timeout: int) -> "Config":
    """No retries: a turn may change something, and Alexa does not wait for a second try."""
    from botocore.config import Config  # noqa: PLC0415 - as boto3 above

    return Config(
        retries={"total_max_attempts": 1},
        read_timeout=read_timeout,
        connect_timeout=CONNECT_TIMEOUT_SECONDS,
    )
