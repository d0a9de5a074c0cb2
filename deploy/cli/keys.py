"""`ground keys`: the keys that channels sign assertions with."""

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from deploy.cli import account

if TYPE_CHECKING:
    from fulfillment.identity.signing import ChannelKeys

app = typer.Typer(help="Rotate the keys that channels sign with.", no_args_is_help=True)

Channel = Annotated[str, typer.Argument(help="slack, web, alexa or terminal.")]
Path = Annotated[str, typer.Option(help="Where the parameters stand in SSM.")]
_PATH = "/ground-control/keys"


@app.command()
def show(
    channel: Channel,
    profile: account.Profile = "",
    aws: account.Aws = False,
    region: account.Region = "",
    path: Path = _PATH,
) -> None:
    """Say which versions of a channel's key are accepted, and which one signs. No key is shown."""
    _, clients = account.clients_of(profile, region, aws=aws)
    from deploy.keys import look  # noqa: PLC0415 - boto3, after the isolation

    _tell(channel, look(clients("ssm"), path, channel).keys)


@app.command()
def rotate(
    channel: Channel,
    force: Annotated[
        bool, typer.Option("--force", help="Also while the key before the last is still in use.")
    ] = False,
    profile: account.Profile = "",
    aws: account.Aws = False,
    region: account.Region = "",
    path: Path = _PATH,
) -> None:
    """Sign with a new key from now on; the one before it is accepted until it is retired."""
    _, clients = account.clients_of(profile, region, aws=aws)
    from deploy import keys  # noqa: PLC0415 - as above

    made = keys.rotate(clients("ssm"), path, channel, _new_key, datetime.now(UTC), force=force)
    _tell(channel, made)


@app.command()
def retire(
    channel: Channel,
    at_once: Annotated[
        bool, typer.Option("--at-once", help="Also while requests signed with it are under way.")
    ] = False,
    profile: account.Profile = "",
    aws: account.Aws = False,
    region: account.Region = "",
    path: Path = _PATH,
) -> None:
    """Accept the current key only."""
    _, clients = account.clients_of(profile, region, aws=aws)
    from deploy import keys  # noqa: PLC0415 - as above

    left = keys.retire(clients("ssm"), path, channel, datetime.now(UTC), at_once=at_once)
    _tell(channel, left)


def _new_key() -> str:
    return secrets.token_hex(32)


def _tell(channel: str, keys: "ChannelKeys") -> None:
    others = [version for version in keys.keys if version != keys.current]
    also = f"; accepted as well: {', '.join(others)}" if others else ""
    Console().print(Text(f"{channel} signs with version {keys.current}{also}."), soft_wrap=True)
