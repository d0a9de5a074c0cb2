"""All templates of a locale as one automaton over words (Glushkov's construction).

It holds every variant of every template without expanding any, so that "is this utterance a
template's" and "can two intents be said in the same words" are answered exactly. A symbol is a
word, or `{SlotType}` for a slot: two intents that differ only in slot names sound the same.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import product
from typing import NamedTuple

from bot.model import Intent
from bot.templates import Choice, Part, Sequence, SlotReference, Text, parse
from bot.words import Spelling, plain

Successors = dict[str, list[int]]
"""Symbol -> states."""


@dataclass(frozen=True)
class Owner:
    """The template that a state belongs to: an intent and the template's place in its list."""

    intent: str
    template: int


@dataclass
class Grammar:
    """States are occurrences of symbols in templates; `start` and `follow` say what may come."""

    symbols: list[str] = field(default_factory=list)
    slots: list[str] = field(default_factory=list)
    """State -> slot name that it fills, "" for a word."""
    owners: list[Owner] = field(default_factory=list)
    start: Successors = field(default_factory=dict)
    follow: list[Successors] = field(default_factory=list)
    final: set[int] = field(default_factory=set)
    is_fixed: list[bool] = field(default_factory=list)
    """State -> whether its template stands for one utterance alone."""
    fixed: dict[tuple[str, ...], list[Owner]] = field(default_factory=dict)
    """Symbols of an utterance -> the fixed templates that are it."""


class _Piece(NamedTuple):
    """What Glushkov's construction knows of a part: may it be empty, what begins and ends it."""

    empty: bool
    first: tuple[int, ...]
    last: tuple[int, ...]


_NOTHING = _Piece(empty=True, first=(), last=())


class _Builder:
    def __init__(self, spelling: Spelling) -> None:
        self.grammar = Grammar()
        self._spelling = spelling
        self._read: dict[str, tuple[str, ...]] = {}
        self._texts: dict[str, list[str]] = {}
        self._types: Mapping[str, str] = {}
        self._owner = Owner("", 0)
        self._is_fixed = False

    def add(self, intent: Intent, number: int, template: str) -> None:
        self._types = {slot.name: slot.type for slot in intent.slots}
        self._owner = Owner(intent.name, number)
        tree = parse(template)
        self._is_fixed = not any(isinstance(part, Choice) for part in tree.parts)
        begin = len(self.grammar.symbols)
        piece = self._sequence(tree)
        for state in piece.first:
            self.grammar.start.setdefault(self.grammar.symbols[state], []).append(state)
        self.grammar.final.update(piece.last)
        if self._is_fixed and (said := tuple(self.grammar.symbols[begin:])):
            self.grammar.fixed.setdefault(said, []).append(self._owner)

    def _sequence(self, sequence: Sequence) -> _Piece:
        piece = _NOTHING
        for part in sequence.parts:
            piece = self._joined(piece, self._part(part))
        return piece

    def _part(self, part: Part) -> _Piece:
        if isinstance(part, Choice):
            return self._choice(part)
        if isinstance(part, SlotReference):
            state = self._states(["{" + self._types.get(part.name, "") + "}"], part.name)
            return _Piece(empty=False, first=(state,), last=(state,))
        return self._text(part)

    def _text(self, text: Text) -> _Piece:
        if text.text not in self._texts:
            # "'s" after a slot: an utterance loses it too.
            tokens = text.text.removeprefix("'s").split()
            self._texts[text.text] = [word for token in tokens for word in self._words(token)]
        words = self._texts[text.text]
        if not words:
            return _NOTHING
        begin = self._states(words, "")
        last = begin + len(words) - 1
        for state in range(begin, last):
            self.grammar.follow[state] = {self.grammar.symbols[state + 1]: [state + 1]}
        return _Piece(empty=False, first=(begin,), last=(last,))

    def _words(self, token: str) -> tuple[str, ...]:
        """The words of a token; templates have the same ones over and over."""
        if token not in self._read:
            self._read[token] = plain(token, self._spelling)
        return self._read[token]

    def _choice(self, choice: Choice) -> _Piece:
        options = [self._sequence(option) for option in choice.options]
        return _Piece(
            empty=any(option.empty for option in options),
            first=tuple(state for option in options for state in option.first),
            last=tuple(state for option in options for state in option.last),
        )

    def _states(self, symbols: list[str], slot: str) -> int:
        """New states for `symbols`, not yet joined; the first of them."""
        grammar, count = self.grammar, len(symbols)
        begin = len(grammar.symbols)
        grammar.symbols.extend(symbols)
        grammar.slots.extend([slot] * count)
        grammar.owners.extend([self._owner] * count)
        grammar.is_fixed.extend([self._is_fixed] * count)
        grammar.follow.extend({} for _ in range(count))
        return begin

    def _joined(self, left: _Piece, right: _Piece) -> _Piece:
        for state in left.last:
            for successor in right.first:
                symbol = self.grammar.symbols[successor]
                self.grammar.follow[state].setdefault(symbol, []).append(successor)
        return _Piece(
            empty=left.empty and right.empty,
            first=left.first + right.first if left.empty else left.first,
            last=left.last + right.last if right.empty else right.last,
        )


def build_grammar(intents: Iterable[Intent], locale: str, spelling: Spelling) -> Grammar:
    """The automaton of all templates of `intents` in `locale`. Raises TemplateError."""
    builder = _Builder(spelling)
    for intent in intents:
        if intent_words := intent.words.get(locale):
            for number, template in enumerate(intent_words.utterances):
                builder.add(intent, number, template)
    return builder.grammar


