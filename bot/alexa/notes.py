"""What of a definition the skill says in another way, leaves out, or cannot have."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["rewritten", "dropped", "lost"]
"""A sample in other words than the utterance's; an utterance that is no sample; a feature that
Alexa does not have."""


@dataclass(frozen=True, order=True)
class Note:
    """One such thing. A template is noted once a `code`, with one of its utterances."""

    locale: str
    """The bot's spelling: en_US."""
    intent: str
    """"" for what belongs to no intent."""
    kind: Kind
    code: str
    """Stable: "numbers", "taken", "no_pair"."""
    reason: str
    """A sentence for whoever wrote the definition."""
    subject: str = ""
    """The slot, slot type or value that it is about."""
    template: str = ""
    utterance: str = ""
    sample: str = ""
    """What became of the utterance; "" where nothing did."""

    def __str__(self) -> str:
        place = ".".join(part for part in (self.intent, self.subject, self.locale) if part)
        said = f" {self.utterance!r}" if self.utterance else ""
        became = f" -> {self.sample!r}" if self.sample else ""
        return f"{place}: {self.kind}{said}{became}: {self.reason}"


REASONS: dict[str, tuple[Kind, str]] = {
    "numbers": ("rewritten", "samples hold no digits, so numbers are written in words"),
    "symbols": ("rewritten", "samples hold no symbols, so they are written in words"),
    "contraction": ("rewritten", "an apostrophe is for possessives, so the long form is written"),
    "punctuation": ("rewritten", "samples hold no such marks, so they are left out"),
    "renamed": ("rewritten", "the name is not legal in Alexa"),
    "unspelled": ("dropped", "samples hold no digits, and there are no words for them here"),
    "empty": ("dropped", "nothing is left that could be said"),
    "too_long": ("dropped", "it is longer than a sample may be"),
    "built_in_slots": ("dropped", "samples of a built-in intent hold no slots"),
    "free_text_alone": ("dropped", "a free-text slot needs other words around it"),
    "free_text_crowded": ("dropped", "a free-text slot bears no other slot beside it"),
    "no_locale": ("lost", "Alexa does not have this language"),
    "no_listing": ("lost", "the language has no `alexa:` section, so no skill is made in it"),
    "no_intent": ("lost", "Alexa has no such built-in intent"),
    "too_many_intents": ("lost", "a skill has no room for more intents"),
    "contexts": ("lost", "Alexa has no contexts: it takes the intent at any time"),
    "pattern": ("lost", "Alexa takes no pattern: fulfillment must check the value"),
    "parts": ("lost", "Alexa has no composite slots: the words are taken as a whole"),
    "grammar": ("lost", "Alexa takes no grammar file"),
    "fixed": ("lost", "Alexa's type takes no values of our own"),
    "no_values": ("lost", "the type has no values yet, so its own name stands in"),
    "value_too_long": ("dropped", "it is longer than a value may be"),
    "same_value": ("dropped", "another value is said the same way"),
}
"""Code -> kind and reason; codes with a reason of their own stand where they are made."""


def note(code: str, locale: str, intent: str = "", **about: str) -> Note:
    """A note of a code in `REASONS`; `about` names subject, template, utterance, sample."""
    kind, reason = REASONS[code]
    return Note(locale, intent, kind, code, reason, **about)
