"""Slack: a signed direct message to the ingress, the answer out of the local Slack."""

import json
import time
import urllib.request
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError

from channels.errors import ConversationError
from deploy.errors import DeployError
from deploy.local.clients import account_clients
from deploy.local.joining import Address
from deploy.local.people import slack_user
from deploy.local.slack.events import SlackRequest, direct_message, signed_event
from deploy.local.speaking.heard import Heard

FUNCTION = "ground-control-slack-worker"
_WAIT_SECONDS = 25


def say(address: Address, person: str, text: str, locale: str) -> Heard:
    """Send a direct message as the Slack user of `person`, and wait for what the bot posts.

    A message has no locale: raises `DeployError` for another one than the function's.
    """
    if locale != spoken(address):
        raise DeployError(
            f"Slack is answered in {spoken(address)}: start the world with GROUND_LOCALE={locale}"
        )
    user = slack_user(person)
    before = calls(address, after=0)["count"]
    now = int(time.time())
    envelope = direct_message(user, text, event_id=f"Ev{uuid.uuid4().hex}", timestamp=now)
    status = send(address, signed_event(envelope, address.slack_signing_secret, now))
    if status != 200:
        raise ConversationError("invalid", f"the Slack ingress answered {status}")
    posted = calls(address, after=before, wait=_WAIT_SECONDS)["calls"]
    if not posted:
        raise ConversationError("unavailable", f"Slack got no answer in {_WAIT_SECONDS} seconds")
    message = posted[0]["arguments"]
    return Heard(str(message.get("text", "")), message)


def spoken(address: Address) -> str:
    """The locale of the function that answers Slack."""
    functions = account_clients(address)("lambda")
    found = functions.get_function_configuration(FunctionName=FUNCTION)
    locale: str = found["Environment"]["Variables"]["GROUND_LOCALE"]
    return locale


def send(address: Address, request: SlackRequest) -> int:
    """Deliver a request to the gateway; the HTTP status."""
    outgoing = urllib.request.Request(  # noqa: S310 - our own gateway, http on loopback
        address.web_url + request.path, data=request.body, headers=dict(request.headers)
    )
    try:
        with urllib.request.urlopen(outgoing, timeout=10) as answer:  # noqa: S310 - as above
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code


def calls(address: Address, *, after: int, wait: float = 0) -> Mapping[str, Any]:
    """What the local Slack was asked since call number `after`."""
    url = f"{address.web_url}/local/slack/calls?after={after}&wait={wait}"
    with urllib.request.urlopen(url, timeout=wait + 10) as answer:  # noqa: S310 - as above
        document: Mapping[str, Any] = json.load(answer)
        return document
