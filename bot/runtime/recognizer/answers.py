"""Yes and no, while a confirmation is open.

Strict on purpose: a change follows a yes. Every word must belong to a yes or to politeness; a
question, a longer sentence, or a yes and a no together is neither.
"""

from typing import Literal

from bot.model import Locale
from bot.runtime.recognizer.phrases import Phrases
from bot.words import plain, spelling_of

_MOST_WORDS = 8


class Answers:
    def __init__(self, locale: Locale) -> None:
        self._spelling = spelling_of(locale)
        self._confirm = Phrases(locale.confirm, self._spelling)
        self._deny = Phrases(locale.deny, self._spelling)
        self._fillers = Phrases(locale.fillers, self._spelling)

    def answer(self, text: str) -> Literal["Confirmed", "Denied"] | None:
        """What `text` answers, None if it is neither a yes nor a no."""
        words = plain(text, self._spelling)
        if not words or len(words) > _MOST_WORDS or "?" in text:
            return None
        heard = self._heard(words)
        if heard == {"yes"}:
            return "Confirmed"
        return "Denied" if heard == {"no"} else None

    def _heard(self, words: tuple[str, ...]) -> set[str]:
        heard: set[str] = set()
        place = 0
        while place < len(words):
            yes, no = self._confirm.at(words, place), self._deny.at(words, place)
            filler = self._fillers.at(words, place)
            end = max(yes, no, filler)
            if end == place:
                return set()
            if end == no:
                heard.add("no")
            elif end == yes:
                heard.add("yes")
            place = end
        return heard
