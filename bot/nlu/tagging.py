"""What the tagger sees of a text: for each token, what it is, where it stands, what is around."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.nlu.clusters import Clusters
from bot.nlu.gazetteer import Gazetteer, Match
from bot.nlu.tokens import Token

Attributes = list[str]
_NOBODY = "\x03"
"""Stands for a word that nobody knows."""


@dataclass(frozen=True)
class View:
    """What is known of an intent's slots beside the text."""

    gazetteer: Gazetteer
    carriers: frozenset[str]
    """Words that stand in utterances outside slots."""
    clusters: Clusters
    edges: frozenset[str]
    """Signs, neither letter nor digit, that values may begin or end with."""


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
    own = [_own(token, word, view) for token, word in zip(tokens, words, strict=True)]
    for match in matches:
        for name in match.types:
            for place in range(match.start, match.end):
                own[place].append(f"g={name}")
                own[place].append(f"g={name}:{_place(place, match)}")
    asked = [f"ask={asking}", *(f"ask={asking}{size}" for size in _sizes(tokens))]
    constant = ["bias", *asked] if asking else ["bias"]
    result = [features + constant for features in own]
    for distance in (-2, -1, 1, 2):
        _look(result, own, distance)
    for place, (first, second) in enumerate(pairwise(words)):
        result[place].append(f"+1|{first}|{second}")
        result[place + 1].append(f"-1|{first}|{second}")
    for place in range(len(words) - 2):
        result[place + 2].append(f"-2|{words[place]}|{words[place + 1]}")
        result[place].append(f"+2|{words[place + 1]}|{words[place + 2]}")
    return result


def _own(token: Token, word: str, view: View) -> Attributes:
    return [
        f"w={word}",
        f"s={_shape(token.form)}",
        f"e={word[-3:]}",
        f"b={word[:3]}",
        "nc" if word in view.carriers else "nv",
        *view.clusters.of(token.norm),
    ]


def _sizes(tokens: Sequence[Token]) -> Attributes:
    """How long an answer is: a short one is nothing but the value, more often than not."""
    return [f"<{size}" for size in (2, 3, 5) if len(tokens) < size]


def _look(result: list[Attributes], own: list[Attributes], distance: int) -> None:
    near = abs(distance) == 1
    for place, features in enumerate(result):
        other = place + distance
        if 0 <= other < len(own):
            seen = own[other]
            kept = (feature for feature in seen if near or feature[0] in "wgn")
            features.extend(f"{distance}{feature}" for feature in kept)
        else:
            features.append(f"{distance}edge")


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
