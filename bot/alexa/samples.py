"""Samples of one locale: no two intents have the same."""

import re

from bot.alexa.candidates import Candidate, Candidates, Spoken
from bot.alexa.names import alexa_name
from bot.alexa.notes import Note

_SLOT = re.compile(r"\{([^{}]+)\}")


class Samples:
    """The first intent that says something keeps it."""

    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates
        self._owners: dict[str, str] = {}
        """What is said, with types for its slots -> the intent that says it."""
        self._taken: dict[tuple[str, str], Note] = {}

    @property
    def notes(self) -> tuple[Note, ...]:
        return (*self._candidates.notes, *self._taken.values())

    def claim(self, spoken: Spoken, most: int) -> tuple[str, ...]:
        """At most `most` different samples of `spoken` that nobody else has."""
        found: dict[str, None] = {}
        for one in self._candidates.of(spoken, most):
            owner = self._owners.setdefault(_meaning(one.sample, spoken), spoken.intent)
            if owner == spoken.intent:
                found[one.sample] = None
            elif not spoken.is_quiet:
                self._note(spoken, owner, one)
        return tuple(found)

    def free(self, spoken: Spoken, most: int) -> tuple[str, ...]:
        """The same, without a claim: how a slot is answered may be said elsewhere too."""
        return tuple(dict.fromkeys(one.sample for one in self._candidates.of(spoken, most)))

    def _note(self, spoken: Spoken, owner: str, one: Candidate) -> None:
        made = Note(
            self._candidates.language.locale,
            spoken.intent,
            "dropped",
            "taken",
            f"{owner} has the same sample {one.sample!r}",
            template=one.template,
            utterance=one.utterance,
        )
        self._taken.setdefault((spoken.intent, one.template), made)


def _meaning(sample: str, spoken: Spoken) -> str:
    """The sample with types for its slots: how Alexa tells two intents apart."""
    types = {alexa_name(slot): type_ for slot, type_ in spoken.slot_types.items()}
    return _SLOT.sub(lambda match: f"{{{types.get(match[1], match[1])}}}", sample)
