"""boto3 on the local world's endpoints, and the clients that commands use."""

from collections.abc import Callable, Mapping
from typing import Any

import boto3

from channels.client.conversation import Conversation
from channels.client.environment import connect
from deploy.local import provision
from deploy.local.joining import Address
from fulfillment.turn import Channel

CONVERSATION: Mapping[str, str] = {
    "GROUND_BOT_ID": provision.BOT_ID,
    "GROUND_BOT_ALIAS_ID": provision.BOT_ALIAS_ID,
    "GROUND_FULFILLMENT_FUNCTION": "ground-control-fulfillment",
    "GROUND_KEYS_PATH": provision.KEYS_PATH,
    "GROUND_TABLE": provision.TABLE,
}


def local_session() -> boto3.Session:
    """Made-up credentials: the person's own are never read."""
    return boto3.Session(
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 - made up: the simulated account checks none
        region_name=provision.REGION,
    )


def account_clients(address: Address) -> provision.Clients:
    """boto3 clients of the simulated account by service name."""
    make: Callable[..., Any] = local_session().client  # the name is data: no overload fits
    return lambda service: make(service, endpoint_url=address.account_url)


def conversation(address: Address, channel: Channel) -> Conversation:
    """The conversation client of a channel, against a running local world."""
    services = ("lambda", "ssm", "dynamodb")
    endpoints = dict.fromkeys(services, address.account_url) | {"lexv2-runtime": address.lex_url}
    settings = {**CONVERSATION, "GROUND_DEFINITION": address.definition}
    return connect(local_session(), channel, settings, endpoints)
