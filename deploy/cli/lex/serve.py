"""`ground lex serve`: any Lex V2 bots behind Lex's own protocol, on this machine."""

import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from deploy.cli.lex import bot_options as options
from deploy.cli.output import tell


def serve(  # noqa: PLR0913, PLR0917 - each is an option
    bots: options.Bots,
    function: options.Function = "",
    function_url: options.FunctionUrl = "",
    alias: Annotated[
        list[str] | None,
        typer.Option(
            help="One more alias of every bot, beside TSTALIASID: NAME, or NAME=ALIASID. Repeat it."
        ),
    ] = None,
    password: options.Password = "",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8090,
    host: Annotated[
        str, typer.Option(help="Address to listen on. Any but this machine's own is open to all.")
    ] = "127.0.0.1",
    quotas: Annotated[
        bool,
        typer.Option(
            "--quotas",
            help="Throttle conversations as an account's first quotas do: 2 at once on TSTALIASID, "
            "50 on another alias.",
        ),
    ] = False,
) -> None:
    """Serve exports of Lex (zip or folder) and definitions until Ctrl-C: several bots, aliases and
    locales at once, on one port, for boto3, the AWS CLI and every SDK, HTTP/1.1 and HTTP/2."""
    from bot.runtime.quotas import LEX, LOCAL  # noqa: PLC0415 - only for who serves
    from bot.runtime.server import leave  # noqa: PLC0415 - only for who serves
    from deploy.hearing import missing  # noqa: PLC0415 - as above
    from deploy.lex.bots import aliases_named, deployments, read_bots  # noqa: PLC0415 - as above
    from deploy.lex.functions import function as function_of  # noqa: PLC0415 - as above
    from deploy.lex.serving import Place, addresses, serve_bots  # noqa: PLC0415 - as above

    found = function_of(function, function_url, Path.cwd())
    aliases = aliases_named(alias or ())
    read = read_bots(bots, password)
    served = tuple(deployments(read, aliases, found.hook))
    place = Place(host, port)
    left_out = [line for one in read for line in one.left_out]
    for line in (*left_out, place.warning, found.told, missing()):
        if line:
            tell(line)
    ready = partial(_print, lambda claimed: addresses(served, place, claimed))
    serve_bots(served, place, ready, LEX if quotas else LOCAL)
    leave(0)


def _print(lines: Callable[[int], Iterable[str]], port: int) -> None:
    console = Console()
    for line in lines(port):
        console.print(Text(line), soft_wrap=True)
    sys.stdout.flush()
