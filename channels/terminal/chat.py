"""`ground chat`: a conversation with history and line editing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.history import FileHistory
from rich.console import Console
from rich.live import Live
from rich.text import Text

from channels.errors import ConversationError
from channels.terminal.render import print_reply, progress_line, safe
from channels.terminal.talk import Talk
from fulfillment.turn import Reply

LEAVE = frozenset({"exit", "quit", "bye", ":q", "/quit"})

ReadLine = Callable[[], str]
"""One line from the person; raises EOFError at the end and KeyboardInterrupt on Ctrl-C."""


def read_line(history: Path, completions: tuple[str, ...]) -> ReadLine:
    """Line editing with a history file, suggestions from it, and Tab for what can be said."""
    history.parent.mkdir(parents=True, exist_ok=True)
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(history)),
        auto_suggest=AutoSuggestFromHistory(),
        completer=WordCompleter(list(completions), sentence=True, ignore_case=True),
        complete_while_typing=False,
    )

    def read() -> str:
        try:
            return session.prompt("you> ")
        except KeyboardInterrupt:
            # Ctrl-C drops what was typed, as in a shell; on an empty line it leaves.
            if session.default_buffer.text:
                return ""
            raise

    return read


def piped_lines(stream: TextIO) -> ReadLine:
    """Lines of a file or a pipe, without any editing."""

    def read() -> str:
        line = stream.readline()
        if not line:
            raise EOFError
        return line

    return read


def chat(talk: Talk, lines: ReadLine, console: Console) -> None:
    """Take turns until the person leaves: `exit`, Ctrl-D, or Ctrl-C on an empty line."""
    while True:
        try:
            line = lines().strip()
        except (EOFError, KeyboardInterrupt):
            break
        if line.lower() in LEAVE:
            break
        if line:
            answer(talk, line, console)
    say = talk.language
    console.print(say("terminal_bye"), style="dim")


def answer(talk: Talk, line: str, console: Console) -> Reply | None:
    """One turn, shown; an operation that it starts is watched to its end. None on failure."""
    try:
        with console.status("…"):
            reply = talk.say(line)
    except ConversationError as error:
        console.print(Text(safe(str(error)), style="red"))
        return None
    say = talk.language
    is_under_way = reply.progress is not None and not reply.progress.is_final
    print_reply(console, say, replace(reply, progress=None) if is_under_way else reply)
    try:
        return watch(talk, reply, console)
    except (KeyboardInterrupt, ConversationError):
        console.print(say("terminal_unwatched"), style="dim")
        return reply


def watch(talk: Talk, reply: Reply, console: Console) -> Reply:
    """Show an operation's progress in place until it is over; the last reply."""
    if not reply.progress or reply.progress.is_final:
        return reply
    last, say = reply, talk.language
    with Live(progress_line(say, reply.progress), console=console, transient=True) as live:
        for later in talk.follow(reply):
            last = later
            if later.progress:
                live.update(progress_line(say, later.progress))
    print_reply(console, say, last)
    return last
