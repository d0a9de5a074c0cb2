"""The NLU report: its figures, its text, its files; and the target that the product must meet."""

from pathlib import Path

import pytest

from bot.dialog.state import Interpretation, SlotFill, UserInput
from bot.errors import EvaluationError
from bot.runtime.recognizer import NO_HINTS, Eliciting, Hints
from bot.testing.nlu import Case, Confusion, Meaning, Score, evaluate, load_cases, render
from tests.bot.definition import PARAPHRASES, product_recognizer

TARGET = 0.90
"""Of the blind paraphrases, intent and slots both right."""

RESTART = Meaning("Restart", {"service": "orders"})
HELP = Meaning("Help")


RENDERED = """
intent               cases   intent  + slots
Help                     1     0.0%     0.0%
Restart                  2   100.0%    50.0%
all                      3    66.7%    33.3%

Not understood as meant:
  'b'
      meant Restart(service=orders), got Restart(service=cards)
  'c'
      meant Help, got Fallback

Taken for each other:
  1 x Help as Fallback
  1 x Restart as itself, with wrong slots
"""


class Scripted:
    """Understands each text as written."""

    def __init__(self, meanings: dict[str, Interpretation]) -> None:
        self._meanings = meanings

    def recognize(
        self,
        text: str,
        *,
        locale: str,
        eliciting: Eliciting | None = None,
        hints: Hints = NO_HINTS,
    ) -> UserInput:
        assert (locale, eliciting, dict(hints)) == ("en_US", None, {})
        return UserInput((self._meanings[text],))


RECOGNIZER = Scripted(
    {
        "a": Interpretation("Restart", {"service": SlotFill("Order", "Order", ("orders",))}, 1.0),
        "b": Interpretation("Restart", {"service": SlotFill("cards", "cards")}, 1.0),
        "c": Interpretation("Fallback"),
    }
)
CASES = (Case("a", RESTART), Case("b", RESTART), Case("c", HELP))


def test_a_report_counts_intents_and_slots() -> None:
    report = evaluate(RECOGNIZER, CASES, "en_US")
    assert report.scores == {"Help": Score(1, 0, 0), "Restart": Score(2, 2, 1)}
    assert report.total == Score(3, 2, 1)
    assert report.confusions == (
        Confusion("b", RESTART, Meaning("Restart", {"service": "cards"})),
        Confusion("c", HELP, Meaning("Fallback")),
    )
    assert (report.total.intent_accuracy, report.total.accuracy) == (2 / 3, 1 / 3)


def test_a_report_is_rendered_as_text() -> None:
    assert render(evaluate(RECOGNIZER, CASES, "en_US")) == RENDERED.strip("\n")


def test_a_report_without_confusions_is_the_table_alone() -> None:
    assert render(evaluate(RECOGNIZER, CASES[:1], "en_US")).count("\n") == 2


def test_no_cases_are_no_success() -> None:
    assert evaluate(RECOGNIZER, (), "en_US").total.accuracy == 0.0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("intent: Help\n", "x.yaml:1: the key 'paraphrases' is missing"),
        ("intent: Help\nparaphrases:\n  - {sya: help}\n", "x.yaml:3: unknown key 'sya'"),
        ("intent: [\n", "this is not YAML"),
    ],
)
def test_a_malformed_paraphrase_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError, match=message):
        load_cases(tmp_path)


def test_a_folder_without_paraphrases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="there is no paraphrase file"):
        load_cases(tmp_path)


@pytest.mark.parametrize(
    ("folder", "locale"), [(PARAPHRASES, "en_US"), (PARAPHRASES.with_name("de_DE"), "de_DE")]
)
def test_the_product_understands_nine_in_ten_paraphrases(folder: Path, locale: str) -> None:
    report = evaluate(product_recognizer(), load_cases(folder), locale)
    assert report.total.cases >= 180
    assert report.total.accuracy >= TARGET, render(report)
    assert min(score.accuracy for score in report.scores.values()) >= 0.8, render(report)


@pytest.mark.parametrize(
    ("folder", "locale", "cases"), [("second", "en_US", 108), ("de_DE/second", "de_DE", 90)]
)
def test_the_product_understands_nine_in_ten_of_the_set_that_nobody_tuned_to(
    folder: str, locale: str, cases: int
) -> None:
    second = PARAPHRASES.parent / folder

    report = evaluate(product_recognizer(), load_cases(second), locale)

    assert report.total.cases == cases
    assert report.total.accuracy >= TARGET, render(report)
