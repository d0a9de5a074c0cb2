"""From templates to what could be samples: expanded, normalised, and each refusal noted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.alexa.names import alexa_name
from bot.alexa.normalise import normalise
from bot.alexa.notes import Note, note
from bot.lex.compiling.utterances import shares
from bot.platforms.alexa import alexa_platform
from bot.templates import count, expand

_SLOT = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Spoken:
    """Whose words they are: an intent (or one of its slots) in one language."""

    intent: str
    """As the definition calls it, or Alexa's built-in."""
    templates: Sequence[str]
    slot_types: Mapping[str, str] = field(default_factory=dict)
    """The bot's slot name -> Alexa's type."""
    is_built_in: bool = False
    is_quiet: bool = False
    """Whether what is left out needs no note: it is no template of an intent."""


@dataclass(frozen=True)
class Language:
    """What depends on the locale alone."""

    locale: str
    contractions: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.locale.split("_")[0]


@dataclass(frozen=True)
class Candidate:
    template: str
    utterance: str
    sample: str


class Candidates:
    """Of one locale; the work for the same words is done once, however often they are asked for."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._notes: dict[tuple[str, str, str], Note] = {}
        self._known: dict[tuple[str, tuple[str, ...]], tuple[tuple[Candidate, ...], ...]] = {}

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(self._notes.values())

    def of(self, spoken: Spoken, most: int) -> Iterator[Candidate]:
        """At most `most`, from every template while there is room, spread evenly over each.

        The first call for the same words should ask for as many as any later one.
        """
        key = (spoken.intent, tuple(spoken.templates))
        if key not in self._known:
            self._known[key] = tuple(self._expanded(spoken, most))
        found = self._known[key]
        for candidates, share in zip(found, shares(list(map(len, found)), most), strict=True):
            for place in range(share):
                yield candidates[place * len(candidates) // share]

    def _expanded(self, spoken: Spoken, most: int) -> Iterator[tuple[Candidate, ...]]:
        """By template."""
        sizes = [count(template) for template in spoken.templates]
        for template, share in zip(spoken.templates, shares(sizes, most), strict=True):
            utterances = expand(template, share) if share else ()
            samples = ((one, self._sample(spoken, template, one)) for one in utterances)
            yield tuple(Candidate(template, one, sample) for one, sample in samples if sample)

    def _sample(self, spoken: Spoken, template: str, utterance: str) -> str:
        renamed = _SLOT.sub(lambda match: f"{{{alexa_name(match[1])}}}", utterance)
        found = normalise(renamed, self.language.name, self.language.contractions)
        refusal = _refusal(spoken, utterance, found.text, unspelled=found.unspelled)
        if refusal:
            self._note(refusal, spoken, template, utterance)
            return ""
        changes = (*found.changes, *(("renamed",) if renamed != utterance else ()))
        for change in changes:
            self._note(change, spoken, template, utterance, sample=found.text)
        return found.text

    def _note(
        self, code: str, spoken: Spoken, template: str, utterance: str, *, sample: str = ""
    ) -> None:
        if not spoken.is_quiet:
            about = {"template": template, "utterance": utterance, "sample": sample}
            made = note(code, self.language.locale, spoken.intent, **about)
            self._notes.setdefault((code, spoken.intent, template), made)


def _refusal(spoken: Spoken, utterance: str, sample: str, *, unspelled: str) -> str:
    """The code of why it is no sample; "" where it is one."""
    slots = _SLOT.findall(utterance)
    if unspelled:
        return "unspelled"
    if not sample:
        return "empty"
    if len(sample) > alexa_platform().limits["sample_length"]:
        return "too_long"
    if spoken.is_built_in and slots:
        return "built_in_slots"
    return _free_text_refusal(spoken, sample, slots)


def _free_text_refusal(spoken: Spoken, sample: str, slots: Sequence[str]) -> str:
    types = [spoken.slot_types.get(slot, "") for slot in slots]
    if alexa_platform().free_text not in types:
        return ""
    if len(slots) > 1:
        return "free_text_crowded"
    return "" if any(map(str.isalpha, _SLOT.sub("", sample))) else "free_text_alone"
