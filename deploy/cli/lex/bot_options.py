"""The options that name bots and their function, the same for `serve` and `chat`."""

from pathlib import Path
from typing import Annotated

import typer

Bots = Annotated[
    list[Path],
    typer.Argument(help="Exports of Lex (zip or folder), or folders with bot.yaml.", metavar="BOT"),
]
Function = Annotated[
    str,
    typer.Option(
        "--lambda",
        help="The bots' Lambda function: module:function, called in this process; or none "
        "(the default): dialog hooks go as configured, fulfillment succeeds.",
    ),
]
FunctionUrl = Annotated[
    str,
    typer.Option(
        "--lambda-url",
        help="A URL that takes the event as Lex sends it, as SAM's and the runtime interface "
        "emulator's do.",
    ),
]
Password = Annotated[
    str, typer.Option(envvar="GROUND_ARCHIVE_PASSWORD", help="Of archives that are encrypted.")
]
