"""One line a turn: who, what, and what came of it; nothing that somebody said, and no token."""

import json
import logging
from contextlib import suppress
from unittest.mock import Mock

import pytest

from fulfillment.act.lambda_handler import answer as act
from fulfillment.errors import StoreError
from fulfillment.turn import Invocation
from fulfillment.turn_log import LOGGER
from tests.fulfillment.language import TABLE_SILENT
from tests.fulfillment.world import Fulfillment, Json, lex_event, plan_of


@pytest.fixture
def log(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> pytest.LogCaptureFixture:
    monkeypatch.setattr(LOGGER, "propagate", True)
    caplog.set_level(logging.INFO, LOGGER.name)
    return caplog


def lines(log: pytest.LogCaptureFixture) -> list[Json]:
    return [json.loads(record.getMessage()) for record in log.records]


def test_a_turn_is_one_line(fulfillment: Fulfillment, log: pytest.LogCaptureFixture) -> None:
    fulfillment.ask("vic", "ServiceVersion", {"service": "orders"})
    fulfillment.ask("vic", "RestartService", {"service": "orders"})

    first, second = lines(log)
    assert first.pop("duration_ms") >= 0
    assert first == {
        "request_id": "event-1",
        "function": "fulfillment",
        "person": "vic",
        "intent": "ServiceVersion",
        "decision": "allowed",
        "outcome": "done",
        "channel": "terminal",
        "session": "session",
        "slots": {"service": "orders"},
        "rule": "",
    }
    assert (second["decision"], second["outcome"]) == ("denied", "denied")
    assert second["rule"] == "role"


def test_an_act_names_the_person_and_the_change(
    fulfillment: Fulfillment, log: pytest.LogCaptureFixture
) -> None:
    place = {"service": "orders", "environment": "staging"}
    plan = plan_of(fulfillment.ask("ana", "RestartService", place))
    token = fulfillment.confirming(plan)
    act(fulfillment.actor, {"plan": plan, "assertion": token})

    _, line = lines(log)
    assert (line["function"], line["person"]) == ("act", "ana")
    assert (line["intent"], line["outcome"]) == ("RestartService", "started")
    assert (line["request_id"], line["plan_id"]) == ("event-2", plan)


def test_every_act_names_person_change_plan_and_event(
    fulfillment: Fulfillment, log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A repeated yes, one whose table fails, and one that meets a bug."""

    def use(error: Exception | None = None) -> None:
        with monkeypatch.context() as patch, suppress(ZeroDivisionError):
            if error is not None:
                patch.setattr(type(fulfillment.actor.store), "use_plan", Mock(side_effect=error))
            act(fulfillment.actor, {"plan": plan, "assertion": token})

    place = {"service": "orders", "environment": "staging"}
    plan = plan_of(fulfillment.ask("ana", "RestartService", place))
    token = fulfillment.confirming(plan)
    use(StoreError(TABLE_SILENT))
    use(ZeroDivisionError())
    use()
    use()

    acts = [line for line in lines(log) if line.get("function") == "act"]
    assert [line["outcome"] for line in acts] == ["refused", "refused", "started", "repeated"]
    assert [line["decision"] for line in acts] == ["allowed", "raised", "allowed", "allowed"]
    keys = ("request_id", "person", "intent", "plan_id")
    assert {tuple(line[key] for key in keys) for line in acts} == {
        ("event-2", "ana", "RestartService", plan)
    }
    (bug,) = [line for line in lines(log) if "error" in line]
    assert bug["request_id"] == "event-2"


def test_a_delegation_is_logged(fulfillment: Fulfillment, log: pytest.LogCaptureFixture) -> None:
    fulfillment.handle(lex_event("whats_broken_dialog"))

    (line,) = lines(log)
    assert (line["person"], line["outcome"]) == ("lex:direct", "delegate")


def test_nothing_said_and_no_token_is_logged(
    fulfillment: Fulfillment, log: pytest.LogCaptureFixture
) -> None:
    secret = "swordfish"
    token = fulfillment.assertion("terminal:ana", Invocation("intent", secret))
    fulfillment.handle({"kind": "intent", "name": secret, "assertion": token})
    fulfillment.handle({"kind": secret, "name": "x"})
    event = lex_event("health_far_miss_dialog")
    event["inputTranscript"] = secret
    event = fulfillment.signed(event)
    event["sessionState"]["intent"]["slots"]["service"]["value"]["originalValue"] = secret
    fulfillment.handle(event)
    event["sessionState"]["intent"]["name"] = secret
    fulfillment.handle(event)

    assert len(log.records) == 4
    text = "\n".join(record.getMessage() for record in log.records)
    assert secret not in text
    assert token not in text
    assert event["requestAttributes"]["ground-assertion"] not in text
    assert [line["decision"] for line in lines(log)] == [
        "malformed",
        "malformed",
        "allowed",
        "malformed",
    ]


def test_a_bug_leaves_where_it_was_and_not_what_was_said(
    fulfillment: Fulfillment, log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("swordfish")

    monkeypatch.setattr(type(fulfillment.application.dispatcher), "ask", fail)
    answer = fulfillment.handle(lex_event("whats_broken_fulfillment"))

    bug, line = lines(log)
    assert bug["error"] == "ZeroDivisionError"
    assert bug["at"][-1].endswith(" fail")
    assert line["decision"] == "raised"
    assert bug["request_id"] in answer["messages"][0]["content"]
    assert "swordfish" not in log.text
