"""What the tagger sees of a text: for each token, what it is, where it stands, what is around."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from bot.nlu.clusters import Clusters
from bot.nlu.gazetteer import Gazetteer, Match
from bot.nlu.tokens import Token

Attributes = list[str]
_NOBODY = "\x03"
"""Stands for a word that nobody knows."""
_AROUND = (-2, -1, 1, 2)
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
    ) -> None:
        """`carriers`: words that stand in utterances outside slots. `edges`: signs, neither letter
        nor digit, that values may begin or end with."""
        self.gazetteer = gazetteer
        self.carriers = carriers
        self.clusters = clusters
        self.edges = edges
        self.seen = lru_cache(maxsize=20_000)(self._seen)

    def _seen(self, form: str, word: str) -> _Seen:
        """Of a token; `word`: what it is shown as."""
        own = (
            f"w={word}",
            f"s={_shape(form)}",
            f"e={word[-3:]}",
            f"b={word[:3]}",
            "nc" if word in self.carriers else "nv",
            *self.clusters.of(form.casefold()),
        )
        return _from_everywhere(own)


def attributes(
    tokens: Sequence[Token],
    matches: Sequence[Match],
    view: View,
    *,
    hidden: frozenset[int] = frozenset(),
    asking: str = "",
) -> list[Attributes]:
    """One list a token. `hidden`: tokens that are shown as a word nobody knows. `asking`: the slot
    that the bot asks for."""
    words = [_NOBODY if i in hidden else token.norm for i, token in enumerate(tokens)]
    seen = [[view.seen(token.form, word)] for token, word in zip(tokens, words, strict=True)]
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
    for place, (first, second) in enumerate(pairwise(words)):
        result[place].append(f"+1|{first}|{second}")
        result[place + 1].append(f"-1|{first}|{second}")
    for place in range(len(words) - 2):
        result[place + 2].append(f"-2|{words[place]}|{words[place + 1]}")
        result[place].append(f"+2|{words[place + 1]}|{words[place + 2]}")
    return result


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


def _from_everywhere(own: tuple[str, ...]) -> _Seen:
    """From two tokens away only words, values and whether the word is known are seen."""
    far = tuple(feature for feature in own if feature[0] in "wgn")
    seen = {
        distance: tuple(f"{distance}{feature}" for feature in (own if near else far))
        for distance in _AROUND
        for near in (abs(distance) == 1,)
    }
    return {0: own, **seen}


@lru_cache(maxsize=1000)
def _of_value(name: str, place: str) -> _Seen:
    return _from_everywhere((f"g={name}", f"g={name}:{place}"))


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
