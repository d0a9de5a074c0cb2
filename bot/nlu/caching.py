"""A trained model kept in a file, named by the hash of all that it was learned from."""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Final

from bot.errors import ModelError
from bot.nlu.embeddings import Embedder
from bot.nlu.examples import TrainingSet
from bot.nlu.model import Model
from bot.nlu.settings import Settings
from bot.nlu.storage import fingerprint, load, save
from bot.nlu.training import train

KEPT: Final = 24
"""Files of a folder, those used last: every edit of a definition makes a new one."""
_SUFFIX = ".nlu"


def trained(
    examples: TrainingSet, settings: Settings, embedder: Embedder, folder: Path | None
) -> Model:
    """The model of `folder`, or one that is trained now and left there.

    A file that is damaged is replaced. Where there is no folder, or none that can be written, the
    model is trained each time.
    """
    if folder is None:
        return train(examples, settings, embedder)
    path = folder / f"{fingerprint(examples, settings, embedder.level)}{_SUFFIX}"
    try:
        model = load(path.read_bytes())
    except (OSError, ModelError):
        model = train(examples, settings, embedder)
        with contextlib.suppress(OSError):
            _write(path, save(model))
            _tidy(folder)
    else:
        with contextlib.suppress(OSError):
            path.touch()
    return model


def _write(path: Path, data: bytes) -> None:
    """At once or not at all: another process may be reading."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).replace(path)


def _tidy(folder: Path) -> None:
    """Another process may be tidying, too."""
    files = sorted(folder.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime)
    for path in files[:-KEPT]:
        path.unlink(missing_ok=True)
