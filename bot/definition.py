"""A whole definition: the bot, what only the Lex compiler needs of it, and where each line stands.

`bot.model.Bot` is what functions and runtimes read; this is what people write.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.flow import Flow
from bot.lex.definition import CustomVocabulary
from bot.lex.definition.knowledge import GenerativeAiSettings
from bot.model import Bot
from bot.places import Places


@dataclass(frozen=True)
class LocaleExtras:
    """What a locale has for Lex alone."""

    description: str = ""
    vocabulary: CustomVocabulary | None = None
    generative: GenerativeAiSettings | None = None


@dataclass(frozen=True)
class Definition:
    """`flows`: (intent, locale) -> its flow, words put in; absent where the intent has none."""

    bot: Bot
    flows: Mapping[tuple[str, str], Flow] = field(default_factory=dict)
    extras: Mapping[str, LocaleExtras] = field(default_factory=dict)
    """Locale id -> extras."""
    places: Places = field(default_factory=Places)

    def flow(self, intent: str, locale: str) -> Flow:
        return self.flows.get((intent, locale), Flow())
