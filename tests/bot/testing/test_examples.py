"""Example files: what they become, and what is refused."""

from pathlib import Path

import pytest

from bot.errors import EvaluationError
from bot.testing.examples import Conversation, ExampleTurn, load_examples
from tests.bot.definition import product_bot


def write(root: Path, text: str, name: str = "examples.yaml") -> None:
    (root / "help").mkdir(exist_ok=True)
    (root / "help" / name).write_text(text, encoding="utf-8")


def test_conversations_are_lists_of_turns(tmp_path: Path) -> None:
    write(
        tmp_path,
        "- - say: help\n    intent: Help\n"
        "- - say: restart\n    intent: Restart\n    slots: {service: orders}\n"
        "  - say: cancel\n    intent: Cancel\n    slots: {}\n    reply_contains: OK\n",
    )
    assert load_examples(tmp_path) == (
        Conversation("help/examples.yaml:1", (ExampleTurn("help", "Help"),)),
        Conversation(
            "help/examples.yaml:3",
            (
                ExampleTurn("restart", "Restart", {"service": "orders"}),
                ExampleTurn("cancel", "Cancel", {}, "OK"),
            ),
        ),
    )


def test_another_language_has_a_file_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, "- - say: help\n    intent: Help\n")
    write(tmp_path, "- - say: hilfe\n    intent: Help\n", "examples.de_DE.yaml")
    german, first = load_examples(tmp_path)
    assert (german.place, german.locale) == ("help/examples.de_DE.yaml:1", "de_DE")
    assert [one.is_in(product_bot(), "en_US") for one in (german, first)] == [False, True]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- - say: help\n", "help/examples.yaml:1: the key 'intent' is missing"),
        ("- say: help\n  intent: Help\n", "is a mapping, not a list"),
        (
            "- - {say: a, intent: B, reply_contain: c}\n",
            "unknown key 'reply_contain'. Did you mean",
        ),
    ],
)
def test_a_malformed_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, text)
    with pytest.raises(EvaluationError, match=message):
        load_examples(tmp_path)
