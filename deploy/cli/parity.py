"""`ground parity`: the same sentences on two endpoints."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from deploy.cli import target_options as options
from deploy.cli.output import person_or_default, tell
from deploy.cli.scripts import scripts_or_sentences
from deploy.errors import SettingInvalid

if TYPE_CHECKING:
    from bot.testing.parity import Compared

_SIDE = (
    "A definition or an export of Lex (it runs in this process), 'local' (the local world), a URL "
    "with '#BOTID/ALIASID' behind it, or 'lex:BOTID/ALIASID'."
)
_KINDS = (
    "action",
    "confidence",
    "confirmation",
    "contexts",
    "intent",
    "messages",
    "slots",
    "state",
)


def parity(  # noqa: PLR0913, PLR0917 - each is an option
    left: Annotated[str, typer.Option(help=_SIDE)],
    right: Annotated[str, typer.Option(help=_SIDE)],
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Conversations, or *.txt with a sentence a line; else intents/."),
    ] = None,
    profile: options.Profile = "",
    region: options.Region = "",
    locale: options.Locale = "",
    person: options.Person = "",
    tolerance: Annotated[
        float, typer.Option(min=0, max=1, help="Confidences may differ by this much.")
    ] = 0.2,
    ignore: Annotated[
        list[str] | None, typer.Option(help=f"Does not count: {', '.join(_KINDS)}. Repeatable.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Conversations held at once.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Hold the same conversations on two endpoints, and show where they differ.

    Exit code 0: the same on both; 1: not; 2: they could not be held.
    """
    ignored = _ignored(ignore or [])
    scripts = scripts_or_sentences(files)
    from bot.testing.parity import Sides, compare_all  # noqa: PLC0415 - only for who compares
    from bot.testing.running import Settings  # noqa: PLC0415 - as above
    from deploy.testing.targets import address_of, target  # noqa: PLC0415 - as above

    first, second = (address_of(text, profile, region) for text in (left, right))
    # Who talks to Amazon too cannot be cut off from everything but this machine.
    apart = not (first.is_amazon or second.is_amazon)
    who = person_or_default(person)
    with target(first, who, apart=apart) as one, target(second, who, apart=apart) as other:
        tell(f"Holding {len(scripts)} conversations with {one.name} and with {other.name}")
        language = locale or one.locale
        both = Sides(
            one.endpoint,
            other.endpoint,
            Settings(language, attributes=one.attributes),
            Settings(language, attributes=other.attributes),
            (one.name, other.name),
            tolerance,
            ignored,
        )
        results = compare_all(both, scripts, jobs)
    _show(results, both.names, as_json=as_json)
    sys.exit(0 if all(result.is_same for result in results) else 1)


def _ignored(kinds: list[str]) -> frozenset[str]:
    if unknown := sorted(set(kinds) - set(_KINDS)):
        raise SettingInvalid(f"--ignore {unknown[0]}: use one of {', '.join(_KINDS)}")
    return frozenset(kinds)


def _show(results: "Sequence[Compared]", names: tuple[str, str], *, as_json: bool) -> None:
    from bot.testing.parity import parity_json, parity_text  # noqa: PLC0415 - as above

    if as_json:
        print(json.dumps(parity_json(results, names), indent=2, ensure_ascii=False))
    else:
        Console().print(Text(parity_text(results, names)), soft_wrap=True)
