"""Where something of a bot stands in its files, for messages to people."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.documents import Document
from bot.errors import Problem


@dataclass(frozen=True)
class Place:
    """A file and its line; line 0 where the bot came out of no file."""

    file: str
    line: int

    def problem(self, message: str, cure: str) -> Problem:
        return Problem(self.file, self.line, message, cure)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True)
class Places:
    """Documents by what they define. Without them a place is a name in the bot.

    Each method takes a path inside the file: `words("RestartService", "en_US", "utterances", 3)`.
    """

    bot_document: Document | None = None
    locales: Mapping[str, Document] = field(default_factory=dict)
    slot_types: Mapping[str, Document] = field(default_factory=dict)
    """By the name of the type."""
    intents: Mapping[str, Document] = field(default_factory=dict)
    """By the name of the intent."""
    intent_words: Mapping[tuple[str, str], Document] = field(default_factory=dict)
    """By intent and locale."""

    def bot(self, *path: str | int) -> Place:
        return _place(self.bot_document, "the bot", path)

    def locale(self, locale: str, *path: str | int) -> Place:
        return _place(self.locales.get(locale), locale, path)

    def slot_type(self, name: str, *path: str | int) -> Place:
        return _place(self.slot_types.get(name), name, path)

    def intent(self, name: str, *path: str | int) -> Place:
        return _place(self.intents.get(name), name, path)

    def words(self, intent: str, locale: str, *path: str | int) -> Place:
        return _place(self.intent_words.get((intent, locale)), f"{intent}.{locale}", path)

    def flow(self, intent: str, locale: str, *path: str | int) -> Place:
        """Something in a flow: in the words' file where that has it, else in the contract."""
        words = self.intent_words.get((intent, locale))
        # A contract's flow gives way to the words' member by member, and slot by slot.
        owner = ("flow", *path[: 2 if path[:1] == ("slots",) else 1])
        if words is None or owner in words.lines:
            return self.words(intent, locale, "flow", *path)
        return self.intent(intent, "flow", *path)


def _place(document: Document | None, name: str, path: tuple[str | int, ...]) -> Place:
    if document is None:
        inner = [str(part) for part in path if isinstance(part, str)]
        return Place(".".join([name, *inner[-1:]]), 0)
    return Place(document.file, document.line(*path))
