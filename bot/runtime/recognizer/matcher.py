"""Exact matching: is the utterance, word for word, a variant of some template?

The grammar's automaton runs over a lattice: at each word one may read the word itself, a known
slot value that begins there, or, for slot types that take any similar words, a word nobody knows.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from bot.dialog.state import SlotFill
from bot.grammar import Grammar, Successors
from bot.model import Intent
from bot.runtime.recognizer.lexicon import Lexicon, original
from bot.runtime.recognizer.reading import Reading, is_unknown
from bot.runtime.recognizer.rows import Rows

MAX_UNKNOWN_WORDS = 3
"""Longest value, in words, that is taken for a slot only because of where it stands."""


@dataclass(frozen=True)
class ExactMatch:
    """A template that the utterance is a variant of. `unknown`: words that no value has."""

    intent: str
    slots: Mapping[str, SlotFill]
    unknown: int


_Captures = tuple[tuple[str, SlotFill], ...]
_Paths = dict[int, tuple[int, _Captures]]
"""State -> (unknown words, slots filled) of the best way to it."""


class _Arc(NamedTuple):
    """What can be read at a place. `unknown`: how many words of it no value has; `taken`: those of
    them that templates have, and `{type}` for each type that has some of them as values, which must
    be none of the same intent."""

    symbol: str
    end: int
    fill: SlotFill | None = None
    unknown: int = 0
    taken: frozenset[str] = frozenset()
    is_row: bool = False
    """Whether it is several values of the type."""


class Matcher:
    """Runs a grammar over readings."""

    def __init__(
        self,
        grammar: Grammar,
        lexicon: Lexicon,
        vocabulary: AbstractSet[str],
        literals: Mapping[str, AbstractSet[str]],
        intents: Sequence[Intent],
        rows: Rows,
    ) -> None:
        """`vocabulary`: words that are no names; `literals`: intent -> words of its templates.

        Both these and values of types that the intent has not are in names too, where another word
        of the name is known to nobody: "crimson tide" where "crimson" is a colour. Numbers, dates
        and codes are in no names: "3 pizzas" is an amount.
        """
        self._grammar = grammar
        self._follow = [*grammar.follow]
        self._merged: dict[int, Sequence[int]] = {}
        """State that stands for all that a first word leads to -> those."""
        self._begin = self._add(self._merge(grammar.start))
        self._vocabulary = vocabulary
        self._rows = rows
        self._taken = {
            one.name: literals[one.name] | {"{" + slot.type + "}" for slot in one.slots}
            for one in intents
        }
        self._templates = frozenset(word for words in literals.values() for word in words)
        self._expanding = lexicon.expanding
        self._listed = lexicon.listed

    def _merge(self, start: Successors) -> Successors:
        """`start`, where each word leads to one state: most templates begin with a few words, and
        what follows is told apart by the next word."""
        return {
            symbol: states if symbol.startswith("{") else [self._together(states)]
            for symbol, states in start.items()
        }

    def _together(self, states: Sequence[int]) -> int:
        found: dict[str, dict[int, None]] = {}
        for state in states:
            for symbol, following in self._grammar.follow[state].items():
                found.setdefault(symbol, {}).update(dict.fromkeys(following))
        together = self._add({symbol: list(following) for symbol, following in found.items()})
        self._merged[together] = states
        return together

    def _add(self, following: Successors) -> int:
        self._follow.append(following)
        return len(self._follow) - 1

    def matches(self, reading: Reading) -> dict[str, ExactMatch]:
        """Intent -> its best match: the one with the fewest unknown words."""
        size = len(reading.words)
        paths: list[_Paths] = [{} for _ in range(size + 1)]
        paths[0][self._begin] = (0, ())
        follow = self._follow
        new = self._new(reading)
        for place in range(size):
            if not paths[place]:
                continue
            for arc in self._arcs(reading, place, new):
                for state, path in paths[place].items():
                    if states := follow[state].get(arc.symbol):
                        self._advance(states, arc, path, paths[arc.end])
        return self._accepted(paths[size])

    def _new(self, reading: Reading) -> AbstractSet[int]:
        """The words that are of no template and no value: no name that nobody knows is without."""
        vocabulary, templates = self._vocabulary, self._templates
        found = {
            place
            for place, word in enumerate(reading.said)
            if word not in templates and is_unknown(reading, place, vocabulary)
        }
        return {place for place in found if not reading.covering[place]} if found else found

    def _arcs(self, reading: Reading, place: int, new: AbstractSet[int]) -> list[_Arc]:
        arcs = [
            _Arc("{" + spot.slot_type + "}", spot.end, spot.fill) for spot in reading.spots[place]
        ]
        arcs.append(_Arc(reading.words[place].text, place + 1))
        for end in self._names(reading, place, new) if new else ():
            said = original(reading.words, place, end, reading.text)
            taken = self._taken_in(reading, place, end)
            arcs += [
                _Arc("{" + name + "}", end, SlotFill(said, said), end - place, taken)
                for name in self._expanding
                if "{" + name + "}" not in taken
            ]
        for name in self._rows.types:
            arcs += self._row_arcs(reading, place, new, name)
        return arcs

    def _row_arcs(
        self, reading: Reading, place: int, new: AbstractSet[int], slot_type: str
    ) -> Iterator[_Arc]:
        """Several values of a type, for the slots that take them."""
        may_be_new = slot_type in self._expanding

        def names(reading: Reading, place: int) -> list[int]:
            return self._names(reading, place, new) if may_be_new else []

        for row in self._rows.at(reading, slot_type, place, names):
            inside = [self._taken_in(reading, *name) for name in row.names]
            taken = frozenset[str]().union(*inside) - {"{" + slot_type + "}"}
            unknown = sum(end - start for start, end in row.names)
            yield _Arc("{" + slot_type + "}", row.end, row.fill, unknown, taken, is_row=True)

    def _names(self, reading: Reading, place: int, new: AbstractSet[int]) -> list[int]:
        """Where a name nobody knows may end that begins at `place`."""
        limit = min(len(reading.words), place + MAX_UNKNOWN_WORDS)
        found: list[int] = []
        for end in range(place, limit):
            if reading.said[end] in self._vocabulary or reading.covering[end] - self._listed:
                break
            if not new.isdisjoint(range(place, end + 1)):
                found.append(end + 1)
        return found

    def _taken_in(self, reading: Reading, start: int, end: int) -> frozenset[str]:
        types = frozenset[str]().union(*reading.covering[start:end])
        words = self._templates.intersection(reading.said[start:end])
        return words.union("{" + name + "}" for name in types)

    def _advance(
        self,
        states: Sequence[int],
        arc: _Arc,
        path: tuple[int, _Captures],
        paths: _Paths,
    ) -> None:
        for state in states:
            if arc.taken and arc.taken & self._taken[self._grammar.owners[state].intent]:
                continue
            if arc.is_row and not self._takes_rows(state):
                continue
            captures = path[1]
            if arc.fill is not None:
                captures = (*captures, (self._grammar.slots[state], arc.fill))
            found = (path[0] + arc.unknown, captures)
            if state not in paths or found[0] < paths[state][0]:
                paths[state] = found

    def _takes_rows(self, state: int) -> bool:
        owner, slot = self._grammar.owners[state], self._grammar.slots[state]
        return (owner.intent, slot) in self._rows.slots

    def _accepted(self, paths: _Paths) -> dict[str, ExactMatch]:
        reached = {
            state: path for one, path in paths.items() for state in self._merged.get(one, (one,))
        }
        best: dict[str, ExactMatch] = {}
        for state in sorted(self._grammar.final.intersection(reached)):
            unknown, captures = reached[state]
            intent = self._grammar.owners[state].intent
            if intent not in best or unknown < best[intent].unknown:
                best[intent] = ExactMatch(intent, dict(captures), unknown)
        return best
