"""Every kind of reply as Block Kit: golden files, and the limits for any reply at all.

`UPDATE_GOLDEN=1 pytest tests/channels/slack/test_render.py` writes the files anew: read the diff.
"""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.slack.mrkdwn import escape
from channels.slack.render import SlackMessage, button_value, render, with_note, without_buttons
from fulfillment.turn import (
    Action,
    Cell,
    Chart,
    Fact,
    Invocation,
    Link,
    Marker,
    Progress,
    Reply,
    Series,
    Table,
)
from tests.channels.slack.block_kit_limits import problems
from tests.channels.slack.replies import KINDS, question
from tests.fulfillment.language import english

GOLDEN = Path(__file__).parents[2] / "golden" / "slack"

SAY = english()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_of_reply_is_rendered_as_recorded(kind: str) -> None:
    message = render(SAY, KINDS[kind], "shared")
    document = {"text": message.text, "blocks": message.blocks}
    rendered = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    path = GOLDEN / f"{kind}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(rendered, encoding="utf-8")

    assert rendered == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_keeps_to_the_limits(kind: str) -> None:
    message = render(SAY, KINDS[kind])

    assert problems(message.text, message.blocks) == []


def test_there_is_no_golden_file_without_a_reply() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.json")) == sorted(KINDS)


@pytest.mark.parametrize(
    "mention", ["<!channel>", "<!here>", "<@U0ANA>", "<#C1>", "<!subteam^S1>", "<!date^1^{time}|x>"]
)
def test_a_mention_cannot_be_smuggled_in(mention: str) -> None:
    everywhere = Reply(
        text=mention,
        facts=(Fact(mention, Cell(mention)),),
        table=Table(mention, (mention,), ((Cell(mention),),)),
        links=(Link(mention, f"https://x.test/{mention}"),),
        suggestions=(mention,),
        progress=Progress("op", mention, "running", 1, 2, mention),
    )
    message = render(SAY, everywhere)

    assert mention not in json.dumps([message.text, message.blocks])
    assert problems(message.text, message.blocks) == []


def test_an_address_that_is_not_of_the_web_is_left_out() -> None:
    blocks = render(SAY, Reply(text="x", links=(Link("run", "javascript:alert(1)"),))).blocks

    assert "javascript" not in json.dumps(blocks)


def test_escaping_is_slacks() -> None:
    assert escape("a & b < c > d &amp;") == "a &amp; b &lt; c &gt; d &amp;amp;"


def test_marks_inside_words_are_left_as_they_are() -> None:
    assert escape("my_service_name 2*3") == "my_service_name 2*3"


def test_a_button_carries_a_structured_invocation_and_its_audience() -> None:
    blocks = render(SAY, question(), "public", "U0ANA").blocks
    [actions] = [block for block in blocks if _is_actions(block)]

    assert json.loads(actions["elements"][0]["value"]) == {
        "kind": "confirm",
        "name": "plan-1",
        "slots": {},
        "audience": "public",
        "asker": "U0ANA",
    }


def test_a_question_with_buttons_suggests_no_words() -> None:
    asked = replace(question(), suggestions=("yes", "no"))

    assert [block["type"] for block in render(SAY, asked).blocks] == ["section", "actions"]


def test_a_destructive_button_asks_again_and_its_cancel_does_not() -> None:
    [actions] = [block for block in render(SAY, question()).blocks if _is_actions(block)]
    restart, cancel = actions["elements"]

    assert restart["style"] == "danger"
    assert restart["confirm"]["confirm"]["text"] == "Restart"
    assert not cancel.keys() & {"style", "confirm"}


def test_a_button_whose_value_does_not_fit_is_left_out() -> None:
    slots = {"service": "x" * 2000}
    action = Action("Too long", Invocation("intent", "ServiceHealth", slots))

    assert len(button_value(action, "private")) > 2000
    assert not any(map(_is_actions, render(SAY, Reply("x", actions=(action,))).blocks))


def test_a_long_text_is_cut_between_words_and_nothing_is_lost() -> None:
    words = " ".join(f"word{number}" for number in range(2000))
    blocks = render(SAY, Reply(text=words)).blocks

    assert len(blocks) > 1
    assert "".join(block["text"]["text"] for block in blocks) == words