def without(grammar: Grammar, words: AbstractSet[str]) -> Grammar:
    """`grammar` as if nobody said `words`: what follows one of them follows what is before it."""
    follow: list[Successors] = [{}] * len(grammar.follow)
    final = set(grammar.final)

    def after(successors: Successors) -> tuple[Successors, bool]:
        """What is left of `successors`, and whether the utterance may end with them."""
        if words.isdisjoint(successors):
            return successors, False
        found: dict[str, dict[int, None]] = {}
        ends = False
        for symbol, states in successors.items():
            left = [follow[one] for one in states] if symbol in words else [{symbol: states}]
            ends = ends or (symbol in words and not final.isdisjoint(states))
            for each in left:
                for next_symbol, next_states in each.items():
                    found.setdefault(next_symbol, {}).update(dict.fromkeys(next_states))
        return {symbol: list(states) for symbol, states in found.items()}, ends

    # A state's successors have higher numbers: templates are built from left to right.
    for state in reversed(range(len(follow))):
        follow[state], ends = after(grammar.follow[state])
        if ends:
            final.add(state)
    fixed: dict[tuple[str, ...], list[Owner]] = {}
    for said, owners in grammar.fixed.items():
        if left := tuple(word for word in said if word not in words):
            fixed.setdefault(left, []).extend(owners)
    start, _ = after(grammar.start)
    return replace(grammar, start=start, follow=follow, final=final, fixed=fixed)


@dataclass(frozen=True)
class Clash:
    """An utterance that templates of two intents both stand for."""

    first: Owner
    second: Owner
    utterance: str


def clashes(grammar: Grammar) -> tuple[Clash, ...]:
    """One clash for each pair of templates, of different intents, that share an utterance."""
    found = {(clash.first, clash.second): clash for clash in _fixed_clashes(grammar)}
    for left, right, said in _shared_paths(grammar):
        pair = (grammar.owners[left], grammar.owners[right])
        if pair not in found:
            found[pair] = Clash(*pair, utterance=" ".join(said))
    return tuple(found.values())


def _shared_paths(grammar: Grammar) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Pairs of final states of different intents, and a shortest text that leads to both."""
    pairs = _Pairs(grammar)
    pairs.enqueue((grammar.start, grammar.start, ()))
    while pairs.queue:
        left, right, said = pairs.queue.popleft()
        if left in grammar.final and right in grammar.final:
            yield left, right, said
        pairs.enqueue((grammar.follow[left], grammar.follow[right], said))


def _ranks(grammar: Grammar) -> list[int]:
    """State -> the place of its intent in the order of names: quicker to compare than names."""
    names = {name: rank for rank, name in enumerate(sorted({o.intent for o in grammar.owners}))}
    return [names[owner.intent] for owner in grammar.owners]


def _fixed_clashes(grammar: Grammar) -> Iterator[Clash]:
    """Those of two templates that stand for one utterance each: most of a large definition."""
    for said, owners in grammar.fixed.items():
        for first, second in product(owners, owners) if len(owners) > 1 else ():
            if first.intent < second.intent:
                yield Clash(first, second, " ".join(said))


class _Pairs:
    """Pairs of states of different intents that the same words lead to, from short to long."""

    def __init__(self, grammar: Grammar) -> None:
        self.queue: deque[tuple[int, int, tuple[str, ...]]] = deque()
        self._fixed = grammar.is_fixed
        self._ranks = _ranks(grammar)
        self._needed, self._possible = _symbols_ahead(grammar)
        self._seen: set[tuple[int, int]] = set()

    def enqueue(self, step: tuple[Successors, Successors, tuple[str, ...]]) -> None:
        """Puts every pair that the same symbol leads to; not those of two fixed templates. The
        innermost loop of loading a definition."""
        lefts, rights, said = step
        fixed, ranks = self._fixed, self._ranks
        for symbol in sorted(lefts.keys() & rights.keys()):
            others = rights[symbol]
            for left in lefts[symbol]:
                rank, is_fixed = ranks[left], fixed[left]
                for right in others:
                    if rank < ranks[right] and not (is_fixed and fixed[right]):
                        self._put(left, right, (*said, symbol))

    def _put(self, left: int, right: int, said: tuple[str, ...]) -> None:
        needed, possible = self._needed, self._possible
        if needed[left] & ~possible[right] or needed[right] & ~possible[left]:
            return
        if (left, right) not in self._seen:
            self._seen.add((left, right))
            self.queue.append((left, right, said))


def _symbols_ahead(grammar: Grammar) -> tuple[list[int], list[int]]:
    """State -> the symbols on every way, and those on any way, from it to an end: a bit a symbol.

    Two states have an end in common only where neither needs what the other cannot say: most pairs
    are told apart by that at their first word.
    """
    bits: dict[str, int] = {}
    own = [1 << bits.setdefault(symbol, len(bits)) for symbol in grammar.symbols]
    needed, possible = list(own), list(own)
    # A state's successors have higher numbers: templates are built from left to right.
    for state in reversed(range(len(own))):
        ways = [one for states in grammar.follow[state].values() for one in states]
        common = 0 if state in grammar.final or not ways else -1
        for one in ways:
            common &= needed[one]
            possible[state] |= possible[one]
        needed[state] |= common
    return needed, possible
