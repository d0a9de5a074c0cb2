"""What words are used for where people have said them: which types of slots they fill, or none."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.nlu.examples import IntentExamples, Utterance
from bot.nlu.filling import Filled, as_said
from bot.nlu.tokens import Token, tokenize

OUTSIDE = ""
"""In place of a slot type: the word stood outside slots."""
_SOME = 2
"""Times that a word was said, above which its shares are no accident."""
_SHARES = ((0.8, "h"), (0.3, "m"), (0.0, "l"))

Counts = Mapping[str, Mapping[str, int]]
"""Word -> slot type, or `OUTSIDE` -> times."""
NO_COUNTS: Counts = {}


@dataclass(frozen=True)
class Usage:
    counts: Counts

    def of(self, word: str, besides: Mapping[str, int]) -> tuple[str, ...]:
        """What the word is used for and how often, `besides` left out: a text to learn from must
        not be told about itself."""
        found = self.counts.get(word)
        if found is None:
            return ()
        left = {kind: times - besides.get(kind, 0) for kind, times in found.items()}
        total = sum(left.values())
        more = "+" if total > _SOME else ""
        return tuple(
            f"in={kind}:{_size(times / total)}{more}" for kind, times in left.items() if times > 0
        )


NO_USAGE = Usage({})


def learn_usage(intents: Iterable[IntentExamples]) -> Usage:
    """From annotated utterances, of all intents together."""
    return Usage(
        _counted(
            use
            for intent in intents
            for utterance in intent.utterances
            for use in _uses(utterance, intent.slots)
        )
    )


def counted(example: Filled, kinds: Mapping[str, str]) -> Counts:
    """Of one text."""
    return _counted(used(example, kinds))


def _counted(found: Iterable[tuple[str, str]]) -> Counts:
    counts: dict[str, Counter[str]] = {}
    for word, kind in found:
        counts.setdefault(word, Counter())[kind] += 1
    return {word: dict(sorted(kinds.items())) for word, kinds in sorted(counts.items())}


def _uses(utterance: Utterance, kinds: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """None of what has no slot: whether it is a template's or said so nobody knows."""
    example = as_said(utterance)
    return used(example, kinds) if example is not None and example.spans else ()


def used(example: Filled, kinds: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each token of a text, case-folded, with the type of the slot that it fills, or `OUTSIDE`;
    `kinds`: slot -> slot type."""
    tokens = tokenize(example.text)
    spans = zip(example.spans, places(example, tokens), strict=True)
    filled = {place: kinds.get(slot, slot) for (slot, _, _), inside in spans for place in inside}
    for place, token in enumerate(tokens):
        yield token.norm, filled.get(place, OUTSIDE)


def places(example: Filled, tokens: Sequence[Token]) -> list[list[int]]:
    """For each of its spans, the positions of the tokens inside."""
    return [
        [i for i, token in enumerate(tokens) if token.start >= start and token.end <= end]
        for _, start, end in example.spans
    ]


def _size(share: float) -> str:
    return next(letter for least, letter in _SHARES if share > least)
