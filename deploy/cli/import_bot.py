"""`ground import`: a Lex V2 archive as our files."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot.definition import Definition
from bot.lex.archive import Archive, read_archive, read_folder
from bot.lex.comparing import report
from bot.lex.definition import LexBot
from bot.lex.importing import by_contract, definition_from_lex, left_out
from bot.load import load_bot, survey
from bot.model import Locale
from bot.printing import on_one_line
from bot.writing import definition_files
from deploy.build import example_values
from deploy.errors import DeployError
from deploy.local.processes import checkout

_SHOWN_DETAILS = 3


def import_bot(
    archive: Annotated[Path, typer.Argument(help="An export of Lex V2: the zip or its folder.")],
    folder: Annotated[Path, typer.Argument(help="Where to write; must be empty or not there.")],
    locale: Annotated[
        list[str] | None, typer.Option(help="Only this locale. Repeatable; all without it.")
    ] = None,
    password: Annotated[
        str,
        typer.Option(
            envvar="GROUND_ARCHIVE_PASSWORD", help="Of an encrypted export.", show_envvar=True
        ),
    ] = "",
) -> None:
    """Turn a Lex V2 archive into files of ours, and say what was left out."""
    found = _read(archive, password)
    bot = _chosen(found.bot, locale or [])
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DeployError(f"{folder} is not empty: name a new folder, nothing is overwritten")
    console = Console()
    parts = by_contract(bot)
    for part in parts:
        _write(part, _where(part, parts, folder), archive.name, console)
    for problem in found.unknown:
        console.print(Text(on_one_line(f"left out: {problem}"), style="yellow"), soft_wrap=True)
    if len(parts) > 1:
        console.print(
            "The locales differ in intents, slots or slot types: each is a definition of its own.",
            style="yellow",
        )
    for part in parts:
        console.print(f"Next: ground check {_where(part, parts, folder)}", soft_wrap=True)


def _where(part: LexBot, parts: tuple[LexBot, ...], folder: Path) -> Path:
    return folder if len(parts) == 1 else folder / "_".join(part.locales)


def _read(path: Path, password: str) -> Archive:
    if path.is_dir():
        return read_folder(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DeployError(f"{path} cannot be read: {error.strerror or error}") from error
    return read_archive(data, password)


def _chosen(bot: LexBot, locales: list[str]) -> LexBot:
    if missing := [name for name in locales if name not in bot.locales]:
        known = ", ".join(bot.locales) or "none"
        raise DeployError(f"the archive has no locale {missing[0]!r}: it has {known}")
    if not locales:
        return bot
    return replace(bot, locales={name: bot.locales[name] for name in dict.fromkeys(locales)})


def _write(bot: LexBot, folder: Path, source: str, console: Console) -> None:
    definition = definition_from_lex(bot, _known_locales())
    files = definition_files(definition, f"Imported from {source} by `ground import`.")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    _verify(definition, folder)
    languages = ", ".join(bot.locales)
    count = len(definition.bot.intents)
    console.print(
        Text(f"{folder}: {definition.bot.name}, {languages}, {count} intents, {len(files)} files"),
        soft_wrap=True,
    )
    lost = left_out(bot, definition)
    if lost:
        told = report(lost, details=_SHOWN_DETAILS)
        console.print(Text(f"What these files do not say:\n{told}", style="yellow"))


def _verify(definition: Definition, folder: Path) -> None:
    """Raises DeployError where the files, read again, are another bot.

    Files that break a rule are left to `ground check`, which tells all of them.
    """
    found = survey(folder, {})
    if found.problems or found.definition is None:
        return
    changed = _changed(definition, found.definition)
    if changed:
        raise DeployError(
            f"the files in {folder} are not the bot that was imported: {', '.join(changed)} "
            "came back otherwise; remove the folder and report the archive"
        )


def _changed(before: Definition, after: Definition) -> list[str]:
    """Names whose contract, words or flows differ. The order of intents is that of folders."""
    intents = {one.name: one for one in after.bot.intents}
    types = {one.name: one for one in after.bot.slot_types}
    changed = [one.name for one in before.bot.intents if intents.get(one.name) != one]
    changed += [one.name for one in before.bot.slot_types if types.get(one.name) != one]
    changed += [key[0] for key, flow in before.flows.items() if after.flows.get(key) != flow]
    return [ascii(name) for name in dict.fromkeys(changed)]


def _known_locales() -> tuple[Locale, ...]:
    """Our own locales lend their yes and no to the same languages."""
    return load_bot(checkout() / "intents", example_values(checkout())).locales
