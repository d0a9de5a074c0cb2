"""`ground test`: conversations as files, held with any endpoint of Lex V2."""

import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import typer
from rich.console import Console
from rich.text import Text

from deploy.cli import target_options as options
from deploy.cli.output import person_or_default, tell
from deploy.cli.scripts import chosen_scripts
from deploy.errors import SettingInvalid

if TYPE_CHECKING:
    from bot.testing.running import Result
    from deploy.testing.targets import Address, Target


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
    reset: Annotated[
        bool,
        typer.Option(
            "--reset",
            help="Rewind the running local world before each conversation: what anybody has "
            "done in it is lost. One that is started for the conversations is rewound anyway.",
        ),
    ] = False,
) -> None:
    """Hold conversations, and show where they did not go as written.

    Exit code 0: all went as written; 1: some did not; 2: they could not be held.
    """
    scripts = chosen_scripts(files, text)
    from bot.testing.junit import junit_xml  # noqa: PLC0415 - only for who tests
    from bot.testing.running import Settings, hold_all  # noqa: PLC0415 - as above
    from deploy.testing.targets import Address, target  # noqa: PLC0415 - as above

    address = Address(endpoint_url, bot_id, alias_id, profile, region, bot)
    if reset:
        _check_reset(address, jobs)
    with target(address, person_or_default(person)) as found:
        advice = _advice(found, jobs, reset=reset)
        rewind = _rewinding(found, advice)
        tell(f"Holding {len(scripts)} conversations with {found.name}")
        settings = Settings(locale or found.locale, jobs, found.attributes, rewind)
        console = Console()
        with _Progress(console, len(scripts)) as progress:
            results = hold_all(found.endpoint, scripts, settings, progress.tell)
    if junit:
        junit.write_text(junit_xml(results), encoding="utf-8")
    code = _conclude(console, results)
    if code and advice:
        tell(f"What one did in the world they share was done for the next: {advice} to rewind it.")
    sys.exit(code)


def _check_reset(address: "Address", jobs: int) -> None:
    """Raises SettingInvalid where nothing may be rewound."""
    if not address.is_world or address.bot is not None:
        raise SettingInvalid(
            "--reset rewinds the local world and nothing else: leave it out, or leave out "
            "--endpoint-url, --bot-id, --profile and --bot"
        )
    if jobs > 1:
        raise SettingInvalid(
            f"--reset rewinds between conversations, and --jobs {jobs} holds several at once: "
            "leave one of them out"
        )


def _advice(found: "Target", jobs: int, *, reset: bool) -> str:
    """How to have the world rewound; "" where it is, or is not ours to rewind."""
    if found.rewind is None or (jobs == 1 and (found.is_own or reset)):
        return ""
    return "hold them without --jobs" if found.is_own else "use --reset"


def _rewinding(found: "Target", advice: str) -> Callable[[], object]:
    """What to do before each conversation; a world of somebody else is rewound when asked only."""
    if found.rewind is None:
        return _nothing
    if advice:
        tell(f"The conversations share a world: what is done in it stays done ({advice}).")
        return _nothing
    tell("The world is rewound before each conversation.")
    return found.rewind


def _nothing() -> None:
    """Leave the world as it is."""


class _Progress:
    """On a terminal, how many were held and how many failed; anywhere, what failed."""

    def __init__(self, console: Console, total: int) -> None:
        self._console, self._total = console, total
        self._status = console.status(f"0 of {total} held")
        self._held = self._failed = 0
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._status.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._status.stop()

    def tell(self, result: "Result") -> None:
        """One is over."""
        with self._lock:
            self._held += 1
            self._failed += not result.holds
            _tell(self._console, result)
            failed = f", {self._failed} not as written" if self._failed else ""
            self._status.update(f"{self._held} of {self._total} held{failed}")


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
