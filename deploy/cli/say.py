"""`ground say`: one turn, on any channel."""

import json
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from channels.errors import ConversationError
from channels.terminal.render import print_reply, safe
from deploy.cli.output import home, person_or_default, tell
from deploy.errors import DeployError
from deploy.local.isolation import isolate
from deploy.local.session import world


def say(
    text: Annotated[str, typer.Argument(help="What to say, in one argument.")],
    channel: Annotated[
        str, typer.Option(help="terminal, web, slack or alexa: the whole way of that channel.")
    ] = "terminal",
    person: Annotated[
        str, typer.Option("--as", help="Who speaks: a person of policy.yaml (ana, omar, vic).")
    ] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what the channel was sent, as JSON.")
    ] = False,
) -> None:
    """Say one thing and print the answer. Consecutive calls are one conversation."""
    where, person = home(), person_or_default(person)
    isolate()
    from deploy.local.speaking import VOICES  # noqa: PLC0415 - boto3, after the isolation

    if channel not in VOICES:
        raise DeployError(f"there is no channel {channel!r}: use one of {', '.join(VOICES)}")
    with world(where, tell) as address:
        try:
            heard = VOICES[channel](address, person, text)
        except ConversationError as error:
            tell(safe(str(error)))
            sys.exit(1)
    console = Console()
    if as_json:
        print(json.dumps(heard.document, indent=2, ensure_ascii=False))
    elif heard.reply:
        print_reply(console, heard.reply)
    else:
        console.print(Text(safe(heard.text)))
