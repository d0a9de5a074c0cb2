"""What keeps an intent from being recognised: negations, and questions about an action."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.nlu.examples import IntentExamples, TrainingSet
from bot.nlu.tokens import norms

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Guards:
    phrases: Mapping[str, tuple[Phrase, ...]]
    """Intent -> words in a row that speak against it."""

    def against(self, words: tuple[str, ...], intent: str) -> bool:
        """Whether the words hold one of the intent's guards."""
        return any(_holds(words, phrase) for phrase in self.phrases.get(intent, ()))


def learn_guards(examples: TrainingSet) -> Guards:
    """A guard that an intent's own utterance has is not held against the intent."""
    guards = _phrases(examples.guards)
    negations = _phrases(examples.negations)
    return Guards({intent.name: _of(intent, guards, negations) for intent in examples.intents})


def _of(
    intent: IntentExamples, guards: tuple[Phrase, ...], negations: tuple[Phrase, ...]
) -> tuple[Phrase, ...]:
    said = {_carrier(utterance) for utterance in intent.utterances}
    against: tuple[Phrase, ...] = ()
    if not any(_holds(words, phrase) for words in said for phrase in negations):
        against += negations
    if intent.guarded:
        against += tuple(
            phrase for phrase in guards if not any(_holds(words, phrase) for words in said)
        )
    return tuple(dict.fromkeys(against))


def _carrier(utterance: Iterable[object]) -> tuple[str, ...]:
    """The words outside slots; a slot is a word that no guard has."""
    words: tuple[str, ...] = ()
    for part in utterance:
        words += norms(part) if isinstance(part, str) else ("\x02",)
    return words


def _phrases(texts: Iterable[str]) -> tuple[Phrase, ...]:
    return tuple(phrase for phrase in map(norms, texts) if phrase)


def _holds(words: tuple[str, ...], phrase: Phrase) -> bool:
    size = len(phrase)
    return any(words[i : i + size] == phrase for i in range(len(words) - size + 1))
