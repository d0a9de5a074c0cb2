"""The definition, as functions of channels read it: for its sentences and its commands."""

import json
from collections.abc import Mapping
from pathlib import Path

from bot.model import Bot
from bot.serialize import from_json


def read_definition(environ: Mapping[str, str]) -> Bot:
    """Reads the file that GROUND_DEFINITION names. Raises KeyError where it is not set."""
    text = Path(environ["GROUND_DEFINITION"]).read_text(encoding="utf-8")
    return from_json(json.loads(text))
