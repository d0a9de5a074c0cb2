"""A bot without a function."""

from collections.abc import Mapping
from typing import Any


class Delegating:
    """Answers Delegate to everything: the dialog goes as configured, fulfillment succeeds.

    So that a bot that was built around a function can be talked to without it.
    """

    def __call__(self, event: Mapping[str, object]) -> object:
        state: Any = event["sessionState"]
        return {
            "sessionState": {
                "dialogAction": {"type": "Delegate"},
                "intent": state["intent"],
                "sessionAttributes": state["sessionAttributes"],
            }
        }
