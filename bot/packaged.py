"""Data in YAML that comes with the code."""

from pathlib import Path
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C where there is one: languages are large, and read by whoever starts."""


def read_packaged(path: Path) -> Any:
    """The document in a file of ours. What people write is read by `bot.documents` instead, which
    tells their mistakes."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
