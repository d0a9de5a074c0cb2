"""Which account and region a command works on: the only place that makes clients for publishing.

Without options it is the simulated account of the local world that runs. A real account is named:
by a profile, or by `--aws` for the credentials that the shell has (as in CI).
"""

from dataclasses import dataclass
from typing import Any, Final

import boto3
from botocore.exceptions import BotoCoreError, ClientError, ProfileNotFound
from botocore.session import Session as BotocoreSession

from deploy.errors import DeployError
from deploy.publish.aws.calls import ONE_ATTEMPT, Calls
from deploy.publish.aws.conversations import Conversations
from deploy.publish.aws.functions import Functions
from deploy.publish.aws.lex_models import LexModels
from deploy.publish.aws.transfer import HttpTransfer
from deploy.publish.lex.services import Services
from deploy.publish.waiting import Clock, SystemClock, Tell, Waiting

_RUNTIME: Final = "lexv2-runtime"


@dataclass(frozen=True)
class Endpoints:
    """`account` serves every service but lexv2-runtime; "" is where the SDK finds it."""

    account: str = ""
    runtime: str = ""


def connect(
    session: boto3.Session,
    tell: Tell,
    endpoints: Endpoints | None = None,
    clock: Clock | None = None,
) -> Services:
    """The adapters of the session's account and region. Raises DeployError."""
    where, clock = endpoints or Endpoints(), clock or SystemClock()

    def client(service: Any) -> Any:
        url = where.runtime if service == _RUNTIME else where.account
        return session.client(service, endpoint_url=url or None, config=ONE_ATTEMPT)

    calls = Calls(clock)
    return Services(
        account=_account(client("sts"), session),
        region=session.region_name,
        models=LexModels(client("lexv2-models"), calls),
        functions=Functions(client("lambda"), calls),
        conversations=Conversations(client(_RUNTIME), calls),
        transfer=HttpTransfer(_ca_bundle(session)),
        waiting=Waiting(clock, tell),
    )


def aws_session(profile: str, region: str) -> boto3.Session:
    """A session of a profile, or of the shell's credentials. Raises DeployError."""
    try:
        session = boto3.Session(profile_name=profile or None, region_name=region or None)
    except ProfileNotFound:
        # Not boto3.Session(): it would look for AWS_PROFILE, which can be the one that is missing.
        known = ", ".join(BotocoreSession().available_profiles) or "none"
        raise DeployError(
            f"there is no such AWS profile ({profile or 'AWS_PROFILE'}); there are: {known}"
        ) from None
    if not session.region_name:
        raise DeployError("there is no region: add --region REGION, or set AWS_REGION")
    return session


def _account(sts: Any, session: boto3.Session) -> str:
    try:
        return str(sts.get_caller_identity()["Account"])
    except (BotoCoreError, ClientError) as error:
        profile = f" --profile {session.profile_name}" if session.profile_name != "default" else ""
        raise DeployError(
            f"the AWS credentials do not work ({type(error).__name__}): "
            f"try `aws sts get-caller-identity{profile}`"
        ) from error


def _ca_bundle(session: boto3.Session) -> str:
    found = session._session.get_config_variable("ca_bundle")  # noqa: SLF001 - boto3 has no other way
    return str(found or "")
