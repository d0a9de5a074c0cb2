"""What the local runtime hears with: where trained models are kept, and with which embedding."""

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.errors import SettingInvalid
from deploy.local.processes import checkout

if TYPE_CHECKING:
    from bot.runtime.recognizer.models import TrainedModels

EMBEDDING = "GROUND_EMBEDDING"
"""The variable that chooses an embedding; the best that is installed without it."""


def folder() -> Path:
    """Where models are kept: named by what they learned, so that every process may share them."""
    return checkout() / ".ground" / "models"


@cache
def models() -> "TrainedModels":
    """Of this process. Raises SettingInvalid."""
    from bot.nlu.embeddings import LEVELS  # noqa: PLC0415 - NumPy, only for who hears
    from bot.runtime.recognizer.models import TrainedModels  # noqa: PLC0415 - as above

    level = next((one for one in LEVELS if one == _chosen()), None)
    return TrainedModels(folder(), level)


def arguments() -> list[str]:
    """The same for a process of the runtime. Raises SettingInvalid."""
    chosen = _chosen()
    return ["--models", str(folder()), *(("--embedding", chosen) if chosen else ())]


def missing() -> str:
    """What would let it understand more, in a sentence; "" where nothing would."""
    from bot.nlu.embeddings import LEVELS, is_installed  # noqa: PLC0415 - as above

    if _chosen() or is_installed(LEVELS[0]):
        return ""
    return (
        "Understanding with word vectors; the extra 'embedding' (pyproject.toml) understands more."
    )


def _chosen() -> str:
    from bot.nlu.embeddings import LEVELS  # noqa: PLC0415 - as above

    chosen = os.environ.get(EMBEDDING, "")
    if chosen and chosen not in LEVELS:
        raise SettingInvalid(f"{EMBEDDING}={chosen!r} is no embedding: use {', '.join(LEVELS)}")
    return chosen
