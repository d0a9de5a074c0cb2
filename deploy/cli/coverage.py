"""`ground coverage`: what of a bot no conversation has reached."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from deploy.cli import target_options as options
from deploy.cli.output import tell
from deploy.cli.scripts import chosen_scripts
from deploy.errors import SettingInvalid


def coverage(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders of conversations; else intents/.")
    ] = None,
    bot: options.BotFile = None,
    locale: options.Locale = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    at_least: Annotated[
        int, typer.Option(min=0, max=100, help="Per cent that must be reached, else exit code 1.")
    ] = 0,
) -> None:
    """Hold conversations in this process, and name every intent, slot, prompt, retry, branch,
    response and handler that none of them reached, by file and line.

    Where a handler would be asked, the dialog goes on as configured.
    """
    if bot is not None and not files:
        raise SettingInvalid("name the conversations with --bot: those of intents/ are for ours")
    scripts = chosen_scripts(files, "")
    from bot.runtime.recognizer import build_recognizer  # noqa: PLC0415 - only for who tests
    from bot.testing import coverage as measuring  # noqa: PLC0415 - as above
    from bot.testing.inprocess import InProcess  # noqa: PLC0415 - as above
    from bot.testing.running import Settings, hold_all  # noqa: PLC0415 - as above
    from deploy.hearing import models  # noqa: PLC0415 - as above
    from deploy.testing.bots import subject  # noqa: PLC0415 - as above

    of = subject(bot)
    endpoint = InProcess(of.lex, build_recognizer(of.bot, models=models()))
    results = hold_all(endpoint, scripts, Settings(of.locale(locale)))
    found = measuring.coverage(of.lex, of.definition, results)
    if differing := [result.script.place for result in results if not result.holds]:
        tell(
            f"{len(differing)} of {len(results)} conversations do not go as written in this "
            f"process and count until they differ, the first of them {differing[0]}"
        )
    if as_json:
        print(json.dumps(measuring.coverage_json(found, of.root), indent=2, ensure_ascii=False))
    else:
        Console().print(Text(measuring.coverage_text(found, of.root)), soft_wrap=True)
    sys.exit(1 if found.share * 100 < at_least else 0)
