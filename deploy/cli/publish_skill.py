"""`ground publish-skill` and `ground rollback-skill`: the Alexa skill, with a plan first."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.text import Text

from deploy.cli import account
from deploy.cli.output import home, tell
from deploy.errors import DeployError
from deploy.local.joining import running

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

    from deploy.publish.alexa import Services

_SHOWN_DETAILS = 5
Certificate = Literal["Trusted", "Wildcard", "SelfSigned"]
Skill = Annotated[str, typer.Argument(help="The skill's id: amzn1.ask.skill....")]
Plan = Annotated[bool, typer.Option("--plan", help="Say what would be done, and stop.")]
Backups = Annotated[
    Path | None,
    typer.Option(help="Where what the skill was is kept; else .ground/skill-backups."),
]
ClientId = Annotated[str, typer.Option(help="Where the client id is: ssm:/path or env:NAME.")]
ClientSecret = Annotated[str, typer.Option(help="Where the client secret is: the same.")]
RefreshToken = Annotated[str, typer.Option(help="Where the refresh token is: the same.")]
SmapiUrl = Annotated[
    str, typer.Option(help="Another Skill Management API: python -m deploy.local.smapi.")
]


def publish_skill(  # noqa: PLR0913, PLR0917 - each is an option
    skill: Skill,
    endpoint: Annotated[str, typer.Option(help="What Alexa calls: a Lambda ARN or an https URL.")],
    certificate: Annotated[Certificate | None, typer.Option(help="Of an https endpoint.")] = None,
    plan: Plan = False,
    yes: account.Yes = False,
    profile: account.Profile = "",
    aws: account.Aws = False,
    region: account.Region = "",
    environments: account.EnvironmentsFile = None,
    backups: Backups = None,
    client_id: ClientId = "ssm:/ground-control/alexa/client-id",
    client_secret: ClientSecret = "ssm:/ground-control/alexa/client-secret",  # noqa: S107 - a place
    refresh_token: RefreshToken = "ssm:/ground-control/alexa/refresh-token",  # noqa: S107 - a place
    smapi_url: SmapiUrl = "",
) -> None:
    """Publish the Alexa skill's model and manifest to its development stage.

    Works with the services of the local world that runs unless an account is named.
    """
    here = home()  # isolation takes GROUND_HOME away
    connection = account.connect_to(profile, region, aws=aws)
    references = (client_id, client_secret, refresh_token)
    kept = backups or here / "skill-backups"
    services = _services(references, kept, smapi_url, _parameters(here, profile, aws=aws))
    from bot.alexa import Endpoint, compile_skill  # noqa: PLC0415 - after the isolation: account
    from deploy.publish.alexa import apply_skill, plan_skill  # noqa: PLC0415 - as above

    definition = account.checked_definition(environments, connection.discover)
    package = compile_skill(definition.bot, Endpoint(endpoint, certificate))
    made = plan_skill(services, skill, package)
    console = Console()
    console.print(Text(made.text(details=_SHOWN_DETAILS)), soft_wrap=True)
    if plan or made.is_empty:
        return
    account.confirm("Publish?", yes=yes)
    done = apply_skill(services, made)
    before = f"; what it was is kept as {done.backup}" if done.backup else ""
    console.print(Text(f"The skill is published and its models are built{before}.", style="green"))


def rollback_skill(  # noqa: PLR0913, PLR0917 - each is an option
    skill: Skill,
    plan: Plan = False,
    yes: account.Yes = False,
    profile: account.Profile = "",
    aws: account.Aws = False,
    region: account.Region = "",
    backups: Backups = None,
    client_id: ClientId = "ssm:/ground-control/alexa/client-id",
    client_secret: ClientSecret = "ssm:/ground-control/alexa/client-secret",  # noqa: S107 - a place
    refresh_token: RefreshToken = "ssm:/ground-control/alexa/refresh-token",  # noqa: S107 - a place
    smapi_url: SmapiUrl = "",
) -> None:
    """Take the Alexa skill back to what it was before it was last published."""
    here = home()  # isolation takes GROUND_HOME away
    account.connect_to(profile, region, aws=aws)
    references = (client_id, client_secret, refresh_token)
    kept = backups or here / "skill-backups"
    services = _services(references, kept, smapi_url, _parameters(here, profile, aws=aws))
    from bot.lex.comparing import report  # noqa: PLC0415 - after the isolation: account
    from deploy.publish.alexa import plan_rollback  # noqa: PLC0415 - as above
    from deploy.publish.alexa import rollback_skill as roll_back  # noqa: PLC0415 - as above

    made = plan_rollback(services, skill)
    console = Console()
    told = report(made.changes, details=_SHOWN_DETAILS) or "Nothing changes."
    console.print(Text(f"Back to {made.target}:\n{told}"), soft_wrap=True)
    if plan:
        return
    account.confirm("Roll back?", yes=yes)
    roll_back(services, made)
    console.print(Text(f"The skill is what it was at {made.target}.", style="green"))


def _parameters(here: Path, profile: str, *, aws: bool) -> "Callable[[], SSMClient]":
    """Where secrets are kept: the account's parameters, or the local world's."""

    def client() -> "SSMClient":
        import boto3  # noqa: PLC0415 - after the isolation: account

        from deploy.local.clients import account_clients  # noqa: PLC0415 - as above

        address = running(here)
        if profile or aws or address is None:
            return boto3.Session(profile_name=profile or None).client("ssm")
        found: SSMClient = account_clients(address)("ssm")
        return found

    return client


def _services(
    references: tuple[str, str, str],
    backups: Path,
    smapi_url: str,
    parameters: "Callable[[], SSMClient]",
) -> "Services":
    from deploy.publish.alexa import (  # noqa: PLC0415 - after the isolation: account
        Endpoints,
        FolderBackups,
        References,
        connect_skill,
        read_credentials,
        ssm_parameter,
    )

    def parameter(name: str) -> str:
        return ssm_parameter(parameters())(name)

    if smapi_url and not smapi_url.startswith(("http://", "https://")):
        raise DeployError(f"--smapi-url {smapi_url!r} is no URL: http://127.0.0.1:8092, say")
    credentials = read_credentials(References(*references), os.environ, parameter)
    endpoints = Endpoints(smapi=smapi_url, login=smapi_url) if smapi_url else None
    return connect_skill(credentials, FolderBackups(backups), tell, endpoints)
