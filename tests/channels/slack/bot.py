"""The small bot of the commands, in the product's languages."""

import json
from dataclasses import replace
from pathlib import Path

from bot.model import Bot
from bot.serialize import to_json
from tests.bot.command_definition import command_bot
from tests.bot.definition import product_bot


def slack_bot() -> Bot:
    return replace(command_bot(), locales=product_bot().locales)


def definition_in(folder: Path) -> str:
    """The path of its JSON, as GROUND_DEFINITION names it."""
    file = folder / "definition.json"
    file.write_text(json.dumps(to_json(slack_bot())), encoding="utf-8")
    return str(file)
