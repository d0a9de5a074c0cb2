"""How well a recognizer understands: paraphrases in, figures and confusions out.

A paraphrase file holds one intent's blind sentences (`tests/nlu/paraphrases/<intent>.yaml`):

    intent: RestartService
    paraphrases:
      - say: restart payments in staging
        slots: {service: payments, environment: staging}
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.dialog.state import Interpretation, SlotFill
from bot.documents import read_document
from bot.errors import EvaluationError
from bot.forms import NAME, ListForm, MapForm, RecordForm, TextForm
from bot.runtime.recognizer import Recognizer

PARAPHRASES = RecordForm(
    "Blind sentences of one intent.",
    {
        "intent": TextForm("The intent that every one of them means.", NAME),
        "paraphrases": ListForm(
            "The sentences.",
            RecordForm(
                "One sentence.",
                {
                    "say": TextForm("What a person says."),
                    "slots": MapForm(
                        "Exactly the slots it fills, canonical.",
                        TextForm("Canonical value."),
                        NAME,
                    ),
                },
                required=("say",),
            ),
        ),
    },
    required=("intent", "paraphrases"),
)


@dataclass(frozen=True)
class Meaning:
    """An intent, and canonical values by slot name."""

    intent: str
    slots: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        slots = ", ".join(f"{name}={value}" for name, value in sorted(self.slots.items()))
        return f"{self.intent}({slots})" if slots else self.intent


@dataclass(frozen=True)
class Case:
    """A sentence and what it means.

    `spans`: slot -> its words in the sentence, where that is known. Values of `unvalued` slots are
    not judged: nobody knows what "tomorrow" must become.
    """

    say: str
    expected: Meaning
    spans: Mapping[str, str] = field(default_factory=dict)
    unvalued: frozenset[str] = frozenset()

    def judged(self, meaning: Meaning) -> Meaning:
        """`meaning` without the values that are not judged."""
        kept = {name: one for name, one in meaning.slots.items() if name not in self.unvalued}
        return Meaning(meaning.intent, kept)


@dataclass(frozen=True)
class Confusion:
    """A sentence that was understood as something else."""

    say: str
    expected: Meaning
    got: Meaning
    collides: str = ""
    """The utterance of the intent that was understood which is nearest to the sentence."""


@dataclass(frozen=True)
class Score:
    """Counts of one intent, or of all."""

    cases: int
    intent_right: int
    all_right: int
    """Intent and every slot right, and no slot too many."""
    claimed: int = 0
    """Sentences that were understood as the intent, rightly or not."""

    @property
    def intent_accuracy(self) -> float:
        """Of one intent it is the recall."""
        return self.intent_right / self.cases if self.cases else 0.0

    @property
    def accuracy(self) -> float:
        return self.all_right / self.cases if self.cases else 0.0

    @property
    def precision(self) -> float:
        return self.intent_right / self.claimed if self.claimed else 0.0

    @property
    def f1(self) -> float:
        return harmonic(self.precision, self.intent_accuracy)


@dataclass(frozen=True)
class SlotScore:
    """Counts of one slot, whatever intent was understood: filled as it should be, left out or
    filled otherwise (missed), and filled otherwise or without being said (wrong)."""

    right: int = 0
    missed: int = 0
    wrong: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        return harmonic(self.precision, self.recall)


def harmonic(one: float, other: float) -> float:
    """The F1 of a precision and a recall."""
    return 2 * one * other / (one + other) if one + other else 0.0


@dataclass(frozen=True)
class Escape:
    """A sentence that means nothing the bot does, and was understood as an intent of it."""

    say: str
    got: Meaning
    confidence: float


@dataclass(frozen=True)
class NluReport:
    """`scores`: expected intent -> score, sorted by name; the slots' by "Intent.slot"."""

    total: Score
    scores: Mapping[str, Score]
    confusions: tuple[Confusion, ...]
    slots: Mapping[str, SlotScore] = field(default_factory=dict)
    """By value; the slots of every intent whose sentences have or got some."""
    spans: Mapping[str, SlotScore] = field(default_factory=dict)
    """By the exact words, where cases know them."""
    out_of_scope: int = 0
    """Sentences that must be the fallback intent."""
    escapes: tuple[Escape, ...] = ()
    """Those of them that were not."""


