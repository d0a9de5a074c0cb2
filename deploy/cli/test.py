"""`ground test`: conversations as files, held with any endpoint of Lex V2."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from deploy.cli import target_options as options
from deploy.cli.output import person_or_default, tell
from deploy.cli.scripts import chosen_scripts

if TYPE_CHECKING:
    from bot.testing.running import Result


def hold(  # noqa: PLR0913, PLR0917 - each is an option
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Files, or folders with examples*.yaml and *.test.yaml; else intents/."
        ),
    ] = None,
    endpoint_url: options.EndpointUrl = "",
    bot_id: options.BotId = "",
    alias_id: options.AliasId = "",
    locale: options.Locale = "",
    profile: options.Profile = "",
    region: options.Region = "",
    bot: options.BotFile = None,
    person: options.Person = "",
    junit: Annotated[Path | None, typer.Option(help="Write a JUnit report here.")] = None,
    text: Annotated[
        str, typer.Option("--filter", help="Only conversations whose place or title has this.")
    ] = "",
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Conversations held at once.")] = 1,
) -> None:
    """Hold conversations, and show where they did not go as written.

    Exit code 0: all went as written; 1: some did not; 2: they could not be held.
    """
    scripts = chosen_scripts(files, text)
    from bot.testing.junit import junit_xml  # noqa: PLC0415 - only for who tests
    from bot.testing.running import Settings, hold_all  # noqa: PLC0415 - as above
    from deploy.testing.targets import Address, target  # noqa: PLC0415 - as above

    address = Address(endpoint_url, bot_id, alias_id, profile, region, bot)
    with target(address, person_or_default(person)) as found:
        tell(f"Holding {len(scripts)} conversations with {found.name}")
        settings = Settings(locale or found.locale, jobs, found.attributes)
        console = Console()
        results = hold_all(found.endpoint, scripts, settings, lambda result: _tell(console, result))
    if junit:
        junit.write_text(junit_xml(results), encoding="utf-8")
    sys.exit(_conclude(console, results))


def _tell(console: Console, result: "Result") -> None:
    from bot.testing.reporting import failure_text  # noqa: PLC0415 - only for who tests

    if not result.holds:
        console.print(Text(failure_text(result), style="red"), soft_wrap=True)
        console.print()


def _conclude(console: Console, results: "Sequence[Result]") -> int:
    from bot.testing.reporting import summary  # noqa: PLC0415 - only for who tests

    is_good = all(result.holds for result in results)
    console.print(Text(summary(results), style="green" if is_good else "red"), soft_wrap=True)
    return 0 if is_good else 1
