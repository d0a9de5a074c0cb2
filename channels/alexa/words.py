"""What the skill says of its own accord.

A locale's `messages` may hold another wording under `alexa_<id>`; these are the defaults.
"""

from collections.abc import Mapping

from bot.model import Bot

TITLE = "Ground Control"
"""Of every card."""

_DEFAULTS: Mapping[str, str] = {
    "launch": "Ground Control here. Ask what is broken, or what is deployed in production.",
    "launch_reprompt": "You can say: what is broken? Or say help.",
    "reprompt": "What would you like to know?",
    "elicit": "Which one?",
    "confirm_reprompt": "Please say yes or no.",
    "goodbye": "Goodbye.",
    "nothing_changed": "Okay. Nothing was changed.",
    "stopped": "Okay. I stop here, and do not go on with it.",
    "no_answer": "I have no answer to that.",
    "apology": "Sorry, something went wrong on my side. Nothing was changed. Please try again.",
    "outcome_unknown": (
        "Sorry, I lost touch before I heard whether that was done. "
        "Ask me how it is going before you try again."
    ),
    "too_slow": "Sorry, that takes longer than I can wait. Nothing was changed. Please try again.",
}


def words(bot: Bot, locale: str, message: str) -> str:
    """The sentence with that id. Raises KeyError for an id that does not exist."""
    own = bot.locale(locale)
    return (own.messages.get(f"alexa_{message}") if own else None) or _DEFAULTS[message]