def load_cases(folder: Path) -> tuple[Case, ...]:
    """Every paraphrase under `folder`. Raises EvaluationError with every problem."""
    documents = [
        read_document(path, path.name, PARAPHRASES) for path in sorted(folder.glob("*.yaml"))
    ]
    problems = [str(problem) for document in documents for problem in document.problems]
    if problems:
        raise EvaluationError("\n".join(["the paraphrases cannot be read:", *problems]))
    if not documents:
        raise EvaluationError(f"there is no paraphrase file in {folder}: name another folder")
    return tuple(
        Case(entry["say"], Meaning(document.data["intent"], entry.get("slots", {})))
        for document in documents
        for entry in document.data["paraphrases"]
    )


def evaluate(
    recognizer: Recognizer,
    cases: Iterable[Case],
    locale: str,
    nearest: Callable[[str, str], str] = lambda *_: "",
) -> NluReport:
    """What `recognizer` makes of each case, said at the start of a conversation.

    `nearest`: (sentence, intent) -> the intent's own utterance that is most like the sentence.
    """
    return report_of([(case, heard(recognizer, case.say, locale)) for case in cases], nearest)


Heard = tuple[Case, Interpretation]


def report_of(
    results: Sequence[Heard], nearest: Callable[[str, str], str] = lambda *_: ""
) -> NluReport:
    """The figures of cases and what each was understood as."""
    meant = [(case, case.judged(meaning(one))) for case, one in results]
    intents = sorted({case.expected.intent for case, _ in meant})
    claimed = Counter(got.intent for _, got in meant)
    return NluReport(
        total=replace(_score(meant), claimed=len(meant)),
        scores={
            intent: replace(
                _score([pair for pair in meant if pair[0].expected.intent == intent]),
                claimed=claimed[intent],
            )
            for intent in intents
        },
        confusions=tuple(
            Confusion(case.say, case.expected, got, _collision(case, got, nearest))
            for case, got in meant
            if got != case.judged(case.expected)
        ),
        slots=_slot_scores(
            (case, case.judged(case.expected).slots, got.slots) for case, got in meant
        ),
        spans=_slot_scores(
            (case, lowered(case.spans), lowered(_spans(one))) for case, one in results if case.spans
        ),
    )


def _collision(case: Case, got: Meaning, nearest: Callable[[str, str], str]) -> str:
    return nearest(case.say, got.intent) if got.intent != case.expected.intent else ""


def lowered(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: text.casefold() for name, text in texts.items()}


def _spans(one: Interpretation) -> dict[str, str]:
    return {name: fill.original for name, fill in one.slots.items()}


def _slot_scores(
    triples: Iterable[tuple[Case, Mapping[str, str], Mapping[str, str]]],
) -> dict[str, SlotScore]:
    """By "Intent.slot", from (case, expected, got)."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for case, expected, got in triples:
        for name in {*expected, *got}:
            found = counts[f"{case.expected.intent}.{name}"]
            is_right = expected.get(name) == got.get(name)
            found["right"] += is_right
            found["missed"] += not is_right and name in expected
            found["wrong"] += not is_right and name in got
    return {
        name: SlotScore(found["right"], found["missed"], found["wrong"])
        for name, found in sorted(counts.items())
    }


def out_of_scope(
    recognizer: Recognizer, sentences: Sequence[str], locale: str, fallback: str
) -> tuple[Escape, ...]:
    """Those of `sentences` that are not understood as the intent `fallback`."""
    found = [(text, heard(recognizer, text, locale)) for text in sentences]
    return tuple(
        Escape(text, meaning(one), one.confidence or 0.0)
        for text, one in found
        if one.intent != fallback
    )


def heard(recognizer: Recognizer, text: str, locale: str) -> Interpretation:
    """The best interpretation of `text`, said at the start of a conversation."""
    found = recognizer.recognize(text, locale=locale, eliciting=None, hints={}).interpretations
    return found[0] if found else Interpretation("")


def meaning(one: Interpretation) -> Meaning:
    """An interpretation with its slots in canonical values."""
    return Meaning(one.intent, {name: canonical(fill) for name, fill in one.slots.items()})


def canonical(fill: SlotFill) -> str:
    """The value meant: the first resolved one, else the person's own text."""
    return fill.resolved[0] if fill.resolved else fill.interpreted or fill.original


def _score(results: Sequence[tuple[Case, Meaning]]) -> Score:
    return Score(
        cases=len(results),
        intent_right=sum(case.expected.intent == got.intent for case, got in results),
        all_right=sum(case.judged(case.expected) == got for case, got in results),
    )
