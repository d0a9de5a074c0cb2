"""Recorded events of the page, and changed copies of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from channels.web.lambda_handler import Application, answer
from tests.bot.definition import product_bot
from tests.channels.scripted import ScriptedConversation

FOLDER = Path(__file__).parents[2] / "events" / "web"

Event = dict[str, Any]


def load(name: str, change: Callable[[Event], None] | None = None) -> Event:
    event: Event = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    if change:
        change(event)
    return event


def send(conversation: ScriptedConversation, event: Any) -> tuple[int, dict[str, Any]]:
    """Status and document of the answer."""
    response = answer(Application(conversation, product_bot()), event)
    assert response["headers"]["content-type"] == "application/json; charset=utf-8"
    assert response["headers"]["cache-control"] == "no-store"
    return response["statusCode"], json.loads(response["body"])
