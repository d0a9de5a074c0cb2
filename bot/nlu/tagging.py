"""What the tagger sees of a text: for each token, what it is, where it stands, what is around."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from bot.nlu.clusters import Clusters
from bot.nlu.gazetteer import Gazetteer, Match
from bot.nlu.senses import Senses, Told
from bot.nlu.tokens import Token
from bot.nlu.usage import NO_COUNTS, Counts, Usage

Attributes = list[str]
_NOBODY = "\x03"
"""Stands for a word that nobody knows."""
_AROUND = (-2, -1, 1, 2)
_FAR = "wgn"
"""First letters of what is seen from two tokens away: words, values and whether it is known."""
_FAR_AND_WIDE = "wgnkq"
_Seen = dict[int, tuple[str, ...]]
"""What is seen of a token from so many tokens away; 0: what it is itself."""


class View:
    """What is known of an intent's slots beside the text."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        carriers: frozenset[str],
        clusters: Clusters,
        edges: frozenset[str],
        usage: Usage,
        senses: Senses,
    ) -> None:
        """`carriers`: words that stand in utterances outside slots. `edges`: signs, neither letter
        nor digit, that values may begin or end with. `usage`: what words fill in annotated
        utterances; where many are, more is learned from what stands around a word."""
        self.gazetteer = gazetteer
        self.carriers = carriers
        self.clusters = clusters
        self.edges = edges
        self.usage = usage
        self.senses = senses
        self.is_wide = bool(usage.counts)
        self.seen = lru_cache(maxsize=20_000)(self._seen)

    def _seen(self, form: str, word: str) -> _Seen:
        """Of a token; `word`: what it is shown as."""
        own = (
            f"w={word}",
            f"s={_shape(form)}",
            f"e={word[-3:]}",
            f"b={word[:3]}",
            "nc" if word in self.carriers else "nv",
            *(_with_any_digits(word) if self.is_wide else ()),
            *self.clusters.of(form.casefold()),
        )
        return _from_everywhere(own, _FAR_AND_WIDE if self.is_wide else _FAR)


def attributes(
    tokens: Sequence[Token],
    matches: Sequence[Match],
    view: View,
    *,
    hidden: frozenset[int] = frozenset(),
    asking: str = "",
    besides: Counts = NO_COUNTS,
    told: Told = (),
) -> list[Attributes]:
    """One list a token. `hidden`: tokens that are shown as a word nobody knows. `asking`: the slot
    that the bot asks for. `besides`: uses of words that are not to be told. `told`: the senses
    of the tokens."""
    words = [_NOBODY if i in hidden else token.norm for i, token in enumerate(tokens)]
    seen = [[view.seen(token.form, word)] for token, word in zip(tokens, words, strict=True)]
    if view.is_wide:
        for place, word in enumerate(words):
            used = view.usage.of(word, besides.get(word, {}))
            seen[place].append(_from_beside((*used, *(told[place] if told else ()))))
    for match in matches:
        for name in match.types:
            for place in range(match.start, match.end):
                seen[place].append(_of_value(name, _place(place, match)))
    constant = ["bias"]
    if asking:
        constant += [f"ask={asking}", *(f"ask={asking}{size}" for size in _sizes(tokens))]
    result = [[one for part in parts for one in part[0]] + constant for parts in seen]
    for distance in _AROUND:
        _look(result, seen, distance)
    _look_at_pairs(result, _pairs(words))
    if view.is_wide:
        _look_at_pairs(result, _pairs_with_any_digits(words))
        _look_far(result, matches)
    return result


def _look_at_pairs(result: list[Attributes], pairs: Sequence[str]) -> None:
    """At two words together, before or after; "" is nothing to look at."""
    last = len(pairs) - 1
    for place, pair in enumerate(pairs):
        if not pair:
            continue
        result[place].append(f"+1{pair}")
        result[place + 1].append(f"-1{pair}")
        if place:
            result[place - 1].append(f"+2{pair}")
        if place < last:
            result[place + 2].append(f"-2{pair}")


def _pairs(words: Sequence[str]) -> list[str]:
    return [f"|{first}|{second}" for first, second in pairwise(words)]


def _pairs_with_any_digits(words: Sequence[str]) -> list[str]:
    """Only those with a number in them."""
    pairs = _pairs([_any_digits(word) for word in words])
    return ["" if pair == exact else pair for pair, exact in zip(pairs, _pairs(words), strict=True)]


def _look_far(result: list[Attributes], matches: Sequence[Match]) -> None:
    """Which known values stand further to the left and to the right."""
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    for match in matches:
        for name in match.types:
            before.setdefault(name, match.start)
            after[name] = match.end - 1
    for place, features in enumerate(result):
        features += [f"lg:{name}" for name, first in before.items() if first < place - 2]
        features += [f"rg:{name}" for name, final in after.items() if final > place + 2]


def _sizes(tokens: Sequence[Token]) -> Attributes:
    """How long an answer is: a short one is nothing but the value, more often than not."""
    return [f"<{size}" for size in (2, 3, 5) if len(tokens) < size]


def _look(result: list[Attributes], seen: Sequence[Sequence[_Seen]], distance: int) -> None:
    for place, features in enumerate(result):
        other = place + distance
        if 0 <= other < len(seen):
            for part in seen[other]:
                features.extend(part[distance])
        else:
            features.append(f"{distance}edge")


def _from_everywhere(own: tuple[str, ...], kept: str = _FAR) -> _Seen:
    """`kept`: first letters of what is seen from two tokens away."""
    far = tuple(feature for feature in own if feature[0] in kept)
    seen = {
        distance: tuple(f"{distance}{feature}" for feature in (own if near else far))
        for distance in _AROUND
        for near in (abs(distance) == 1,)
    }
    return {0: own, **seen}


def _from_beside(own: tuple[str, ...]) -> _Seen:
    """From the next token only."""
    near = {d: tuple(f"{d}{feature}" for feature in own) for d in (-1, 1)}
    return {0: own, **near, -2: (), 2: ()}


@lru_cache(maxsize=1000)
def _of_value(name: str, place: str) -> _Seen:
    return _from_everywhere((f"g={name}", f"g={name}:{place}"))


def _with_any_digits(word: str) -> tuple[str, ...]:
    digits = _any_digits(word)
    return () if digits == word else (f"q={digits}",)


def _any_digits(word: str) -> str:
    return "0" * len(word) if word.isdigit() else word


def _place(place: int, match: Match) -> str:
    if match.end - match.start == 1:
        return "U"
    if place == match.start:
        return "B"
    return "L" if place == match.end - 1 else "I"


def _shape(form: str) -> str:
    if form.isdigit():
        return f"d{min(len(form), 5)}"
    if not form.isalpha():
        return form
    if form.islower():
        return "x"
    return "X" if form.isupper() else "Xx"
