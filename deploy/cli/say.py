"""`ground say`: one turn, on any channel."""

import io
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from channels.errors import ConversationError
from channels.terminal.render import print_reply, safe
from deploy.cli.output import home, json_text, locale_or_default, person_or_default, tell
from deploy.errors import DeployError
from deploy.local.isolation import isolate
from deploy.local.joining import running
from deploy.local.session import world
from fulfillment.sentences import Say

if TYPE_CHECKING:
    from deploy.local.speaking import Heard


def say(
    text: Annotated[str, typer.Argument(help="What to say, in one argument.")],
    channel: Annotated[
        str, typer.Option(help="terminal, web, slack or alexa: the whole way of that channel.")
    ] = "terminal",
    person: Annotated[
        str, typer.Option("--as", help="Who speaks: a person of policy.yaml (ana, omar, vic).")
    ] = "",
    locale: Annotated[
        str, typer.Option(help="Locale that is spoken (de_DE); the bot's first one without it.")
    ] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what the channel was sent, as JSON.")
    ] = False,
) -> None:
    """Say one thing and print the answer: the words, and on the terminal channel the table too.

    In a world that runs (`make run`), consecutive calls are one conversation.
    """
    where, person, locale = home(), person_or_default(person), locale_or_default(locale)
    isolate()
    from deploy.local.speaking import VOICES, language_of  # noqa: PLC0415 - boto3, after the isolation

    if channel not in VOICES:
        raise DeployError(f"there is no channel {channel!r}: use one of {', '.join(VOICES)}")
    is_ephemeral = running(where) is None
    with world(where, tell, locale) as address:
        language = language_of(address, locale)
        try:
            heard = VOICES[channel](address, person, text, language.locale)
        except ConversationError as error:
            tell(safe(str(error)))
            sys.exit(1)
    if as_json:
        print(json_text(heard.document))
    else:
        _show(heard, language)
    if heard.reply and heard.reply.state == "confirm" and is_ephemeral:
        tell("This world ends with its question: to answer, use `ground chat` or `make run`.")


def _show(heard: "Heard", language: Say) -> None:
    """On a terminal as wide as it is; into a pipe unwrapped and without padding."""
    is_terminal = sys.stdout.isatty()
    console = Console() if is_terminal else Console(width=500, file=io.StringIO())
    if heard.reply:
        print_reply(console, language, heard.reply)
    else:
        console.print(Text(safe(heard.text)))
    if isinstance(console.file, io.StringIO):
        print("\n".join(line.rstrip() for line in console.file.getvalue().rstrip().splitlines()))
