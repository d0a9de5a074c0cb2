"""What a recognizer is: text in, `UserInput` out."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from bot.dialog.state import UserInput

Hints = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Lex's runtime hints: intent name -> slot name -> phrases that are likely to be said."""

NO_HINTS: Hints = MappingProxyType({})


@dataclass(frozen=True)
class Eliciting:
    """What the bot is asking for when the text arrives."""

    intent: str
    slot: str = ""
    """The slot that is asked for; "" while a yes or no (confirmation) is asked for."""
    sub_slot: str = ""
    """The part of a composite slot that is asked for."""

    @property
    def confirmation(self) -> bool:
        return not self.slot


class Recognizer(Protocol):
    """Understands one text in the light of what is being asked for. Deterministic, no I/O."""

    def recognize(
        self,
        text: str,
        *,
        locale: str,
        eliciting: Eliciting | None = None,
        hints: Hints = NO_HINTS,
    ) -> UserInput:
        """At most five interpretations, best first, the fallback intent placed by threshold.

        Any text is understood somehow: nonsense is the fallback intent. Raises
        `UnknownLocaleError` for a locale the bot does not have.
        """
        ...