def test_a_long_table_repeats_its_header_in_every_block() -> None:
    rows = tuple((Cell(f"service-{number}"), Cell("1.0.0")) for number in range(200))
    blocks = render(SAY, Reply(text="All.", table=Table("t", ("Service", "Version"), rows))).blocks
    texts = [block["text"]["text"] for block in blocks if "```" in block["text"]["text"]]

    assert len(texts) > 1
    assert all("Service      Version" in text for text in texts)
    assert all(any(f"service-{number} " in text for text in texts) for number in range(200))


def test_what_does_not_fit_is_said() -> None:
    rows = tuple((Cell("&" * 28), Cell("x" * 28)) for _ in range(2000))
    message = render(SAY, Reply(text="All.", table=Table("t", ("a", "b"), rows)))

    assert problems(message.text, message.blocks) == []
    assert "Shortened" in message.blocks[-1]["elements"][0]["text"]


def test_an_answered_question_keeps_its_words_and_loses_its_buttons() -> None:
    blocks = without_buttons(render(SAY, question()).blocks, "<@U0ANA>: Restart")

    assert [block["type"] for block in blocks] == ["section", "context"]
    assert blocks[0]["text"]["text"] == "Restart *orders* in staging?"


def test_a_note_stands_below() -> None:
    message = with_note(SlackMessage("a", render(SAY, Reply("a")).blocks), "b")

    assert message.blocks[-1]["elements"][0]["text"] == "b"


TEXTS = st.text(max_size=400) | st.sampled_from(
    ["<!channel>", "&" * 3001, "`*`", "\n" * 50, "a" * 5000]
)
INVOCATIONS = st.builds(
    Invocation, st.just("intent"), TEXTS, st.dictionaries(TEXTS, TEXTS, max_size=2)
)
CELLS = st.builds(Cell, TEXTS, st.sampled_from(["neutral", "good", "warning", "bad"]))
ROWS = st.lists(CELLS, max_size=12).map(tuple)
NUMBERS = st.floats(0, 1e12)
SERIES = st.builds(
    Series,
    TEXTS,
    st.lists(st.tuples(st.floats(0, 1e10), st.none() | NUMBERS), max_size=9).map(tuple),
    st.booleans(),
)
CHARTS = st.builds(
    Chart,
    TEXTS,
    st.sampled_from(["seconds", "percent", "per minute"]),
    st.lists(SERIES, max_size=6).map(tuple),
    st.lists(st.builds(Marker, st.floats(0, 1e10), TEXTS), max_size=12).map(tuple),
    TEXTS,
    TEXTS,
)
REPLIES = st.builds(
    Reply,
    text=TEXTS,
    speech=TEXTS,
    table=st.none()
    | st.builds(
        Table,
        TEXTS,
        st.lists(TEXTS, min_size=1, max_size=12).map(tuple),
        st.lists(ROWS, max_size=30).map(tuple),
    ),
    chart=st.none() | CHARTS,
    facts=st.lists(st.builds(Fact, TEXTS, CELLS), max_size=25).map(tuple),
    links=st.lists(
        st.builds(Link, TEXTS, TEXTS | TEXTS.map(lambda tail: f"https://{tail}")), max_size=12
    ).map(tuple),
    actions=st.lists(
        st.builds(Action, TEXTS, INVOCATIONS, st.sampled_from(["default", "primary", "danger"])),
        max_size=30,
    ).map(tuple),
    suggestions=st.lists(TEXTS, max_size=15).map(tuple),
    progress=st.none()
    | st.builds(
        Progress,
        TEXTS,
        TEXTS,
        st.sampled_from(["running", "succeeded", "failed", "unknown"]),
        st.integers(-5, 10),
        st.integers(-5, 10),
        TEXTS,
    ),
)


@settings(deadline=None, max_examples=60)
@given(REPLIES)
def test_any_reply_at_all_keeps_to_the_limits(reply: Reply) -> None:
    message = render(SAY, reply, "shared")

    assert problems(message.text, message.blocks) == []


def _is_actions(block: dict[str, object]) -> bool:
    return block["type"] == "actions"
