"""Two local endpoints that differ on purpose, through boto3."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from bot.dialog.state import Message, UserInput
from bot.lex.answers import Answer
from bot.testing.endpoint import Heard, LexEndpoint
from bot.testing.parity import (
    Compared,
    Sides,
    compare_all,
    divergences,
    parity_json,
    parity_text,
)
from bot.testing.running import Settings
from bot.testing.script import Run, Script, Turn
from tests.bot.runtime.world import ALIAS_ID, BOT_ID, Served, fulfill, served

SHOWN = """
≠ x:1: Status service=cards
  you  Status service=cards
       intent
         one    Status
         other  Fallback
       slots
         one    service=cards
         other  nothing
       messages
         one    Status None
         other  Fallback None
  … 1 more not held: the two stand at different points

0 of 1 conversations and 0 of 1 turns are the same on both
"""


def differently(event: Mapping[str, Any]) -> object:
    """Another version of the function: it words its question in another way."""
    found: Any = fulfill(event)
    for message in found["messages"]:
        message["content"] = message["content"].replace("Sure?", "Really?")
    return found


@pytest.fixture(scope="module")
def sides() -> Iterator[Sides]:
    with served() as one, served() as other, closing(one.client()) as left:
        _spoil(other)
        with closing(other.client()) as right:
            settings = Settings("en_US")
            one_end, other_end = (LexEndpoint(lex, BOT_ID, ALIAS_ID) for lex in (left, right))
            yield Sides(one_end, other_end, settings, settings, ("one", "other"), 0.2)


def _spoil(world: Served) -> None:
    """Less sure of everything, deaf to cards, and another function."""
    recognize = world.recognizer.recognize

    def worse(text: str, **more: Any) -> UserInput:
        heard = recognize(text.replace("Status service=cards", "what"), **more)
        unsure = [
            replace(one, confidence=one.confidence and one.confidence - 0.3)
            for one in heard.interpretations
        ]
        return replace(heard, interpretations=tuple(unsure))

    world.recognizer.recognize = worse  # type: ignore[method-assign]
    world.function.respond = differently


def said(*texts: str) -> Script:
    return Script("x:1", "", Run(), tuple(Turn(f"x:{n}", text) for n, text in enumerate(texts, 1)))


def compared(sides: Sides, *texts: str) -> Compared:
    (found,) = compare_all(sides, [said(*texts)])
    return found


def kinds(found: Compared) -> list[list[str]]:
    return [[one.what for one in turn.divergences] for turn in found.turns]


def test_messages_and_confidence_that_differ_do_not_end_a_conversation(sides: Sides) -> None:
    found = compared(sides, "Restart service=orders", "=staging", "yes")
    assert kinds(found) == [["confidence"], ["messages"], []]
    assert (found.turns[0].divergences[0].left, found.turns[0].divergences[0].right) == (
        "0.90",
        "0.60",
    )
    assert (found.turns[1].divergences[0].left, found.turns[1].divergences[0].right) == (
        "Sure?",
        "Really?",
    )


def test_another_intent_ends_it(sides: Sides) -> None:
    found = compared(sides, "Status service=cards", "yes")
    assert parity_text([found], sides.names) == SHOWN.strip("\n")
    assert found.left_out == 1


def test_a_tolerance_and_kinds_that_do_not_count(sides: Sides) -> None:
    lenient = replace(sides, tolerance=0.35, ignored=frozenset({"messages"}))
    assert compared(lenient, "Restart service=orders", "=staging", "yes").is_same
    scripts = [said("Restart service=orders", "=staging"), said("Help")]
    results = compare_all(sides, scripts, jobs=2)
    found = parity_json(results, sides.names)
    assert (found["conversations"], found["same"]) == (2, 0)
    assert found["differences"][0] == {  # type: ignore[index]
        "place": "x:1",
        "locale": "en_US",
        "say": "Restart service=orders",
        "what": "confidence",
        "left": "0.90",
        "right": "0.60",
    }


def test_an_error_on_one_side_is_a_difference_the_same_on_both_is_none() -> None:
    failed, answer = Heard(error="ConflictException"), Heard(Answer(messages=(Message("Hi."),)))
    (found,) = divergences(failed, answer, 0.2)
    assert (found.what, found.left, found.right) == ("error", "ConflictException", "an answer")
    assert divergences(failed, failed, 0.2) == ()
