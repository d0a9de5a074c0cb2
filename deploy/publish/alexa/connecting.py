"""The services of a developer account, from what a command was given."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deploy.publish.alexa import smapi, tokens
from deploy.publish.alexa.backups import Backups
from deploy.publish.alexa.calls import Calls, urllib3_send
from deploy.publish.alexa.credentials import Credentials, ReadParameter
from deploy.publish.alexa.services import Services
from deploy.publish.aws.transfer import HttpTransfer
from deploy.publish.waiting import Clock, SystemClock, Tell, Waiting

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient


@dataclass(frozen=True)
class Endpoints:
    """Amazon's, unless something else is meant (`python -m deploy.local.smapi`)."""

    smapi: str = smapi.ENDPOINT
    login: str = tokens.ENDPOINT


def connect_skill(
    credentials: Credentials,
    backups: Backups,
    tell: Tell,
    endpoints: Endpoints | None = None,
    clock: Clock | None = None,
) -> Services:
    """`tell` shows a line of progress. Nothing is called yet."""
    where, time = endpoints or Endpoints(), clock or SystemClock()
    calls = Calls(urllib3_send(), time)
    login = tokens.LoginWithAmazon(calls, credentials, where.login)
    return Services(
        smapi=smapi.Smapi(calls, login, where.smapi),
        transfer=HttpTransfer(),
        backups=backups,
        waiting=Waiting(time, tell),
    )


def ssm_parameter(client: "SSMClient") -> ReadParameter:
    """Reads secure parameters with `client`."""

    def read(name: str) -> str:
        try:
            return client.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
        except client.exceptions.ParameterNotFound:
            raise KeyError(name) from None

    return read
