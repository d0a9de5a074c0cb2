"""What `ground check` checks: our own definition, another folder, or a Lex V2 archive."""

import gc
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.checking import check_folder
from bot.errors import Problem
from bot.lex.archive import read_archive, read_folder
from bot.lex.importing import by_contract, definition_from_lex
from bot.load import LiveValues, load_bot
from bot.model import Bot
from bot.rules.subject import Surroundings
from bot.writing import definition_files
from deploy.build import example_values
from deploy.errors import DeployError
from deploy.local.processes import checkout


@dataclass(frozen=True)
class Report:
    """Every problem by file and line. `files`: the folder that they are in; None for an archive,
    whose files are those that `ground import` would write. `size`: of what could be read."""

    problems: tuple[Problem, ...]
    files: Path | None
    size: str

    def count(self, severity: str) -> int:
        return sum(problem.severity == severity for problem in self.problems)


def check_target(path: Path | None) -> Report:
    """The report on `path`; without one, on the checkout's own definition and its handlers.

    Raises DeployError for what is not there, ArchiveError for an archive that cannot be read.
    """
    ours = checkout() / "intents"
    folder = path or ours
    if not folder.exists():
        raise DeployError(f"{folder} is not there: name a folder of a definition, or an archive")
    if folder.is_file() or (folder / "Manifest.json").exists():
        return _archive(folder)
    if not (folder / "bot.yaml").exists():
        raise DeployError(f"{folder} has no bot.yaml: name a folder of a definition, or an archive")
    is_ours = folder.resolve() == ours.resolve()
    return _folder(folder, Surroundings(handlers=_handlers() if is_ours else None))


@contextmanager
def no_collecting() -> Iterator[None]:
    """Nothing is dropped until a check ends: looking for garbage would be a third of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _folder(folder: Path, surroundings: Surroundings) -> Report:
    found = check_folder(folder, _live_values(), surroundings)
    size = _size(found.definition.bot) if found.definition else ""
    return Report(found.problems, folder, size)


def _archive(path: Path) -> Report:
    """Checked as the files that it becomes; locales that differ become a definition each."""
    archive = read_folder(path) if path.is_dir() else read_archive(path.read_bytes())
    known = load_bot(checkout() / "intents", _live_values()).locales
    problems = [*archive.unknown]
    for part in by_contract(archive.bot):
        with tempfile.TemporaryDirectory() as folder:
            _write(Path(folder), definition_files(definition_from_lex(part, known)))
            problems += check_folder(Path(folder), {}, Surroundings()).problems
    locales = ", ".join(archive.bot.locales)
    return Report(tuple(sorted(set(problems))), None, f"{archive.bot.name}, {locales}")


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _handlers() -> tuple[str, ...]:
    files = (checkout() / "fulfillment/handlers").glob("*.py")
    return tuple(sorted(path.stem for path in files if path.stem != "__init__"))


def _live_values() -> LiveValues:
    return example_values(checkout())


def _size(bot: Bot) -> str:
    locales = f"{len(bot.locales)} locale{'' if len(bot.locales) == 1 else 's'}"
    return f"{len(bot.intents)} intents in {locales}"
