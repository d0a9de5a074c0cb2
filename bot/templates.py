"""Utterance templates: `(a|b)` is a choice, `[a]` or `[a|b]` is optional, `{slot}` is a slot.

Groups and slots stand apart from words (`{service}'s` is the one exception): a recognizer reads
words, and `service[s]` would be half a word. A backslash makes the next character text: `\\(`.

A template stands for many utterances. `parse` makes a tree, `expand` the utterances. Variants are
numbered (a mixed-radix number over the choices), so that expanding picks numbers and never builds
what it does not return: a template of a million variants costs no more than its limit.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import gcd, prod
from typing import Protocol

from bot.errors import TemplateError

MAX_DEPTH = 12
"""Groups inside groups; deeper than a person can read."""
MAX_LENGTH = 2000
"""Characters of a template, phrases put in. Lex takes utterances of 500; groups add to them."""

_SLOT_NAME = re.compile(r"(?:[0-9a-zA-Z][_-]?){1,100}")
_ESCAPE = "\\"
_TEXT = re.compile(r"(?:[^()\[\]{}|\\]|\\.?)+", re.DOTALL)
"""What follows a backslash is text, whatever it is."""
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CLOSING = {"(": ")", "[": "]"}
_OPENINGS = ("(", "[", "{")
_CLOSINGS = (")", "]", "}")
_GOLDEN_RATIO = (6_180_339_887_498_949, 10**16)
"""As a fraction: a count of variants may be larger than any float."""


@dataclass(frozen=True)
class Text:
    """Literal text, with its spaces."""

    text: str


@dataclass(frozen=True)
class SlotReference:
    name: str


@dataclass(frozen=True)
class Choice:
    """One of several sequences; an optional part has the empty sequence as its last option."""

    options: tuple["Sequence", ...]


@dataclass(frozen=True)
class Sequence:
    parts: tuple["Text | SlotReference | Choice", ...] = ()


Part = Text | SlotReference | Choice


class _Parser:
    """A recursive-descent parser over one template."""

    def __init__(self, template: str) -> None:
        self._template = template
        self._position = 0

    def parse(self) -> Sequence:
        sequence = self._sequence(depth=0)
        if self._position < len(self._template):
            raise self._error(f"unexpected {self._peek()!r}: no group is open here")
        if _may_be_empty(sequence):
            message = "the template is empty, or would be without its optional parts,"
            raise self._error(message, at=0)
        return sequence

    def _sequence(self, depth: int) -> Sequence:
        parts: list[Part] = []
        while (mark := self._peek()) and mark not in ")]|}":
            parts.append(self._part(mark, depth))
        return Sequence(tuple(parts))

    def _part(self, mark: str, depth: int) -> Part:
        if mark == "{":
            return self._slot()
        if mark in _CLOSING:
            return self._group(mark, depth + 1)
        return self._text()

    def _text(self) -> Text:
        start = self._position
        found = _TEXT.match(self._template, start)
        text = found[0] if found else ""
        self._position = start + len(text)
        if text.endswith(_ESCAPE) and len(text) - len(text.rstrip(_ESCAPE)) == 1:
            raise self._error("nothing follows this backslash", at=len(self._template) - 1)
        if text[0].isalnum() and self._template[start - 1 : start] in _CLOSINGS:
            raise self._error("a word is glued to a group or slot: write a space", at=start)
        if text[-1].isalnum() and text[-2:-1] != _ESCAPE and self._peek() in _OPENINGS:
            raise self._error("a word is glued to a group or slot: write a space")
        return Text(_ESCAPED.sub(r"\1", text) if _ESCAPE in text else text)

    def _slot(self) -> SlotReference:
        start = self._position
        end = self._template.find("}", start)
        if end < 0:
            raise self._error("this '{' is never closed with '}'")
        name = self._template[start + 1 : end]
        if not _SLOT_NAME.fullmatch(name):
            raise self._error(f"{name!r} is no slot name (letters and digits, with _ or - inside)")
        self._position = end + 1
        return SlotReference(name)

    def _group(self, opening: str, depth: int) -> Choice:
        start = self._position
        if depth > MAX_DEPTH:
            raise self._error(f"groups are nested deeper than {MAX_DEPTH}")
        options = [self._option(opening, depth)]
        while self._peek() == "|":
            options.append(self._option(opening, depth))
        if self._peek() != _CLOSING[opening]:
            raise self._error(
                f"this {opening!r} is never closed with {_CLOSING[opening]!r}", at=start
            )
        self._position += 1
        return Choice((*options, Sequence()) if opening == "[" else tuple(options))

    def _option(self, opening: str, depth: int) -> Sequence:
        self._position += 1
        start = self._position
        option = self._sequence(depth)
        if not any(not isinstance(part, Text) or part.text.strip() for part in option.parts):
            cure = "" if opening == "[" else ": write [...] for an optional part"
            raise self._error(f"an alternative is empty{cure}", at=start)
        return option

    def _peek(self) -> str:
        return self._template[self._position : self._position + 1]

    def _error(self, message: str, at: int | None = None) -> TemplateError:
        return TemplateError(self._template, self._position if at is None else at, message)


def _may_be_empty(sequence: Sequence) -> bool:
    return all(
        not part.text.strip()
        if isinstance(part, Text)
        else isinstance(part, Choice) and any(map(_may_be_empty, part.options))
        for part in sequence.parts
    )


def escaped(text: str) -> str:
    """A template that stands for exactly the utterance `text`, whose `{slot}`s stay slots."""
    pieces = re.split(r"(\{(?:[0-9a-zA-Z][_-]?){1,100}\})", text)
    return "".join(
        piece if number % 2 else _escaped_words(piece, pieces, number)
        for number, piece in enumerate(pieces)
    )


def _escaped_words(piece: str, pieces: list[str], number: int) -> str:
    found = re.sub(r"([()\[\]{}|<\\])", r"\\\1", piece)
    if number > 0 and found[:1].isalnum():
        found = _ESCAPE + found
    if number < len(pieces) - 1 and found[-1:].isalnum():
        found = found[:-1] + _ESCAPE + found[-1]
    return found


@lru_cache(maxsize=1 << 16)
def parse(template: str) -> Sequence:
    """The tree of `template`. Raises TemplateError, which names the character.

    Kept: checks, compilers and the recognizer all want the same trees, which nobody can change.
    """
    if len(template) > MAX_LENGTH:
        message = f"the template has {len(template)} characters, of at most {MAX_LENGTH},"
        raise TemplateError(f"{template[:57]}...", 0, message)
    return _Parser(template).parse()


def slot_names(template: str) -> tuple[str, ...]:
    """Names of the slots that `template` refers to, in order, each once."""
    return tuple(dict.fromkeys(_slot_names(parse(template))))


def _slot_names(sequence: Sequence) -> list[str]:
    names: list[str] = []
    for part in sequence.parts:
        if isinstance(part, SlotReference):
            names.append(part.name)
        elif isinstance(part, Choice):
            names.extend(name for option in part.options for name in _slot_names(option))
    return names


def count(template: str) -> int:
    """How many variants `template` stands for; equal texts are counted each time."""
    return _variants(template).total


def longest(template: str) -> str:
    """The variant of `template` with the most characters."""
    return " ".join(_longest(parse(template)).split())


def _longest(node: Sequence | Part) -> str:
    if isinstance(node, Text):
        return node.text
    if isinstance(node, SlotReference):
        return "{" + node.name + "}"
    if isinstance(node, Choice):
        return max((_longest(option) for option in node.options), key=len)
    return "".join(_longest(part) for part in node.parts)


def plainest(template: str) -> str:
    """What its author thought of first: the first of alternatives, and of optional parts only
    those that hold a slot. Raises TemplateError."""
    return " ".join(_plain(parse(template)).split())


def _plain(node: Sequence | Part) -> str:
    match node:
        case Text(text):
            return text
        case SlotReference(name):
            return f"{{{name}}}"
        case Choice(options):
            return _plain_choice(options)
    return "".join(map(_plain, node.parts))


def _plain_choice(options: tuple[Sequence, ...]) -> str:
    if options[-1].parts:
        return _plain(options[0])
    return next((text for text in map(_plain, options) if "{" in text), "")


def shortest_length(template: str) -> int:
    """How many characters the variant of `template` with the fewest has."""
    return len(" ".join(_shortest(parse(template)).split()))


def _shortest(node: Sequence | Part) -> str:
    if isinstance(node, Text):
        return node.text
    if isinstance(node, SlotReference):
        return "{" + node.name + "}"
    if isinstance(node, Choice):
        return min((_shortest(option) for option in node.options), key=len)
    return "".join(_shortest(part) for part in node.parts)


class _Numbered(Protocol):
    """A part of a tree whose variants are numbered from 0."""

    total: int

    def text(self, number: int) -> str: ...


class _Literal:
    def __init__(self, text: str) -> None:
        self._said = text
        self.total = 1

    def text(self, number: int) -> str:  # noqa: ARG002 - there is one
        return self._said


class _Alternatives:
    def __init__(self, options: Iterable[_Numbered]) -> None:
        self._options = tuple(options)
        self._ends = tuple(accumulate(option.total for option in self._options))
        self.total = self._ends[-1]

    def text(self, number: int) -> str:
        place = bisect_right(self._ends, number)
        return self._options[place].text(number - (self._ends[place - 1] if place else 0))


class _Succession:
    """A mixed-radix number over the parts, the last one its lowest digit."""

    def __init__(self, parts: Iterable[_Numbered]) -> None:
        self._parts = tuple(parts)
        self.total = prod(part.total for part in self._parts)

    def text(self, number: int) -> str:
        texts: list[str] = []
        for part in reversed(self._parts):
            if part.total == 1:
                texts.append(part.text(0))
            else:
                number, digit = divmod(number, part.total)
                texts.append(part.text(digit))
        texts.reverse()
        return "".join(texts)


def _numbered(node: Sequence | Part) -> _Numbered:
    if isinstance(node, Text):
        return _literal(node.text)
    if isinstance(node, SlotReference):
        return _literal("{" + node.name + "}")
    if isinstance(node, Choice):
        return _Alternatives(map(_numbered, node.options))
    # Most alternatives are one text.
    return _numbered(node.parts[0]) if len(node.parts) == 1 else _succession(node)


@lru_cache(maxsize=1 << 14)
def _literal(text: str) -> _Numbered:
    return _Literal(text)


def _succession(node: Sequence) -> _Numbered:
    return _Succession(map(_numbered, node.parts)) if node.parts else _literal("")


class _Variants:
    """The numbered variants of a template."""

    def __init__(self, tree: Sequence) -> None:
        self._tree = _numbered(tree)
        self.total = self._tree.total

    def text(self, number: int) -> str:
        """Variant `number` (0 <= number < total), runs of spaces collapsed."""
        return " ".join(self._tree.text(number).split())


@lru_cache(maxsize=1 << 16)
def _variants(template: str) -> _Variants:
    return _Variants(parse(template))


def _step(total: int) -> int:
    """A stride near the golden section of `total` and coprime to it.

    Multiples of it modulo `total` visit every number once, and any first n of them lie spread
    evenly. A plain stride of total / n would hit the same option of an inner choice each time.
    """
    numerator, denominator = _GOLDEN_RATIO
    step = max(1, (total * numerator + denominator // 2) // denominator)
    while gcd(step, total) != 1:
        step += 1
    return step


def expand(template: str, limit: int) -> tuple[str, ...]:
    """At most `limit` different utterances of `template`, the same ones every time.

    All of them where they are that few, else a sample spread evenly over all choices. Runs of
    spaces are collapsed. Raises TemplateError, and ValueError for a limit below 1.
    """
    if limit < 1:
        raise ValueError(f"limit is {limit}: expanding to less than one utterance makes no sense")
    variants = _variants(template)
    if variants.total <= limit:
        return tuple(dict.fromkeys(variants.text(number) for number in range(variants.total)))
    return tuple(text for _, text in sorted(_sample(variants, limit)))


def _sample(variants: _Variants, limit: int) -> list[tuple[int, str]]:
    """Number and text of `limit` different variants, or fewer where texts repeat a lot."""
    step = _step(variants.total)
    found: dict[str, int] = {}
    for turn in range(min(variants.total, 4 * limit)):
        number = turn * step % variants.total
        found.setdefault(variants.text(number), number)
        if len(found) == limit:
            break
    return [(number, text) for text, number in found.items()]
