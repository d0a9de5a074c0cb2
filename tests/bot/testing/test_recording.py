"""A chat that was recorded is read back and goes as recorded, whatever was said."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.state import (
    Card,
    CardButton,
    DialogAction,
    DialogState,
    IntentState,
    Message,
    SlotFill,
)
from bot.lex.answers import Answer
from bot.testing.endpoint import Heard, Session
from bot.testing.reading import load_scripts
from bot.testing.recording import Recorded, recorded_file
from bot.testing.reporting import failure_text
from bot.testing.running import Settings, hold_all
from bot.testing.script import Given

TEXT = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(
        lambda text: bool(text.strip())
    ),
    st.sampled_from(
        ["/a(/", "/x/i", "${a}", "$${a}", "yes", "1", "2020-01-01", "a: b", "null", "~"]
    ),
)
SCALAR = st.builds(lambda text: SlotFill(text, text, (text,)), TEXT)
LIST = st.builds(
    lambda values: SlotFill("x", "x", shape="List", values=tuple(values)),
    st.lists(SCALAR, min_size=1, max_size=2),
)
COMPOSITE = st.builds(
    lambda one: SlotFill("x", "x", shape="Composite", sub_slots={"street": one, "city": None}),
    SCALAR,
)
CARD = st.builds(
    lambda title, text: Message(
        "", "ImageResponseCard", Card(title, buttons=(CardButton(text, text),))
    ),
    TEXT,
    TEXT,
)
MESSAGE = st.one_of(
    st.builds(Message, TEXT, st.sampled_from(["PlainText", "SSML", "CustomPayload"])), CARD
)
SLOTS = st.dictionaries(st.sampled_from(["a", "b"]), st.none() | SCALAR | LIST | COMPOSITE)
STATE = st.builds(
    DialogState,
    st.none()
    | st.builds(
        IntentState,
        st.just("Move"),
        SLOTS,
        st.just("InProgress"),
        st.sampled_from(["None", "Denied"]),
    ),
    st.sampled_from([None, DialogAction("Close"), DialogAction("ElicitSlot", "a", "street")]),
)
HEARD = st.one_of(
    st.builds(Heard, st.builds(Answer, STATE, st.lists(MESSAGE, max_size=3).map(tuple))),
    st.just(Heard(error="ConflictException", reason="busy")),
)
CHAT = st.lists(st.builds(Recorded, TEXT, HEARD), min_size=1, max_size=3)


class Replay:
    """Says again what was recorded, and checks that it is asked the same."""

    def __init__(self, turns: Sequence[Recorded]) -> None:
        self._turns = list(turns)

    def say(self, session: Session, text: str, given: Given) -> Heard:  # noqa: ARG002 - an endpoint's shape
        turn = self._turns.pop(0)
        assert (session.locale, text) == ("de_DE", turn.say)
        return turn.heard

    def put(self, session: Session, given: Given) -> Heard:  # noqa: ARG002 - as above
        raise AssertionError("a recording only speaks")


@settings(deadline=None)
@given(CHAT)
def test_a_recording_goes_as_recorded(turns: list[Recorded]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.test.yaml"
        path.write_text(recorded_file(turns, turns[0].say, "de_DE", "x"), encoding="utf-8")
        scripts = load_scripts([path])
    (result,) = hold_all(Replay(turns), scripts, Settings("en_US"))
    assert result.holds, failure_text(result)
    assert len(result.turns) == len(turns)


def test_a_recording_notices_what_has_changed(tmp_path: Path) -> None:
    said = Heard(Answer(messages=(Message("Hello."),)))
    path = tmp_path / "x.test.yaml"
    path.write_text(recorded_file([Recorded("hi", said)], "hi", "de_DE", "x"), encoding="utf-8")
    other = [Recorded("hi", Heard(Answer(messages=(Message("Bye."),))))]
    (result,) = hold_all(Replay(other), load_scripts([path]), Settings("en_US"))
    assert [(one.what, one.expected) for one in result.turns[0].differences] == [
        ("messages[0]", "Hello.")
    ]
