"""How well a recognizer understands: paraphrases in, figures and confusions out.

A paraphrase file holds one intent's blind sentences (`tests/nlu/paraphrases/<intent>.yaml`):

    intent: RestartService
    paraphrases:
      - say: restart payments in staging
        slots: {service: payments, environment: staging}
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.dialog.state import SlotFill
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
    """A sentence and what it means."""

    say: str
    expected: Meaning


@dataclass(frozen=True)
class Confusion:
    """A sentence that was understood as something else."""

    say: str
    expected: Meaning
    got: Meaning


@dataclass(frozen=True)
class Score:
    """Counts of one intent, or of all."""

    cases: int
    intent_right: int
    all_right: int
    """Intent and every slot right, and no slot too many."""

    @property
    def intent_accuracy(self) -> float:
        return self.intent_right / self.cases if self.cases else 0.0

    @property
    def accuracy(self) -> float:
        return self.all_right / self.cases if self.cases else 0.0


@dataclass(frozen=True)
class NluReport:
    """`scores`: expected intent -> score, sorted by name."""

    total: Score
    scores: Mapping[str, Score]
    confusions: tuple[Confusion, ...]


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


def evaluate(recognizer: Recognizer, cases: Iterable[Case], locale: str) -> NluReport:
    """What `recognizer` makes of each case, said at the start of a conversation."""
    results = [(case, understood(recognizer, case.say, locale)) for case in cases]
    intents = sorted({case.expected.intent for case, _ in results})
    return NluReport(
        total=_score(results),
        scores={
            intent: _score([pair for pair in results if pair[0].expected.intent == intent])
            for intent in intents
        },
        confusions=tuple(
            Confusion(case.say, case.expected, got) for case, got in results if got != case.expected
        ),
    )


def understood(recognizer: Recognizer, text: str, locale: str) -> Meaning:
    """The best interpretation of `text`, its slots in canonical values."""
    best = recognizer.recognize(text, locale=locale, eliciting=None, hints={}).interpretations[0]
    slots = {name: canonical(fill) for name, fill in best.slots.items()}
    return Meaning(best.intent, slots)


def canonical(fill: SlotFill) -> str:
    """The value meant: the first resolved one, else the person's own text."""
    return fill.resolved[0] if fill.resolved else fill.interpreted or fill.original


def _score(results: Sequence[tuple[Case, Meaning]]) -> Score:
    return Score(
        cases=len(results),
        intent_right=sum(case.expected.intent == got.intent for case, got in results),
        all_right=sum(case.expected == got for case, got in results),
    )


def render(report: NluReport) -> str:
    """The report as plain text for a terminal."""
    lines = [f"{'intent':<20}{'cases':>6}{'intent':>9}{'+ slots':>9}"]
    lines += [_row(intent, score) for intent, score in report.scores.items()]
    lines.append(_row("all", report.total))
    if report.confusions:
        lines += ["", "Not understood as meant:", *map(_confused, report.confusions)]
        lines += ["", "Taken for each other:", *_pairs(report.confusions)]
    return "\n".join(lines)


def _row(name: str, score: Score) -> str:
    return f"{name:<20}{score.cases:>6}{score.intent_accuracy:>9.1%}{score.accuracy:>9.1%}"


def _confused(confusion: Confusion) -> str:
    return f"  {confusion.say!r}\n      meant {confusion.expected}, got {confusion.got}"


def _pairs(confusions: Sequence[Confusion]) -> list[str]:
    counts = Counter((c.expected.intent, c.got.intent) for c in confusions)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [
        f"  {count} x {meant} as {got if got != meant else 'itself, with wrong slots'}"
        for (meant, got), count in ranked
    ]
