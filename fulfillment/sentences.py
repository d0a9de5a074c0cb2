"""What is said, in the words of a locale: language is data, code only names and fills it.

The sentences stand in the definition under `replies:`, those of an intent beside its other words
and those of all intents beside the locale's. They are Markdown (see `fulfillment.markdown`), so
values from outside go in through `escape`, `bold` or `code`.

A plural has two forms, `one` and `other`, chosen by the value `count`: enough for English and
German. A language with more forms needs them here and in `bot.forms`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.model import Bot, Locale, Sentence

_PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")


@dataclass(frozen=True)
class Phrase:
    """Something to say, by whoever knows the language: the id of a reply, and its values."""

    id: str
    values: "Mapping[str, Value]"

    def __str__(self) -> str:
        """For a log: no language."""
        values = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.id}({values})"


Value = str | int | Phrase


def phrase(reply_id: str, /, **values: Value) -> Phrase:
    """A sentence or a part of one, not yet in any language: `phrase("read", service="orders")`."""
    return Phrase(reply_id, values)


class UnknownReply(LookupError):  # noqa: N818 - what it is about
    """The definition lacks a sentence, or code a value of it: a mistake of ours."""


@dataclass(frozen=True)
class Say:
    """The sentences of one locale, and of one intent in it where there is one."""

    locale: str
    replies: Mapping[str, Sentence]

    def __call__(self, reply_id: str, /, **values: Value) -> str:
        """The sentence of that id: `say("healthy", service="orders", count=3)`.

        Raises `UnknownReply`. Ids are literals, so that a test finds each of them.
        """
        sentence = self.replies.get(reply_id)
        if sentence is None:
            raise UnknownReply(f"{self.locale} has no reply {reply_id!r}: add it under intents/")
        text = sentence.one if sentence.one and values.get("count") == 1 else sentence.other

        def value(match: re.Match[str]) -> str:
            if match[1] not in values:
                raise UnknownReply(f"the reply {reply_id!r} needs a value for {match[0]}")
            return self._text(values[match[1]])

        return _PLACEHOLDER.sub(value, text)

    def phrase(self, phrase: Phrase) -> str:
        """A phrase in this language. Raises `UnknownReply`."""
        return self(phrase.id, **phrase.values)

    def all_of(self, items: Sequence[str]) -> str:
        """ "a", "a and b", "a, b and c"."""
        *first, last = items or [""]
        return self("list_all", first=", ".join(first), last=last) if first else last

    def any_of(self, items: Sequence[str]) -> str:
        """ "a", "a or b", "a, b or c"."""
        *first, last = items or [""]
        return self("list_any", first=", ".join(first), last=last) if first else last

    def _text(self, value: Value) -> str:
        return self.phrase(value) if isinstance(value, Phrase) else str(value)


def locale_of(bot: Bot, locale: str) -> Locale:
    """The locale of that id; the bot's first one where it does not speak that."""
    return bot.locale(locale) or bot.locales[0]


def sentences(bot: Bot, locale: str, intent: str = "") -> Say:
    """What is said in `locale`, with what the handler of `intent` says."""
    spoken = locale_of(bot, locale)
    words = found.words.get(spoken.id) if (found := bot.intent(intent)) else None
    return Say(spoken.id, {**spoken.replies, **(words.replies if words else {})})
