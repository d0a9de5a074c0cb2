"""The options that name an endpoint, the same for every verb that talks to one."""

from pathlib import Path
from typing import Annotated

import typer

EndpointUrl = Annotated[
    str, typer.Option(help="Of the Lex V2 runtime API; else Amazon's, or the local world's.")
]
BotId = Annotated[str, typer.Option(help="Id of the bot, with --alias-id.")]
AliasId = Annotated[str, typer.Option(help="Id of the bot's alias, with --bot-id.")]
Locale = Annotated[
    str, typer.Option(help="Locale where a file names none; the definition's first without it.")
]
Profile = Annotated[str, typer.Option(help="AWS profile whose account has the bot.")]
Region = Annotated[str, typer.Option(help="AWS region; else the profile's.")]
Person = Annotated[
    str, typer.Option("--as", help="Who speaks in the local world: a person of policy.yaml.")
]
BotFile = Annotated[
    Path | None,
    typer.Option(
        "--bot", help="An export of Lex (zip or folder) or a definition: it runs in this process."
    ),
]
