"""A language model of what templates say, in the ARPA format that recognisers read."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bot.runtime.voice.paths import RARE, Shares

UNSAID: Final = 0.2
"""The part of each place in a sentence that is kept for what no template says there."""
_LEAST: Final = 1e-12
_LEAST_SHARES: Final = (0.0, 0.0, RARE)
"""Of one, two and three symbols in a row."""

_Symbols = tuple[str, ...]


def arpa(shares: Shares) -> str:
    """The model: trigrams with back-off (interpolated, with a fixed share for shorter contexts)."""
    orders: list[dict[_Symbols, float]] = [{} for _ in _LEAST_SHARES]
    for said, share in shares.items():
        if share > _LEAST_SHARES[len(said) - 1]:
            orders[len(said) - 1][said] = share
    chances: list[Mapping[_Symbols, float]] = [_singles(orders[0])]
    backoffs: list[Mapping[_Symbols, float]] = []
    for order in orders[1:]:
        chance, backoff = _order(order, chances[-1].__getitem__)
        chances.append(chance)
        backoffs.append(backoff)
    return "\n".join(_lines(chances, [*backoffs, {}]))


def _singles(order: Mapping[_Symbols, float]) -> Mapping[_Symbols, float]:
    total = sum(share for said, share in order.items() if said != ("<s>",))
    return {said: share / total if said != ("<s>",) else 0.0 for said, share in order.items()}


def _order(
    order: Mapping[_Symbols, float], shorter: Callable[[_Symbols], float]
) -> tuple[Mapping[_Symbols, float], Mapping[_Symbols, float]]:
    """The chance of the last symbol after the ones before it, and the back-off of those."""
    totals: dict[_Symbols, float] = defaultdict(float)
    for said, share in order.items():
        totals[said[:-1]] += share
    seen: dict[_Symbols, float] = defaultdict(float)
    seen_shorter: dict[_Symbols, float] = defaultdict(float)
    chances: dict[_Symbols, float] = {}
    for said, share in order.items():
        context = said[:-1]
        less = shorter(said[1:])
        chances[said] = chance = (1 - UNSAID) * share / totals[context] + UNSAID * less
        seen[context] += chance
        seen_shorter[context] += less
    backoffs = {
        context: max(1 - seen[context], _LEAST) / max(1 - seen_shorter[context], _LEAST)
        for context in totals
    }
    return chances, backoffs


def _lines(
    chances: list[Mapping[_Symbols, float]], backoffs: list[Mapping[_Symbols, float]]
) -> Iterator[str]:
    yield "\\data\\"
    for length, chance in enumerate(chances, 1):
        yield f"ngram {length}={len(chance)}"
    for length, (chance, backoff) in enumerate(zip(chances, backoffs, strict=True), 1):
        yield f"\n\\{length}-grams:"
        if length < len(chances):
            for said, share in chance.items():
                yield f"{_log(share)} {' '.join(said)} {_log(backoff.get(said, 1.0))}"
        else:
            yield from (f"{_log(share)} {' '.join(said)}" for said, share in chance.items())
    yield "\n\\end\\\n"


def _log(share: float) -> str:
    return f"{math.log10(max(share, _LEAST)):.4f}"
