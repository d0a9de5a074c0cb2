"""What the bot itself says: the configured words of one locale, as messages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialog.state import IntentState, Message, SlotFill
from bot.model import Bot, Intent, Slot

FALLBACK = "AMAZON.FallbackIntent"
MAX_CONFIRMATION_RETRIES = 2
"""Retries after the question for a yes or no; the compiled bot asks as often."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Script:
    """A bot in one locale: what a turn needs to know of the definition."""

    bot: Bot
    locale: str

    def intent(self, name: str) -> Intent | None:
        return self.bot.intent(name)

    def slot(self, intent: str, slot: str) -> Slot | None:
        definition = self.bot.intent(intent)
        return definition.slot(slot) if definition else None

    @property
    def fallback(self) -> Intent | None:
        return next((intent for intent in self.bot.intents if intent.builtin == FALLBACK), None)

    def sentence(self, *ids: str) -> tuple[Message, ...]:
        """The first of the fixed sentences `ids` that this locale has."""
        locale = self.bot.locale(self.locale)
        texts = [locale.messages[id_] for id_ in ids if id_ in locale.messages] if locale else []
        return (Message(texts[0]),) if texts else ()

    def confirmation_prompt(self, attempts: int) -> tuple[Message, ...]:
        """The question for a yes or no; after a failed attempt in its words for a retry."""
        if attempts:
            return self.sentence("confirmation_retry", "confirmation_prompt")
        return self.sentence("confirmation_prompt")

    def slot_prompt(self, intent: IntentState, slot: str, attempts: int) -> tuple[Message, ...]:
        """The prompt of `slot` after `attempts` failed ones: the last variation repeats.

        A variation that names an unfilled slot is passed over where another one does not.
        """
        variations = self._prompts(intent.name, slot)
        usable = [text for text in variations if _is_sayable(text, intent.slots)] or variations
        if not usable:
            return ()
        return (Message(_filled(usable[min(attempts, len(usable) - 1)], intent.slots)),)

    def _prompts(self, intent: str, slot: str) -> tuple[str, ...]:
        definition = self.bot.intent(intent)
        words = definition.words.get(self.locale) if definition else None
        return words.prompts.get(slot, ()) if words else ()


def _spoken(slots: Mapping[str, SlotFill | None], name: str) -> str | None:
    fill = slots.get(name)
    return fill.interpreted or fill.original if fill else None


def _is_sayable(text: str, slots: Mapping[str, SlotFill | None]) -> bool:
    return all(_spoken(slots, name) for name in _PLACEHOLDER.findall(text))


def _filled(text: str, slots: Mapping[str, SlotFill | None]) -> str:
    return _PLACEHOLDER.sub(lambda match: _spoken(slots, match[1]) or match[0], text)
