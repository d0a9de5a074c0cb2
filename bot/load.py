"""The YAML under intents/ as a definition, or every problem of every file at once.

intents/bot.yaml                name, locales, voice, session TTL, confidence threshold
intents/<locale>.yaml           words of the bot as a whole
intents/slot_types/<type>.yaml  one slot type a file
intents/<intent>/intent.yaml    the contract
intents/<intent>/<locale>.yaml  the words
"""

from dataclasses import dataclass
from pathlib import Path

from bot import forms
from bot.assembling import LiveValues, assemble
from bot.definition import Definition
from bot.documents import Document, read_document
from bot.errors import DefinitionError, Problem
from bot.load_checks import Documents
from bot.model import Bot
from bot.rules.checking import check_files, check_loading


@dataclass(frozen=True)
class Examined:
    """A definition as far as it could be read, and what is wrong with its files.

    `definition` leaves out the files that `problems` names; None where bot.yaml is one of them.
    """

    definition: Definition | None
    problems: tuple[Problem, ...]


def load_bot(root: Path, live_values: LiveValues) -> Bot:
    """The bot of `load_definition`."""
    return load_definition(root, live_values).bot


def load_definition(root: Path, live_values: LiveValues) -> Definition:
    """What is defined under `root`.

    `live_values` fills the slot types that name a `source`. Raises DefinitionError with every
    problem, each with file and line.
    """
    found = examine(root, live_values)
    if found.problems or found.definition is None:
        raise DefinitionError(found.problems)
    return found.definition


def examine(root: Path, live_values: LiveValues) -> Examined:
    """What is defined under `root`, with all that keeps it from being loaded. Raises nothing."""
    found = survey(root, live_values)
    if found.problems or found.definition is None:
        return found
    return Examined(found.definition, tuple(sorted(check_loading(found.definition))))


def survey(root: Path, live_values: LiveValues) -> Examined:
    """As `examine`, but only what each file, and files together, say is wrong."""
    documents = read_documents(root)
    problems = check_files(documents, live_values)
    broken = frozenset(problem.where for problem in problems)
    definition = None
    if documents.bot.file not in broken:
        definition = assemble(documents.without(broken), live_values)
    return Examined(definition, tuple(sorted(problems)))


def read_documents(root: Path) -> Documents:
    """Every file of the definition under `root`, each checked against its form alone."""
    bot = read_document(root / "bot.yaml", "bot.yaml", forms.BOT)
    locales = tuple(dict.fromkeys((bot.data or {}).get("locales", ())))
    folders = sorted(path.parent.name for path in root.glob("*/intent.yaml"))
    intents = {folder: _read(root, f"{folder}/intent.yaml", forms.INTENT) for folder in folders}
    return Documents(
        bot=bot,
        locales={locale: _read(root, f"{locale}.yaml", forms.LOCALE_WORDS) for locale in locales},
        slot_types=tuple(
            _read(root, f"slot_types/{path.name}", forms.SLOT_TYPE)
            for path in sorted((root / "slot_types").glob("*.yaml"))
        ),
        intents=intents,
        words={
            (folder, locale): _read(root, f"{folder}/{locale}.yaml", forms.WORDS)
            for folder, intent in intents.items()
            for locale in locales
            if locale in (intent.data or {}).get("locales", locales)
        },
    )


def _read(root: Path, name: str, form: forms.Form) -> Document:
    return read_document(root / name, name, form)


__all__ = [
    "Examined",
    "LiveValues",
    "examine",
    "load_bot",
    "load_definition",
    "read_documents",
    "survey",
]
