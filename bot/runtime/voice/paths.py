"""Everything that a bot's templates say, as paths between few nodes.

`bot.grammar` has a state for each word of each template. Here, states after which the same may
follow are one node, and what nobody can pronounce is left out; so a language model is counted, and
a guess of the recogniser held against all templates, in milliseconds.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.grammar import Grammar, Successors

FILLER: Final = "{filler}"
"""What means nothing at either end of a sentence."""
CHARACTER: Final = "{character}"
_MOST_CHARACTERS: Final = 7
_FILLED: Final = 0.06
"""How often a sentence begins with a filler; and so ends."""
RARE: Final = 1e-3
"""Three symbols in a row that are said less often (of an intent's 1) say no more than two do."""


class Arc(NamedTuple):
    symbol: str
    target: int


@dataclass(frozen=True)
class Node:
    arcs: tuple[Arc, ...]
    final: bool


@dataclass(frozen=True)
class Paths:
    """`nodes`: arcs lead to lower numbers. `starts`: where the sentences of an intent begin."""

    nodes: tuple[Node, ...]
    starts: Mapping[str, int]

    def accepts(self, symbols: Sequence[str], intents: Collection[str]) -> bool:
        """Whether that is a sentence of one of `intents`."""
        places = {self.starts[name] for name in intents if name in self.starts}
        for symbol in symbols:
            places = {
                arc.target
                for place in places
                for arc in self.nodes[place].arcs
                if arc.symbol == symbol
            }
        return any(self.nodes[place].final for place in places)


Shares = dict[tuple[str, ...], float]
"""Up to three symbols in a row -> how often they are said."""

_END: Final[Mapping[str, tuple[tuple[str, int, float], ...]]] = {
    "</s>": (),
    FILLER: (("</s>", -1, 1.0),),
}


class Builder:
    """Makes `Paths` of a grammar."""

    def __init__(
        self,
        can_say: Callable[[str], bool],
        spelled: Collection[str],
        contractions: Mapping[tuple[str, str], str],
    ) -> None:
        self._can_say = can_say
        self._spelled = spelled
        self._contractions = contractions
        self._contracted = {first for first, _ in contractions}
        self._nodes: list[Node] = []
        self._known: dict[Node, int] = {}
        self._chains: dict[tuple[int, int], int] = {}

    def build(self, grammar: Grammar) -> Paths:
        """The paths of `grammar`."""
        nodes: list[int | None] = [None] * len(grammar.symbols)
        # A state's successors have higher numbers: templates are built from left to right.
        for state in reversed(range(len(nodes))):
            nodes[state] = self._node(grammar.follow[state], nodes, state in grammar.final)
        starts: dict[str, Successors] = {}
        for symbol, states in grammar.start.items():
            for state in states:
                of = starts.setdefault(grammar.owners[state].intent, {})
                of.setdefault(symbol, []).append(state)
        found = {name: self._node(begin, nodes, final=False) for name, begin in starts.items()}
        return Paths(
            tuple(self._nodes), {name: node for name, node in found.items() if node is not None}
        )

    def _node(self, successors: Successors, nodes: Sequence[int | None], final: bool) -> int | None:
        """The node before `successors`; None where nothing can be said from there."""
        arcs = {
            arc
            for symbol, states in successors.items()
            for state in states
            if (target := nodes[state]) is not None
            for arc in self._arcs(symbol, target)
        }
        return self._kept(arcs, final=final) if arcs or final else None

    def _kept(self, arcs: Iterable[Arc], *, final: bool) -> int:
        node = Node(tuple(sorted(arcs)), final)
        if node not in self._known:
            self._known[node] = len(self._nodes)
            self._nodes.append(node)
        return self._known[node]

    def _arcs(self, symbol: str, target: int) -> Iterator[Arc]:
        if symbol[1:-1] in self._spelled and symbol.startswith("{"):
            yield Arc(CHARACTER, self._chain(target, 1))
        elif self._can_say(symbol):
            yield Arc(symbol, target)
        if symbol in self._contracted:
            for following in self._nodes[target].arcs:
                if short := self._contractions.get((symbol, following.symbol)):
                    yield Arc(short, following.target)

    def _chain(self, target: int, length: int) -> int:
        """What follows the character number `length` of a code: another one, or `target`."""
        if length == _MOST_CHARACTERS:
            return target
        if (target, length) not in self._chains:
            arcs = {*self._nodes[target].arcs, Arc(CHARACTER, self._chain(target, length + 1))}
            self._chains[target, length] = self._kept(arcs, final=self._nodes[target].final)
        return self._chains[target, length]


def shares(paths: Paths, weights: Mapping[str, float]) -> Shares:
    """How often up to three symbols are said in a row, where at each node each way on is as likely.

    `weights`: intent -> how often it is said, 1 unless it is named.
    """
    found: Shares = defaultdict(float)
    before: list[dict[str, float]] = [defaultdict(float) for _ in paths.nodes]
    for name, start in paths.starts.items():
        weight = weights.get(name, 1.0)
        before[start]["<s>"] += weight * (1 - _FILLED)
        before[start][FILLER] += weight * _FILLED
        found["<s>",] += weight
        found["<s>", FILLER] += weight * _FILLED
        found[FILLER,] += weight * _FILLED
    ways = [tuple(_ways(node)) for node in paths.nodes]
    for number in reversed(range(len(ways))):
        _follow(number, ways, before, found)
    return found


def _follow(
    number: int,
    ways: Sequence[Sequence[tuple[str, int, float]]],
    before: list[dict[str, float]],
    found: Shares,
) -> None:
    """Share out what comes to one node among the ways on, and note what is said there in a row."""
    arrived, before[number] = before[number], {}
    total = sum(arrived.values())
    for symbol, target, share in ways[number]:
        found[symbol,] += total * share
        if target >= 0:
            before[target][symbol] += total * share
        further = ways[target] if target >= 0 else _END[symbol]
        for previous, weight in arrived.items():
            said = weight * share
            found[previous, symbol] += said
            for following, _, part in further if said >= RARE else ():
                found[previous, symbol, following] += said * part
        if symbol == FILLER:
            found[FILLER, "</s>"] += total * share
            found["</s>",] += total * share


def _ways(node: Node) -> Iterator[tuple[str, int, float]]:
    """Symbol, target (-1 for none) and share of each way on; the end is one."""
    each = 1.0 / (len(node.arcs) + node.final)
    yield from ((arc.symbol, arc.target, each) for arc in node.arcs)
    if node.final:
        yield "</s>", -1, each * (1 - _FILLED)
        yield FILLER, -1, each * _FILLED


def without_fillers(symbols: Sequence[str]) -> Sequence[str]:
    """`symbols` without the fillers at both ends."""
    begin, end = 0, len(symbols)
    while begin < end and symbols[begin] == FILLER:
        begin += 1
    while begin < end and symbols[end - 1] == FILLER:
        end -= 1
    return symbols[begin:end]
