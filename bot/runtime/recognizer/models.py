"""Trained models of bots: made once, kept in this process and, if there is one, in a folder."""

from pathlib import Path
from typing import Final

from bot.model import Bot
from bot.nlu import Model, Settings
from bot.nlu.caching import trained
from bot.nlu.embeddings import Level, best_installed, installed
from bot.nlu.storage import fingerprint
from bot.runtime.loading import Loaded
from bot.runtime.recognizer.language import Language
from bot.runtime.recognizer.learning import training_set

SETTINGS: Final = Settings(
    filled=(60, 1500), trials=2, tagger_budget=60, answers=8, tagger_iterations=25
)
"""Less than the default: what a template says, or names a listed value, needs no model."""
_KEPT = 32


class TrainedModels:
    """What `build_recognizer` hears with beside templates. Thread-safe.

    `folder`: where models are kept from one process to the next, by a hash of all that decides what
    they learn; None keeps them in this process alone. `level`: of the embedding; the best that is
    installed without it, and the best that is left where it is not installed.
    """

    def __init__(self, folder: Path | None = None, level: Level | None = None) -> None:
        self._folder = folder
        self._embedder = (installed(level) if level else None) or best_installed()
        self._models: Loaded[str, Model] = Loaded(_KEPT)

    @property
    def level(self) -> Level:
        return self._embedder.level

    def of(self, bot: Bot, language: Language) -> Model:
        """The model of one locale of `bot`, trained where it is not kept."""
        examples = training_set(bot, language)
        name = fingerprint(examples, SETTINGS, self.level)
        return self._models.get(
            name, lambda: trained(examples, SETTINGS, self._embedder, self._folder)
        )
