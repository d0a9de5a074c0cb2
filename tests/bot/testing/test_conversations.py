"""Conversations held with a real endpoint through boto3, and how failures are shown."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from botocore.exceptions import ClientError

from bot.errors import LexApiError
from bot.testing.endpoint import LexEndpoint, Session, UnreachableError
from bot.testing.junit import junit_xml
from bot.testing.reading import load_scripts
from bot.testing.reporting import failure_text, summary
from bot.testing.running import Result, Settings, hold_all
from bot.testing.script import NOTHING_GIVEN, Run, Script, Turn
from tests.bot.runtime.world import ALIAS_ID, BOT_ID, Served, client, served

HERE = Path(__file__).parent
SHOWN = """
✗ {file}:1: Restart service=orders
  you  Restart service=orders
  bot  Where?
       [Restart(service=orders) InProgress, ElicitSlot environment]
  you  =staging
  bot  Sure?
       [Restart(environment=staging, service=orders) InProgress, ConfirmIntent]
  ✗ slots ({file}:2)
      expected  environment=staging, service=cards
      got       environment=staging, service=orders
    action ({file}:2)
      expected  Close
      got       ConfirmIntent
    messages[0] ({file}:2)
      expected  Sure!
      got       Sure?
    … 1 more turn not held
"""


@pytest.fixture(scope="module")
def world() -> Iterator[Served]:
    with served() as runtime:
        yield runtime


@pytest.fixture
def endpoint(world: Served) -> Iterator[LexEndpoint]:
    with closing(world.client()) as lex:
        yield LexEndpoint(lex, BOT_ID, ALIAS_ID)


def held(endpoint: LexEndpoint, name: str, jobs: int = 1) -> tuple[Result, ...]:
    return hold_all(endpoint, load_scripts([HERE / name]), Settings("en_US", jobs))


@pytest.mark.parametrize("jobs", [1, 3])
def test_conversations_go_as_written(endpoint: LexEndpoint, jobs: int) -> None:
    results = held(endpoint, "conversations.test.yaml", jobs)
    assert [failure_text(one) for one in results if not one.holds] == []
    assert [len(one.turns) for one in results] == [3, 2, 1]


def test_a_failure_is_shown_as_a_dialogue_with_its_differences(endpoint: LexEndpoint) -> None:
    (result,) = held(endpoint, "wrong.test.yaml")
    file = HERE / "wrong.test.yaml"
    assert failure_text(result) == SHOWN.strip("\n").format(file=file)
    assert summary((result,)).startswith("0 of 1 conversations went as written (2 turns,")


def test_every_conversation_has_a_session_of_its_own(endpoint: LexEndpoint) -> None:
    turns = (Turn("x:1", "Restart service=orders"),)
    again = (Turn("x:2", "=staging"),)
    scripts = [Script("x", "", Run(), turns), Script("x", "", Run(), again)]
    _, second = hold_all(endpoint, scripts, Settings("en_US"))
    intent = second.turns[0].heard.answer.state.intent
    assert intent is not None
    assert intent.name == "Fallback"


def test_what_comes_before_a_conversation_comes_before_each(endpoint: LexEndpoint) -> None:
    order: list[str] = []
    turns = (Turn("x:1", "Help"), Turn("x:2", "Help"))
    scripts = [Script(place, "", Run(), turns) for place in ("x", "y")]
    settings = Settings("en_US", before=lambda: order.append("before"))
    hold_all(endpoint, scripts, settings, lambda result: order.append(result.script.place))
    assert order == ["before", "x", "before", "y"]


def test_a_run_sends_its_attributes_the_session_s_only_first(endpoint: LexEndpoint) -> None:
    run = Run("slack", "", {"a": "run"}, {"s": "run"})
    script = Script("x", "", run, (Turn("x:1", "Help"), Turn("x:2", "Help")))
    settings = Settings("en_US", attributes=lambda run, *_: {"a": "all", "b": run.name})
    (result,) = hold_all(endpoint, [script], settings)
    answers = [turn.heard.answer for turn in result.turns]
    assert [dict(one.request_attributes) for one in answers] == [{"a": "run", "b": "slack"}] * 2
    assert [dict(one.state.attributes) for one in answers] == [{"s": "run"}] * 2


def test_junit_has_a_suite_a_file_and_says_what_differs(endpoint: LexEndpoint) -> None:
    results = held(endpoint, "conversations.test.yaml") + held(endpoint, "wrong.test.yaml")
    root = ET.fromstring(junit_xml(results))  # noqa: S314 - it is ours
    assert (root.get("tests"), root.get("failures")) == ("4", "1")
    assert [len(suite) for suite in root] == [3, 1]
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("message") == (
        "slots: expected environment=staging, service=cards, got environment=staging, "
        "service=orders"
    )
    assert "messages[0]" in (failure.text or "")


def test_whatever_is_said_a_report_is_safe_and_its_junit_is_xml(endpoint: LexEndpoint) -> None:
    said = "<b>&\x1b[2J\x00\ud7ff ]]>"
    script = Script("a&b.yaml:1", said, Run(), (Turn("a&b.yaml:1", said.replace("\x00", "")),))
    (result,) = hold_all(endpoint, [script], Settings("en_US"))
    wrong = Script(**{**script.__dict__, "turns": (Turn("a:1", "x", expected=_expects("Help")),)})
    (failed,) = hold_all(endpoint, [wrong], Settings("en_US"))
    root = ET.fromstring(junit_xml((result, failed)))  # noqa: S314 - it is ours
    assert root.find(".//failure") is not None
    assert "\x1b" not in failure_text(result)


def _expects(intent: str) -> Any:
    from bot.testing.script import Expected  # noqa: PLC0415 - only here

    return Expected(intent=intent)


class Throttling:
    """A client that is throttled `times` before it answers."""

    def __init__(self, times: int) -> None:
        self.times = times

    def recognize_text(self, **_: object) -> Mapping[str, object]:
        if self.times:
            self.times -= 1
            error = {"Error": {"Code": "ThrottlingException", "Message": "slow down"}}
            raise ClientError(error, "RecognizeText")  # type: ignore[arg-type]
        return {"messages": [{"content": "Hi."}]}


def test_what_is_throttled_is_said_again_after_ever_longer_waits() -> None:
    waits: list[float] = []
    lex = LexEndpoint(Throttling(4), BOT_ID, ALIAS_ID, sleep=waits.append)
    heard = lex.say(Session("en_US", "s"), "hi", NOTHING_GIVEN)
    assert heard.answer.messages[0].content == "Hi."
    assert waits == [0.25, 0.5, 1.0, 2.0]


def test_what_stays_throttled_is_an_error_in_the_end() -> None:
    waits: list[float] = []
    lex = LexEndpoint(Throttling(99), BOT_ID, ALIAS_ID, sleep=waits.append)
    assert lex.say(Session("en_US", "s"), "hi", NOTHING_GIVEN).error == "ThrottlingException"
    assert len(waits) == 7
    assert max(waits) == 8.0


def test_a_service_that_throttles_is_waited_for_over_the_wire(
    world: Served, endpoint: LexEndpoint
) -> None:
    respond, times = world.function.respond, [2]

    def busy(event: Mapping[str, Any]) -> object:
        if times[0]:
            times[0] -= 1
            raise LexApiError("ThrottlingException", "busy")
        return respond(event)

    world.function.respond = busy
    lex = LexEndpoint(endpoint.client, BOT_ID, ALIAS_ID, sleep=lambda _: None)
    heard = lex.say(Session("en_US", "throttled"), "Help", NOTHING_GIVEN)
    world.function.respond = respond
    assert (heard.error, times) == ("", [0])


def test_an_endpoint_that_nobody_listens_on_is_told() -> None:
    with closing(client(1)) as lex:
        endpoint = LexEndpoint(lex, BOT_ID, ALIAS_ID, "http://127.0.0.1:1")
        with pytest.raises(UnreachableError, match=r"^http://127.0.0.1:1 gives no answer"):
            endpoint.say(Session("en_US", "s1"), "hi", NOTHING_GIVEN)
