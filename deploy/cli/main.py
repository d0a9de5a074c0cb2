"""The `ground` command: thin verbs over the folders, one file a verb."""

import importlib
import sys
from collections.abc import Iterable, Mapping, Sequence

import typer
from rich.console import Console
from rich.text import Text

from bot.errors import BotError
from deploy.errors import DeployError
from fulfillment.errors import FulfillmentError

VERBS: Mapping[str, str] = {
    "up": "up:up",
    "chat": "chat:chat",
    "say": "say:say",
    "nlu": "nlu:nlu",
    "test": "test:hold",
    "coverage": "coverage:coverage",
    "parity": "parity:parity",
    "lex": "lex:app",
    "check": "check:check",
    "policy": "policy:app",
    "keys": "keys:app",
    "import": "import_bot:import_bot",
    "new-intent": "new_intent:new_intent",
    "discover": "discover:discover",
    "diff": "diff:diff",
    "publish": "publish:publish",
    "rollback-bot": "rollback_bot:rollback_bot",
    "drift": "drift:drift",
    "publish-skill": "publish_skill:publish_skill",
    "rollback-skill": "publish_skill:rollback_skill",
}
"""Verb -> module and function (or group of verbs) in this folder, in the order of the help."""


def command(verbs: Iterable[str]) -> typer.Typer:
    """`ground` with these verbs. What the others need is not imported: that takes a second."""
    made = typer.Typer(
        help="Ground Control: ask what is deployed, and change it safely.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    # With a callback a lone verb stays a verb.
    made.callback()(_nothing)
    for verb in verbs:
        module, _, name = VERBS[verb].partition(":")
        found = getattr(importlib.import_module(f"deploy.cli.{module}"), name)
        if isinstance(found, typer.Typer):
            made.add_typer(found, name=verb)
        else:
            made.command(verb)(found)
    return made


def chosen(arguments: Sequence[str]) -> typer.Typer:
    """`ground` with the verb that `arguments` begin with; with all of them for its help."""
    verb = arguments[0] if arguments else ""
    return command([verb] if verb in VERBS else VERBS)


def run(made: typer.Typer) -> None:
    """Run the command; an error of ours is one readable message and its exit code."""
    try:
        made()
    except (DeployError, BotError, FulfillmentError) as error:
        from channels.terminal.render import safe  # noqa: PLC0415 - only where something failed

        told = safe(f"ground: {error}")
        Console(stderr=True).print(Text(told, style="red"), soft_wrap=True)
        sys.exit(error.exit_code if isinstance(error, DeployError) else 1)


def main() -> None:
    """Run a verb."""
    run(chosen(sys.argv[1:]))


def _nothing() -> None:
    pass


def __getattr__(name: str) -> typer.Typer:
    """`app`: the whole command, for whoever runs it without a process."""
    if name != "app":
        raise AttributeError(name)
    return command(VERBS)
