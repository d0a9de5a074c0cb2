"""What is said of stacks, in states that the example world does not have."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from fulfillment.handlers import stack_status
from fulfillment.ops.stacks.port import Drifted, Stack, Survey
from fulfillment.ops.state import EnvironmentState
from fulfillment.sentences import phrase, sentences
from fulfillment.turn import Reply
from tests.bot.definition import product_bot
from tests.fulfillment.handlers.scripted import ScriptedFleet, a_turn
from tests.fulfillment.language import DENIED

FLEET = ScriptedFleet((EnvironmentState("live", ()),))
GAP = phrase("could_not", what=phrase("read_stacks", environment="live"), why=DENIED)


@dataclass(frozen=True)
class ScriptedStacks:
    found: Survey

    def survey(self, environments: Sequence[str]) -> Survey:
        assert tuple(environments) == ("live",)
        return self.found


def a_stack(name: str = "shop", **over: Any) -> Stack:
    base: dict[str, Any] = {
        "environment": "live",
        "state": "fine",
        "status": "UPDATE_COMPLETE",
        "reason": "",
        "age_seconds": 7_200.0,
        "drift": "in sync",
        "drift_age_seconds": 60.0,
    }
    return Stack(name, **{**base, **over})


def asked(*stacks: Stack, locale: str = "en_US", **over: Any) -> Reply:
    turn = replace(a_turn("StackStatus"), say=sentences(product_bot(), locale, "StackStatus"))
    return stack_status.answer(turn, FLEET, ScriptedStacks(Survey(stacks, **over)))


def test_all_is_well() -> None:
    reply = asked(a_stack())

    assert reply.text == reply.text.strip() == "**1 stack** in **live**: 1 complete."
    assert reply.table is not None
    assert [(cell.text, cell.tone) for cell in reply.table.rows[0][2:5:2]] == [
        ("complete", "good"),
        ("in sync", "good"),
    ]


def test_a_failed_stack_is_told_with_aws_s_reason_as_text() -> None:
    reply = asked(a_stack(state="failed", reason="`arn:aws:iam::123456789012:role/x` *denied*"))

    assert reply.text.splitlines()[1] == (
        "**shop** has been in a failed state for 2 hours (\\`x\\` \\*denied\\*)."
    )
    assert reply.speech == (
        "1 stack in live: 1 in a failed state. shop has been in a failed state for 2 hours."
    )


def test_drift_says_when_it_was_detected_and_what_differs() -> None:
    resources = tuple(Drifted(f"R{n}", "AWS::S3::Bucket", is_deleted=False) for n in range(5))
    drifted = a_stack("db", drift="drifted", drift_age_seconds=3 * 86_400, drifted=resources)
    reply = asked(drifted, locale="de_DE")

    assert reply.text.splitlines()[1] == (
        "**db** weicht von seinem Template ab, festgestellt vor 3 Tagen: R0, R1, R2 und 2 weitere."
    )
    assert reply.speech.endswith("weicht von seinem Template ab, festgestellt vor 3 Tagen.")


def test_drift_that_nobody_looked_for_is_not_called_none() -> None:
    unchecked = [a_stack(f"s{n}", drift="not checked", drift_age_seconds=None) for n in range(5)]
    reply = asked(*unchecked)

    assert "Nobody has looked for drift of **s0**, **s1**, **s2** and 2 more." in reply.text
    assert "drifted" not in reply.text


def test_no_stacks_more_than_were_read_and_none_readable() -> None:
    assert asked().text == "There is no CloudFormation stack of **live**."
    assert asked(a_stack(), has_more=True).text.endswith("There are more stacks than I read.")
    reply = asked(gaps=(GAP,))
    assert reply.state == "failed"
    assert reply.text == reply.speech
    assert reply.text.startswith("I could not read the CloudFormation stacks of live because AWS d")
