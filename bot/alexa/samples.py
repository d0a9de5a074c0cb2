"""From templates to samples: within Alexa's limits, spread evenly, always the same."""

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


class Samples:
    """Samples of one locale: the first intent that says something keeps it."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._owners: dict[str, str] = {}
        """What is said, with types for its slots -> the intent that says it."""
        self._notes: dict[tuple[str, str, str], Note] = {}

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(self._notes.values())

    def claim(self, spoken: Spoken, most: int) -> tuple[str, ...]:
        """At most `most` different samples of `spoken` that nobody else has."""
        found: dict[str, None] = {}
        for template, utterance, sample in self._candidates(spoken, most):
            owner = self._owners.setdefault(_meaning(sample, spoken), spoken.intent)
            if owner == spoken.intent:
                found[sample] = None
            else:
                self._taken(spoken, owner, template, utterance, sample)
        return tuple(found)

    def free(self, spoken: Spoken, most: int) -> tuple[str, ...]:
        """The same, without a claim: how a slot is answered may be said elsewhere too."""
        return tuple(dict.fromkeys(sample for _, _, sample in self._candidates(spoken, most)))

    def _candidates(self, spoken: Spoken, most: int) -> Iterator[tuple[str, str, str]]:
        sizes = [count(template) for template in spoken.templates]
        for template, share in zip(spoken.templates, shares(sizes, most), strict=True):
            for utterance in expand(template, share) if share else ():
                sample = self._sample(spoken, template, utterance)
                if sample:
                    yield template, utterance, sample

    def _sample(self, spoken: Spoken, template: str, utterance: str) -> str:
        renamed = _SLOT.sub(lambda match: f"{{{alexa_name(match[1])}}}", utterance)
        found = normalise(renamed, self._language.name, self._language.contractions)
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
            made = note(code, self._language.locale, spoken.intent, **about)
            self._notes.setdefault((code, spoken.intent, template), made)

    def _taken(
        self, spoken: Spoken, owner: str, template: str, utterance: str, sample: str
    ) -> None:
        if not spoken.is_quiet:
            made = Note(
                self._language.locale,
                spoken.intent,
                "dropped",
                "taken",
                f"{owner} has the same sample {sample!r}",
                template=template,
                utterance=utterance,
            )
            self._notes.setdefault(("taken", spoken.intent, template), made)


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


def _meaning(sample: str, spoken: Spoken) -> str:
    """The sample with types for its slots: how Alexa tells two intents apart."""
    types = {alexa_name(slot): type_ for slot, type_ in spoken.slot_types.items()}
    return _SLOT.sub(lambda match: f"{{{types.get(match[1], match[1])}}}", sample)
