"""`ground lex record`: a live chat becomes a file of conversations."""

import os
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from channels.terminal.chat import LEAVE, ReadLine, piped_lines, read_line
from deploy.cli import target_options as options
from deploy.cli.output import home, person_or_default, tell
from deploy.errors import DeployError

if TYPE_CHECKING:
    from bot.testing.endpoint import Endpoint, Session
    from bot.testing.recording import Recorded
    from bot.testing.script import Given


def record(  # noqa: PLR0913, PLR0917 - each is an option
    file: Annotated[Path, typer.Argument(help="Where to write; must not be there yet.")],
    endpoint_url: options.EndpointUrl = "",
    bot_id: options.BotId = "",
    alias_id: options.AliasId = "",
    locale: options.Locale = "",
    profile: options.Profile = "",
    region: options.Region = "",
    person: options.Person = "",
    bot: options.BotFile = None,
    name: Annotated[str, typer.Option(help="Name of the conversation.")] = "",
) -> None:
    """Chat, and save every turn with what came of it as a test. `exit` ends and writes."""
    if file.exists():
        raise DeployError(f"{file} is there already: name a new file, nothing is overwritten")
    _make_room(file)
    from bot.testing.endpoint import Session  # noqa: PLC0415 - only for who records
    from bot.testing.recording import recorded_file  # noqa: PLC0415 - as above
    from bot.testing.script import Given, Run  # noqa: PLC0415 - as above
    from deploy.testing.targets import Address, target  # noqa: PLC0415 - as above

    address = Address(endpoint_url, bot_id, alias_id, profile, region, bot)
    lines = _lines()
    with target(address, person_or_default(person)) as found:
        tell(f"Recording a chat with {found.name}; exit ends it.")
        session = Session(locale or found.locale, _session_id())

        def given(said: str) -> Given:
            return Given(request_attributes=found.attributes(Run(), session, said))

        turns = list(_turns(found.endpoint, session, lines, given))
    if not turns:
        raise DeployError("nothing was said: there is nothing to write")
    held_with = f"ground test {file}" + (f" --bot {bot}" if bot else "")
    text = recorded_file(turns, name or turns[0].say, session.locale, held_with)
    file.write_text(text, encoding="utf-8")
    tell(f"{file}: {len(turns)} turns. Hold it with: {held_with}")


def _make_room(file: Path) -> None:
    """Before anything is said: a chat that cannot be written would be lost."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeployError(f"{file.parent} is no folder ({error.strerror}): name another") from None
    if not os.access(file.parent, os.W_OK):
        raise DeployError(f"{file.parent} cannot be written to: name another folder")


def _turns(
    endpoint: "Endpoint", session: "Session", lines: ReadLine, given: "Callable[[str], Given]"
) -> "Iterator[Recorded]":
    from bot.printing import printable  # noqa: PLC0415 - as above
    from bot.testing.comparing import message_text  # noqa: PLC0415 - only for who records
    from bot.testing.recording import Recorded  # noqa: PLC0415 - as above
    from bot.testing.reporting import state_text  # noqa: PLC0415 - as above

    console = Console()
    for line in _said(lines):
        heard = endpoint.say(session, line, given(line))
        shown = [heard.reason] if heard.error else map(message_text, heard.answer.messages)
        for text in shown:
            console.print(Text(f"bot> {printable(text)}"), soft_wrap=True)
        tell(f"     {heard.error or printable(state_text(heard))}")
        yield Recorded(line, heard)


def _said(lines: ReadLine) -> Iterator[str]:
    """Until `exit`, the end of input, or Ctrl-C: what was said until then is kept."""
    while True:
        try:
            line = lines().strip()
        except (EOFError, KeyboardInterrupt):
            return
        if line.lower() in LEAVE:
            return
        if line:
            yield line


def _lines() -> ReadLine:
    if sys.stdin.isatty():
        return read_line(home() / "history", ())
    return piped_lines(sys.stdin)


def _session_id() -> str:
    return f"ground-record-{uuid.uuid4().hex}"
