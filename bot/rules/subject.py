"""What rules look at: a definition, and what is dear to make of it, made once."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.definition import Definition
from bot.grammar import Grammar, build_grammar
from bot.model import Bot
from bot.places import Places
from bot.words import Spelling, spelling_of

_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Surroundings:
    """What a definition must agree with and does not hold. None: not known, and not checked."""

    handlers: Collection[str] | None = None
    """Names of the handlers in fulfillment: an intent's in snake_case."""


class Subject:
    def __init__(self, definition: Definition, surroundings: Surroundings) -> None:
        self.definition = definition
        self.surroundings = surroundings
        self._made: dict[Callable[[Subject], Any], Any] = {}

    @property
    def bot(self) -> Bot:
        return self.definition.bot

    @property
    def places(self) -> Places:
        return self.definition.places

    def once(self, make: "Callable[[Subject], _Made]") -> _Made:
        """What `make` makes of this subject: made when it is first asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        made: _Made = self._made[make]
        return made


def spellings(subject: Subject) -> dict[str, Spelling]:
    """Locale id -> how it writes its words."""
    return {locale.id: spelling_of(locale) for locale in subject.bot.locales}


def grammars(subject: Subject) -> dict[str, Grammar]:
    """Locale id -> the automaton of all its templates."""
    return {
        locale: build_grammar(subject.bot.intents, locale, spelling)
        for locale, spelling in subject.once(spellings).items()
    }
