"""`ground chat`: a conversation in the terminal."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from channels.terminal.chat import ReadLine, piped_lines, read_line
from channels.terminal.chat import chat as hold_conversation
from channels.terminal.talk import Talk
from deploy.cli.output import home, locale_or_default, person_or_default, tell
from deploy.errors import DeployError
from deploy.local.isolation import isolate
from deploy.local.session import ephemeral, world


def chat(
    person: Annotated[
        str, typer.Option("--as", help="Who speaks: a person of policy.yaml (ana, omar, vic).")
    ] = "",
    locale: Annotated[
        str, typer.Option(help="Locale that is spoken (de_DE); the bot's first one without it.")
    ] = "",
    profile: Annotated[
        str,
        typer.Option(
            help="Look at your own AWS account with this profile; nothing can be changed."
        ),
    ] = "",
    environments: Annotated[
        Path | None,
        typer.Option(help="With --profile: an environments file; else each ECS cluster is one."),
    ] = None,
) -> None:
    """Chat with the bot: history, line editing, Tab for what can be said. `exit` leaves."""
    if environments and not profile:
        raise DeployError("--environments goes with --profile: the local world has its own")
    console, where, locale = Console(), home(), locale_or_default(locale)
    own = _own_account(profile, environments, locale) if profile else None
    with own or _in_the_world(where, person_or_default(person), locale) as talk:
        tell(f"You are {talk.speaker.display_name}. Tab: what can be said; exit leaves.")
        hold_conversation(talk, _lines(where, talk.examples), console)


def _lines(where: Path, completions: tuple[str, ...]) -> ReadLine:
    if sys.stdin.isatty():
        return read_line(where / "history", completions)
    return piped_lines(sys.stdin)


@contextmanager
def _in_the_world(where: Path, person: str, locale: str) -> Iterator[Talk]:
    isolate()
    from deploy.local.speaking.terminal import talk as talk_to  # noqa: PLC0415 - after isolation

    with world(where, tell, locale) as address:
        yield talk_to(address, person, "chat", locale)


@contextmanager
def _own_account(profile: str, environments: Path | None, locale: str) -> Iterator[Talk]:
    from deploy.local.own_account import look_at  # noqa: PLC0415 - boto3 only where it is needed
    from deploy.local.speaking.terminal import talk as talk_to  # noqa: PLC0415 - as above

    user = getpass.getuser()
    own = look_at(profile, environments, user, tell)
    with ephemeral(tell, own) as address:
        yield talk_to(address, user, "chat", locale)
