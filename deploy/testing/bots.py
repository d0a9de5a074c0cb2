"""The bot that a test verb is about: the checkout's definition, another folder, or an archive."""

from dataclasses import dataclass, replace
from pathlib import Path

from bot.definition import Definition
from bot.lex.compiling import compile_lex
from bot.lex.definition import LexBot
from bot.lex.importing import bot_from_lex
from bot.load import load_bot, load_definition
from bot.model import Bot
from deploy.build import example_values
from deploy.errors import DeployError
from deploy.lex.exports import read_export
from deploy.local.processes import checkout


@dataclass(frozen=True)
class Subject:
    """A bot, as Lex has it and as a recognizer reads it. `definition`: of our files alone."""

    lex: LexBot
    bot: Bot
    definition: Definition | None
    root: str
    """What places of the definition are relative to; of an archive its name."""

    def locale(self, given: str) -> str:
        """`given`, or the first one. Raises DeployError where the bot does not have it."""
        if given and given not in self.lex.locales:
            known = ", ".join(self.lex.locales)
            raise DeployError(f"{self.root} has no locale {given!r}: use {known}")
        return given or next(iter(self.lex.locales))

    def spoken(self, locale: str) -> Bot:
        """The bot in `locale` alone: what a recognizer for it needs to learn."""
        return replace(self.bot, locales=tuple(one for one in self.bot.locales if one.id == locale))


def subject(path: Path | None) -> Subject:
    """The bot at `path`: a folder with bot.yaml, an export of Lex as zip or folder; without a path
    the checkout's. Raises DeployError, DefinitionError, ArchiveError."""
    folder = path or checkout() / "intents"
    if (folder / "bot.yaml").is_file():
        definition = load_definition(folder, example_values(checkout()))
        return Subject(compile_lex(definition), definition.bot, definition, _short(folder))
    lex = read_export(folder).bot
    ours = load_bot(checkout() / "intents", example_values(checkout()))
    return Subject(lex, bot_from_lex(lex, ours.locales), None, folder.name)


def _short(folder: Path) -> str:
    """As short as the working directory allows: it stands in every line of a report."""
    inside = folder.resolve().is_relative_to(Path.cwd())
    return str(folder.resolve().relative_to(Path.cwd()) if inside else folder)
