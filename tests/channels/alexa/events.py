"""The one loader of recorded Alexa envelopes (`tests/events/alexa`)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SKILL_ID = "amzn1.ask.skill.0f3c2a8e-6f0b-4b7e-9c55-000000000001"

_FOLDER = Path(__file__).parents[2] / "events" / "alexa"


def load_event(name: str, after: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The recorded envelope `name`; with the session attributes of the response `after`, as Alexa
    gives them back."""
    event: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    if after is not None:
        event["session"]["attributes"] = after.get("sessionAttributes", {})
    return event


def event_names() -> list[str]:
    return sorted(path.stem for path in _FOLDER.glob("*.json"))
