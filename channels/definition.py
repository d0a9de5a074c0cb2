"""The definition, as functions of channels read it: its sentences, commands and dialogs."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot.model import Bot
from bot.serialize import from_json

if TYPE_CHECKING:
    from bot.dialog.engine import DialogDefinition


def read_definition(environ: Mapping[str, str]) -> Bot:
    """Reads the file that GROUND_DEFINITION names. Raises KeyError where it is not set."""
    text = Path(environ["GROUND_DEFINITION"]).read_text(encoding="utf-8")
    return from_json(json.loads(text))


def read_dialogs(environ: Mapping[str, str]) -> "dict[str, DialogDefinition]":
    """Locale id -> dialogs, of the file that GROUND_DIALOGS names. Raises KeyError."""
    # A tenth of a second that only the function which runs dialogs has to wait for.
    from bot.dialog.engine import DialogDefinition  # noqa: PLC0415 - see above
    from bot.lex.bundle import from_bundle  # noqa: PLC0415 - see above

    text = Path(environ["GROUND_DIALOGS"]).read_text(encoding="utf-8")
    locales = from_bundle(json.loads(text)).locales
    return {name: DialogDefinition(locale, name) for name, locale in locales.items()}
