"""`ground discover`: write down what an account has."""

from pathlib import Path
from typing import Annotated

import typer

from deploy.cli import account
from deploy.cli.output import tell


def discover(
    cluster: Annotated[
        list[str] | None, typer.Option(help="Only this ECS cluster; give it again for more.")
    ] = None,
    owner_tag: Annotated[str, typer.Option(help="The tag that says whose a service is.")] = "owner",
    plan: Annotated[
        bool, typer.Option("--plan", help="Say what would change; write nothing.")
    ] = False,
    profile: account.Profile = "",
    aws: account.Aws = False,
    region: account.Region = "",
) -> None:
    """Write clusters, services, their spoken names and owners to the catalogue.

    What people wrote into environments.yaml stays as it is and always counts; the rest goes into
    discovered.yaml beside it, to be reviewed and committed.
    """
    session, clients = account.clients_of(profile, region, aws=aws)
    from deploy.catalogue import files  # noqa: PLC0415 - boto3
    from deploy.local.processes import checkout  # noqa: PLC0415 - as above

    root: Path = checkout()
    made = files.look_and_make(root, clients, session, tuple(cluster or ()), owner_tag, tell)
    lines = files.differences(root, made)
    for line in (*lines, *(f"! {one}" for one in files.warnings(root, made))):
        print(line)
    if not lines:
        print("Nothing to do: the catalogue says what the account has.")
    elif plan:
        print(f"Nothing was written ({len(lines)} changes): leave out --plan to write them.")
    else:
        print(f"Wrote {files.write(root, made)}: review it, then commit it.")
