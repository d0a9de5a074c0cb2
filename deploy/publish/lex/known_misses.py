"""Sentences of the examples that a published bot is known not to understand as meant."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from deploy.documents import read_yaml
from deploy.errors import SettingInvalid

KNOWN_MISSES: Final = Path(__file__).with_name("known_misses.yaml")

KnownMisses = Mapping[str, Collection[str]]
"""Locale id -> sentences, as the examples have them."""


def load_known_misses(file: Path = KNOWN_MISSES) -> KnownMisses:
    """Raises SettingInvalid with every problem."""
    document = read_yaml(file)
    problems = [
        f"{file.name}: {locale} must be a list of sentences"
        for locale, sentences in document.items()
        if not isinstance(sentences, list) or not all(isinstance(one, str) for one in sentences)
    ]
    if problems:
        raise SettingInvalid("\n".join(problems))
    return {str(locale): frozenset(sentences) for locale, sentences in document.items()}
