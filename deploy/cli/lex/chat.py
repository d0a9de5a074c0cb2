"""`ground lex chat`: a conversation with any Lex V2 bot in the terminal."""

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from channels.terminal.chat import ReadLine, piped_lines, read_line
from deploy.cli.lex import bot_options as options
from deploy.cli.output import home, tell
from deploy.errors import DeployError

if TYPE_CHECKING:
    from deploy.lex.bots import ServedBot
    from deploy.lex.chatting import LexChat

_TONES = {"bot": "", "state": "dim", "error": "red"}


def chat(
    bots: options.Bots,
    locale: Annotated[str, typer.Option(help="Locale to speak; the bot's first without it.")] = "",
    function: options.Function = "",
    function_url: options.FunctionUrl = "",
    password: options.Password = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print RecognizeText's answers as they are.")
    ] = False,
) -> None:
    """Chat with a bot of an export of Lex (zip or folder), or of a folder with bot.yaml.

    Several exports are one bot with their locales. The number of a button says its value. /state,
    /reset, /quit, /help.
    """
    from bot.runtime.sessions import Sessions  # noqa: PLC0415 - only for who chats
    from deploy.lex.bots import deployments, read_bots  # noqa: PLC0415 - as above
    from deploy.lex.chatting import LexChat  # noqa: PLC0415 - as above
    from deploy.lex.functions import function as function_of  # noqa: PLC0415 - as above

    found = function_of(function, function_url, Path.cwd())
    read = read_bots(bots, password)
    if len(read) > 1:
        names = ", ".join(one.name for one in read)
        raise DeployError(f"{names} are {len(read)} bots: chat with one, or serve them all")
    for problem in read[0].left_out:
        tell(problem)
    spoken = _spoken(read[0], locale)
    (served,) = deployments([read[0].only(spoken)], [], found.hook)
    tell(f"{served.bot_name} in {spoken}. {found.told} /help shows commands.")
    _converse(LexChat(served, spoken, Sessions(time.monotonic)), as_json=as_json)


def _spoken(bot: "ServedBot", locale: str) -> str:
    if locale and locale not in bot.lex.locales:
        known = ", ".join(bot.lex.locales)
        raise DeployError(f"{bot.name} has no locale {locale!r}: use {known}")
    return locale or next(iter(bot.lex.locales))


def _converse(talk: "LexChat", *, as_json: bool) -> None:
    lines = _lines(talk)
    while True:
        try:
            line = lines().strip()
        except (EOFError, KeyboardInterrupt):
            return
        if line == "/quit":
            return
        if line:
            _answer(talk, line, as_json=as_json)


def _answer(talk: "LexChat", line: str, *, as_json: bool) -> None:
    from deploy.lex.chatting import COMMANDS, shown  # noqa: PLC0415 - only for who chats

    if line == "/state":
        _print_json(talk.state())
    elif line == "/reset":
        talk.reset()
        tell("The session is forgotten.")
    elif line.startswith("/"):
        known = "; ".join(f"{name}: {what}" for name, what in COMMANDS.items())
        tell(known if line == "/help" else f"{line} is no command. {known}")
    elif as_json:
        _print_json(talk.say(line))
    else:
        console = Console()
        for one in shown(talk.say(line)):
            console.print(Text(one.text, style=_TONES[one.tone]), soft_wrap=True)


def _print_json(document: Any) -> None:
    """Indented for a person, one line each for a program."""
    indent = 2 if sys.stdout.isatty() else None
    print(json.dumps(document, indent=indent, ensure_ascii=False))


def _lines(talk: "LexChat") -> ReadLine:
    if sys.stdin.isatty():
        return read_line(home() / "lex-history", talk.completions)
    return piped_lines(sys.stdin)
