"""What a value depends on besides the words: the locale, the moment, the hints."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class SlotContext:
    """Where and when something is said.

    `locale`: an id of Lex ("en_US"). `now`: the moment in the speaker's time zone; a caller that
    knows the zone (`x-amz-lex:time-zone`) converts it first. `hints`: the runtime hints of this
    slot, phrases that are values beside the type's own.
    """

    locale: str
    now: datetime
    hints: tuple[str, ...] = ()

    @property
    def today(self) -> date:
        """The day that relative dates count from."""
        return self.now.date()
