"""Some template uses every phrase."""

from collections.abc import Iterator, Mapping

from bot.errors import Problem
from bot.phrases import phrase_names
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for locale, document in subject.places.locales.items():
        phrases: Mapping[str, str] = document.data.get("phrases", {})
        used = _used(subject, locale, phrases)
        for name in phrases:
            if name not in used:
                place = subject.places.locale(locale, "phrases", name)
                message = f"no template uses the phrase {name!r}"
                yield place.problem(message, f"Write <{name}> where it belongs, or remove it")


def _used(subject: Subject, locale: str, phrases: Mapping[str, str]) -> set[str]:
    """Named by a template, or by a phrase that is."""
    found: set[str] = set()
    left = [name for text in _written(subject, locale) for name in phrase_names(text)]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left.extend(phrase_names(phrases.get(name, "")))
    return found


def _written(subject: Subject, locale: str) -> Iterator[str]:
    """The templates as written: in the model their phrases are put in."""
    for (_, language), document in subject.places.intent_words.items():
        if language == locale:
            yield from document.data.get("utterances", ())
            for texts in document.data.get("slot_utterances", {}).values():
                yield from texts


RULE = DefinitionRule(
    id="unused-phrase",
    reason="A phrase that nothing uses is read, translated and kept for nothing.",
    source=OURS,
    severity="warning",
    needs_whole=True,
    check=check,
)
