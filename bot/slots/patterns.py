"""Templates of a language, walked over tokens: which ones begin here, and what they caught.

A template is words and `{classes}`; the tree of all templates of one kind is walked once. A comma
may stand anywhere between two parts ("friday, december 25").
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.slots.tokens import Token
from bot.templates import expand

MOST_VARIANTS = 500
"""Of one template: more would be a mistake in the language's file."""

ReadClass = Callable[[str, int], tuple[int, Any] | None]
"""(class, place) -> end and value of what the class reads there."""


@dataclass(frozen=True)
class Rule:
    """What a template means: the keys of its entry in the language's file."""

    meaning: Mapping[str, Any]
    weak: bool = False
    """Only a value where one is expected: a bare number as a time."""


@dataclass(frozen=True)
class Match:
    end: int
    rule: Rule
    caught: Mapping[str, Any]


@dataclass
class _Node:
    words: dict[str, "_Node"] = field(default_factory=dict)
    classes: dict[str, "_Node"] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)


class Patterns:
    """All templates of one kind of value."""

    def __init__(
        self, entries: Iterable[Mapping[str, Any]], words: Callable[[str], tuple[str, ...]]
    ) -> None:
        self._root = _Node()
        for entry in entries:
            meaning = {key: value for key, value in entry.items() if key not in ("say", "weak")}
            rule = Rule(meaning, bool(entry.get("weak")))
            for template in entry["say"]:
                for variant in expand(template, MOST_VARIANTS):
                    self._add(variant, rule, words)

    def _add(self, variant: str, rule: Rule, words: Callable[[str], tuple[str, ...]]) -> None:
        node = self._root
        for part in variant.split():
            if part.startswith("{"):
                node = node.classes.setdefault(part[1:-1], _Node())
            else:
                for word in words(part):
                    node = node.words.setdefault(word, _Node())
        if rule not in node.rules:
            node.rules.append(rule)

    @property
    def first_words(self) -> frozenset[str]:
        """The words that templates begin with."""
        return frozenset(self._root.words)

    @property
    def first_classes(self) -> frozenset[str]:
        """The classes that templates begin with."""
        return frozenset(self._root.classes)

    def at(self, tokens: tuple[Token, ...], place: int, read: ReadClass) -> Iterator[Match]:
        """Every template that begins at `place`; not sorted."""
        yield from _walk(self._root, tokens, place, read, {})


def _walk(
    node: _Node,
    tokens: tuple[Token, ...],
    place: int,
    read: ReadClass,
    caught: Mapping[str, Any],
) -> Iterator[Match]:
    for rule in node.rules:
        yield Match(place, rule, caught)
    if place >= len(tokens):
        return
    following = node.words.get(tokens[place].text)
    if following is not None:
        yield from _walk(following, tokens, place + 1, read, caught)
    for name, child in node.classes.items():
        found = read(name, place)
        if found is not None:
            yield from _walk(child, tokens, found[0], read, _with(caught, name, found[1]))
    # At the beginning and at the end there is nothing that a comma could part.
    if caught and tokens[place].text == "," and tokens[place - 1].text != ",":
        yield from _after_comma(node, tokens, place + 1, read, caught)


def _after_comma(
    node: _Node,
    tokens: tuple[Token, ...],
    place: int,
    read: ReadClass,
    caught: Mapping[str, Any],
) -> Iterator[Match]:
    for match in _walk(node, tokens, place, read, caught):
        if match.end > place:
            yield match


def _with(caught: Mapping[str, Any], name: str, value: object) -> Mapping[str, Any]:
    """A class that is there twice ("{number} {money} {number}") is caught as name and name_2."""
    key = name if name not in caught else f"{name}_2"
    return {**caught, key: value}
