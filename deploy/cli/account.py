"""What the verbs that work on an AWS account share: their options, and how they reach it."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.definition import Definition
from bot.errors import DefinitionError
from bot.load import load_definition
from bot.rules.checking import check_definition
from bot.rules.subject import Surroundings
from deploy.build import Discover, live_values, read_environments
from deploy.cli.output import home, tell
from deploy.documents import read_yaml
from deploy.errors import DeployError
from deploy.local.isolation import isolate
from deploy.local.joining import running
from deploy.local.processes import checkout
from fulfillment.catalog.environments import environments_from_json

if TYPE_CHECKING:
    from deploy.catalogue.looking import Clients
    from deploy.publish.lex.services import Services

Profile = Annotated[
    str, typer.Option(help="Work on the account of this AWS profile, not on the local world.")
]
Aws = Annotated[
    bool,
    typer.Option("--aws", help="Work on the account of the shell's AWS credentials, as in CI."),
]
Region = Annotated[str, typer.Option(help="AWS region; else the profile's.")]
Alias = Annotated[str, typer.Option(help="The bot alias that users talk to; else settings.yaml's.")]
Function = Annotated[str, typer.Option(help="The Lambda function; else settings.yaml's.")]
Role = Annotated[str, typer.Option(help="The bot's role, name or ARN; else settings.yaml's.")]
BotName = Annotated[str, typer.Option("--bot", help="The bot's name; else that of bot.yaml.")]
EnvironmentsFile = Annotated[
    Path | None, typer.Option("--environments", help="An environments file; else the checkout's.")
]
Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


_NO_WORLD = (
    "no local world runs: start one (`make run`), or name an account with --profile NAME or --aws"
)


@dataclass(frozen=True)
class Connection:
    """An account, and how its services are found for live slot types."""

    services: "Services"
    discover: Discover


def connect_to(profile: str, region: str, *, aws: bool) -> Connection:
    """The account that the options name. Raises DeployError where there is none."""
    if profile or aws:
        return _own(profile, region)
    if region:
        raise DeployError("--region goes with --profile or --aws: the local world has one region")
    return _local()


def _local() -> Connection:
    where = home()  # isolation takes GROUND_HOME away too
    isolate()
    from deploy.discover import discover_from  # noqa: PLC0415 - boto3, after the isolation
    from deploy.local.clients import local_session  # noqa: PLC0415 - as above
    from deploy.publish.target import Endpoints, connect  # noqa: PLC0415 - as above

    address = running(where)
    if address is None:
        raise DeployError(_NO_WORLD)
    endpoints = Endpoints(address.account_url, address.lex_url)
    services = connect(local_session(), tell, endpoints)
    return Connection(services, discover_from(address.account_url))


def _own(profile: str, region: str) -> Connection:
    from deploy.discover import discover_from  # noqa: PLC0415 - boto3 only where it is needed
    from deploy.publish.target import aws_session, connect  # noqa: PLC0415 - as above

    return Connection(connect(aws_session(profile, region), tell), discover_from())


def clients_of(profile: str, region: str, *, aws: bool) -> "tuple[str, Clients]":
    """The region, and boto3 clients of the account that the options name. Raises DeployError."""
    if profile or aws:
        from deploy.publish.target import aws_session  # noqa: PLC0415 - boto3

        session = aws_session(profile, region)
        make: Any = session.client  # the name is data: none of boto3's overloads fits
        return str(session.region_name), make
    where = home()
    isolate()
    from deploy.local.clients import account_clients  # noqa: PLC0415 - boto3, after the isolation
    from deploy.local.provision import REGION  # noqa: PLC0415 - as above

    address = running(where)
    if address is None:
        raise DeployError(_NO_WORLD)
    return REGION, account_clients(address)


def checked_definition(environments: Path | None, discover: Discover) -> Definition:
    """The checkout's definition with the account's services. Raises DefinitionError for whatever
    `ground check` would call an error."""
    document = read_yaml(environments) if environments else read_environments(checkout())
    values = live_values(environments_from_json(document), discover)
    definition = load_definition(checkout() / "intents", values)
    problems = check_definition(definition, Surroundings())
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise DefinitionError(errors)
    return definition


def bot_name(given: str) -> str:
    """The name of the bot: also where the rest of the definition does not load."""
    return given or str(read_yaml(checkout() / "intents" / "bot.yaml").get("name", ""))


def confirm(question: str, *, yes: bool) -> None:
    """Ask, unless `yes`. Raises DeployError where nobody can be asked, Abort for a no."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise DeployError("nobody can be asked here: add --yes to do it, or --plan to look only")
    typer.confirm(question, abort=True, err=True)
