"""How many utterances each template gives: within Lex's quotas, spread evenly, always the same."""

from collections.abc import Iterable, Mapping, Sequence

from bot.model import Intent
from bot.platforms import lex_platform
from bot.platforms.lex import utf16_length
from bot.templates import count, expand, plainest


def spread(intents: Sequence[Intent], locale: str) -> Mapping[str, tuple[str, ...]]:
    """Intent -> its utterances in `locale`.

    At most `utterances_per_intent_compiled` an intent, or one a template where there are more of
    those; fewer where the locale's quota of characters would not hold, by the same factor for all.
    """
    platform = lex_platform()
    most = _most(intents, locale)
    budget = platform.quota("utterance_characters", locale) * platform.utterance_characters_share
    while True:
        found = {
            intent.name: sample(intent.words[locale].utterances, share)
            for intent, share in zip(intents, most, strict=True)
        }
        size = sum(utf16_length(text) for texts in found.values() for text in texts)
        if size <= budget or max(most, default=1) == 1:
            return found
        most = [max(1, min(share - 1, int(share * budget / size))) for share in most]


def _most(intents: Sequence[Intent], locale: str) -> list[int]:
    platform = lex_platform()
    wanted = platform.utterances_per_intent_compiled
    limit = platform.limits["utterances_per_intent"]
    return [min(limit, max(wanted, len(one.words[locale].utterances))) for one in intents]


def sample(templates: Iterable[str], most: int) -> tuple[str, ...]:
    """At most `most` different utterances, from every template while there is room.

    Templates with few variants give all of them, and the others share what is left evenly; each
    begins with its plainest variant, which is what people say most.
    """
    templates = tuple(templates)
    longest = lex_platform().limits["utterance_length"]
    found: dict[str, str] = {}
    for template, share in zip(templates, shares([count(t) for t in templates], most), strict=True):
        for utterance in _variants(template, share):
            if utf16_length(utterance) <= longest:
                found.setdefault(utterance.casefold(), utterance)
    return tuple(found.values())


def _variants(template: str, most: int) -> tuple[str, ...]:
    if most < 1:
        return ()
    plain, spoken = plainest(template), expand(template, most)
    if plain in spoken:
        return tuple(dict.fromkeys((plain, *spoken)))
    return (plain, *spoken[1:])


def shares(sizes: Sequence[int], most: int) -> tuple[int, ...]:
    """`most` dealt out to templates of `sizes` variants: smallest first, the rest in equal parts.

    (2, 100, 100) of 50 -> (2, 24, 24). A template gets none only where there are more than `most`.
    """
    given = [0] * len(sizes)
    left = most
    order = sorted(range(len(sizes)), key=lambda number: (sizes[number], number))
    for place, number in enumerate(order):
        given[number] = min(sizes[number], left // (len(order) - place))
        left -= given[number]
    return tuple(given)
