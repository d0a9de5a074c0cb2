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
from deploy.cli.output import home, person_or_default, tell
from deploy.errors import DeployError
from deploy.local.isolation import isolate
from deploy.local.session import ephemeral, world

_COMPLETIONS = (
    "whats broken",
    "what's deployed in production?",
    "which version of orders is live in staging",
    "is payments healthy?",
    "restart orders in staging",
    "help",
    "cancel",
)


def chat(
    person: Annotated[
        str, typer.Option("--as", help="Who speaks: a person of policy.yaml (ana, omar, vic).")
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
    console, where = Console(), home()
    with _talk(where, person, profile, environments) as talk:
        tell(f"You are {talk.speaker.display_name}. Tab: what can be said; exit leaves.")
        hold_conversation(talk, _lines(where), console)


def _lines(where: Path) -> ReadLine:
    if sys.stdin.isatty():
        return read_line(where / "history", _COMPLETIONS)
    return piped_lines(sys.stdin)


@contextmanager
def _talk(where: Path, person: str, profile: str, environments: Path | None) -> Iterator[Talk]:
    if profile:
        with _own_account(profile, environments) as talk:
            yield talk
        return
    person = person_or_default(person)
    isolate()
    from deploy.local.speaking.terminal import talk as talk_to  # noqa: PLC0415 - after isolation

    with world(where, tell) as address:
        yield talk_to(address, person, "chat")


@contextmanager
def _own_account(profile: str, environments: Path | None) -> Iterator[Talk]:
    from deploy.local.own_account import look_at  # noqa: PLC0415 - boto3 only where it is needed
    from deploy.local.speaking.terminal import talk as talk_to  # noqa: PLC0415 - as above

    user = getpass.getuser()
    own = look_at(profile, environments, user, tell)
    with ephemeral(tell, own) as address:
        yield talk_to(address, user, "chat")
