"""A trained model kept in a file, named by the hash of all that it was learned from."""

import os
import tempfile
from pathlib import Path

from bot.errors import ModelError
from bot.nlu.embeddings import best_installed
from bot.nlu.examples import TrainingSet
from bot.nlu.model import Model
from bot.nlu.settings import Settings
from bot.nlu.storage import fingerprint, load, save
from bot.nlu.training import train


def trained(examples: TrainingSet, folder: Path, settings: Settings | None = None) -> Model:
    """The model of `folder`, or one that is trained now and left there.

    A file that is damaged is replaced. Raises OSError where the folder cannot be written.
    """
    settings = settings or Settings()
    embedder = best_installed()
    path = folder / f"{fingerprint(examples, settings, embedder.level)}.nlu"
    try:
        return load(path.read_bytes())
    except (FileNotFoundError, ModelError):
        model = train(examples, settings, embedder)
        _write(path, save(model))
        return model


def _write(path: Path, data: bytes) -> None:
    """At once or not at all: another process may be reading."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).replace(path)
