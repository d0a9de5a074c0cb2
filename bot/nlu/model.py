"""A trained model: text in, ranked intents and the spans that fill their slots out."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.nlu.classifier import Classifier
from bot.nlu.embeddings import Embedder, Level
from bot.nlu.guards import Guards
from bot.nlu.tagger import Span, Tagger
from bot.nlu.tokens import norms

_BEST = 5
"""Lex gives at most five interpretations, the fallback among them."""
_WORTH_TAGGING = 0.2
"""An intent below that is far from any threshold in use: its slots are not looked for."""
_GUARDED = 0.25
"""What is left of the confidence in an intent that a guard speaks against."""


@dataclass(frozen=True)
class Understood:
    """One reading of a text."""

    intent: str
    confidence: float
    """0 to 1: about the share of such readings that are right."""
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Model:
    """Deterministic, without I/O once it is made, safe to share between threads."""

    classifier: Classifier
    taggers: Mapping[str, Tagger]
    guards: Guards
    embedder: Embedder

    @property
    def level(self) -> Level:
        """Which embedding the model was trained with."""
        return self.embedder.level

    def understand(
        self, text: str, *, candidates: frozenset[str] | None = None
    ) -> tuple[Understood, ...]:
        """At most five readings, best first; among `candidates`, if given. None for a text without
        a word in it."""
        ranked = self.rank(text, candidates)[:_BEST]
        read = [self._read(text, intent, confidence) for intent, confidence in ranked]
        return tuple(sorted(read, key=lambda reading: -reading.confidence))

    def rank(
        self, text: str, candidates: frozenset[str] | None = None
    ) -> tuple[tuple[str, float], ...]:
        """Every intent, or candidate, with the confidence that the words alone give; best first.
        None for a text without a word in it. Guards are not asked, and slots not looked for."""
        if not any(map(str.isalnum, text)):
            return ()
        (embedding,) = self.embedder.embed([text])
        return tuple(self.classifier.rank(text, embedding, candidates))

    def tag(self, text: str, intent: str, eliciting: str | None = None) -> tuple[Span, ...]:
        """What fills the intent's slots, left to right; `eliciting`: the slot that is asked for."""
        tagger = self.taggers.get(intent)
        return tagger.tag(text, eliciting or "") if tagger is not None else ()

    def _read(self, text: str, intent: str, confidence: float) -> Understood:
        if confidence < _WORTH_TAGGING:
            return Understood(intent, confidence, ())
        spans = self.tag(text, intent)
        if self.guards.against(self._said(text, intent, spans), intent):
            confidence *= _GUARDED
        return Understood(intent, confidence, spans)

    def _said(self, text: str, intent: str, spans: tuple[Span, ...]) -> tuple[str, ...]:
        """The words of the text; a value that the definition lists is a word that no guard has."""
        gazetteer = self.taggers[intent].view.gazetteer if spans else None
        words: tuple[str, ...] = ()
        begin = 0
        for span in spans:
            value = norms(span.text)
            listed = gazetteer is not None and value in gazetteer.entries
            words += (*norms(text[begin : span.start]), *(("\x02",) if listed else value))
            begin = span.end
        return words + norms(text[begin:])
