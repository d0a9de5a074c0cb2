"""`ground up`: the whole product on this machine until Ctrl-C."""

import os
import signal
import threading
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot.model import Bot
from channels.terminal.render import safe
from deploy import hearing
from deploy.cli.output import home, locale_or_default
from deploy.errors import DeployError, StartError
from deploy.local import joining, processes
from deploy.local.isolation import isolate
from deploy.local.locales import checked_locale
from deploy.local.slack.workspace import HOSTS, workspace_of
from deploy.local.up import Options, World, start

_ISOLATED = (
    "Ground Control runs on this machine only: your AWS profile and credentials are ignored, "
    "and anything but 127.0.0.1 is refused."
)
_TRY = ("WhatsBroken", "DeployedVersions", "RestartService")
"""Intents whose help is shown."""


def up(
    port: Annotated[int, typer.Option(help="Port of the web page.")] = 8080,
    lex_port: Annotated[int, typer.Option(help="Port of the Lex V2 endpoint.")] = 8090,
    account_port: Annotated[int, typer.Option(help="Port of the simulated AWS account.")] = 8091,
    locale: Annotated[
        str,
        typer.Option(
            help="Locale of Slack, and of browsers without one of ours; the bot's first without it."
        ),
    ] = "",
    frozen_clock: Annotated[
        bool, typer.Option(help="The simulated clock moves only by POST /ground/clock/advance.")
    ] = False,
) -> None:
    """Start the page, the Lex V2 endpoint and the simulated AWS account; stop with Ctrl-C."""
    where, workspace = home(), workspace_of(os.environ)
    isolate(HOSTS if workspace else ())
    _refuse_a_second(where)
    console, stop, began = Console(), Stop(), time.monotonic()
    stop.listen()
    console.print(_ISOLATED, style="dim", soft_wrap=True)
    if more := hearing.missing():
        console.print(more, style="dim", soft_wrap=True)
    if workspace:
        console.print("Slack's Socket Mode is on: slack.com is the exception.", style="yellow")
    spoken = locale_or_default(locale)
    options = Options(where, port, lex_port, account_port, frozen_clock, workspace, spoken)
    try:
        world = start(options, lambda step: console.print(f"  {step} …", style="dim"))
    except KeyboardInterrupt:
        console.print("Stopped before it was ready.", style="dim")
        return
    stop.is_starting = False
    _serve(world, options, console, stop, began)


def _refuse_a_second(where: Path) -> None:
    """Two worlds in one folder would overwrite each other's address, logs and definition."""
    address = joining.running(where)
    if address:
        raise DeployError(
            f"a local world runs already: {address.web_url}. Stop it first, or give this one "
            "a folder of its own: GROUND_HOME=.ground-2 ground up --port ..."
        )


def _serve(world: World, options: Options, console: Console, stop: "Stop", began: float) -> None:
    where = options.home
    try:
        joining.publish(where, world.address)
        _say_where(console, world, options, time.monotonic() - began)
        _wait(world, stop.event)
    finally:
        joining.withdraw(where, world.address)
        console.print("\nStopping …", style="dim")
        world.stop()
    console.print("Stopped.", style="dim")


class Stop:
    """Ctrl-C, a kill, or the terminal going away. While starting it interrupts at once."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self.is_starting = True

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)

    def _stop(self, number: int, frame: object) -> None:  # noqa: ARG002 - a signal handler's shape
        self.event.set()
        if self.is_starting:
            raise KeyboardInterrupt


def _wait(world: World, stopped: threading.Event) -> None:
    """Until a signal; raises `StartError` when a child ends on its own."""
    while not stopped.wait(0.5):
        child = world.ended()
        if child:
            raise StartError(f"{child.name} ended:\n{processes.tail(child.log)}")


def _say_where(console: Console, world: World, options: Options, seconds: float) -> None:
    address, locales = world.address, " ".join(one.id for one in world.built.bot.locales)
    console.print(Text(f"\nReady in {seconds:.1f} s.", style="green"))
    console.print(Text(f"  page     {address.web_url}", style="bold"))
    bot = f"bot GROUNDCTRL, alias TSTALIASID, {locales}"
    console.print(Text(f"  Lex V2   {address.lex_url}   {bot}"))
    console.print(Text(f"  account  {address.account_url}   123456789012, us-east-1"))
    console.print(Text(safe(f"  logs     {options.home / 'logs'}")))
    console.print("\nThree things to try, on the page or with `.venv/bin/ground chat`:")
    for sentence in _things_to_try(world.built.bot, options.locale):
        console.print(Text(safe(f"  {sentence}"), style="cyan"))
    console.print("\nCtrl-C stops everything.", style="dim")


def _things_to_try(bot: Bot, locale: str) -> list[str]:
    intents = [intent for name in _TRY if (intent := bot.intent(name))]
    return [intent.words[checked_locale(bot, locale)].help for intent in intents]
