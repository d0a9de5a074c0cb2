"""Reply and Invocation survive the wire; what comes from outside is checked."""

import json

import pytest

from fulfillment.errors import WireError
from fulfillment.reply_json import (
    invocation_from_json,
    invocation_to_json,
    reply_from_json,
    reply_to_json,
)
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

FULL = Reply(
    text="**orders** is fine",
    speech="Orders is fine.",
    table=Table("Services", ("Service",), ((Cell("orders", "good"),),)),
    chart=Chart(
        "Latency",
        "seconds",
        (
            Series("p99", ((60.0, 0.8), (120.0, None), (180.0, 2.4))),
            Series("the day before", ((60.0, 0.7),), is_past=True),
        ),
        (Marker(90.0, "3.12.1"),),
        "It rose.",
        "Europe/Berlin",
    ),
    facts=(Fact("Version", Cell("1.2.0")),),
    links=(Link("Console", "https://example.com"),),
    actions=(Action("Restart", Invocation("confirm", "plan-1"), "danger"),),
    suggestions=("whats broken",),
    context={"service": "orders"},
    progress=Progress("op-1", "Restart", "running", 1, 2),
    state="confirm",
    slot_to_elicit="service",
)


def a_chart(point: object) -> dict[str, object]:
    series = [{"name": "p99", "points": [point]}]
    return {"chart": {"title": "x", "unit": "seconds", "series": series, "markers": []}}


@pytest.mark.parametrize("reply", [FULL, Reply(text="hello")])
def test_a_reply_survives_the_wire(reply: Reply) -> None:
    assert reply_from_json(json.loads(json.dumps(reply_to_json(reply)))) == reply


def test_empty_parts_are_left_out() -> None:
    assert reply_to_json(Reply(text="hello")) == {"text": "hello", "state": "done"}


@pytest.mark.parametrize(
    "document",
    [
        {"table": {"rows": []}},
        {"facts": [{"label": "x"}]},
        {"progress": {"title": "x"}},
        {"actions": [{"label": "x", "invocation": {"kind": "shell", "name": "x"}}]},
        {"facts": [{"label": "x", "value": {"text": "y", "tone": "loud"}}]},
        {"context": {"service": 1}},
        {"chart": {"title": "x", "unit": "furlongs", "series": [], "markers": []}},
        a_chart([60.0, "2"]),
        a_chart([60.0, float("nan")]),
        a_chart([60.0, True]),
        a_chart([None, 2]),
        a_chart([60.0]),
    ],
)
def test_a_malformed_reply_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(WireError):
        reply_from_json(document)


def test_an_invocation_survives_the_wire() -> None:
    invocation = Invocation("intent", "RestartService", {"service": "orders"})

    assert invocation_from_json(invocation_to_json(invocation)) == invocation


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ("restart", "JSON object"),
        ({"kind": "shell", "name": "x"}, "kind must be one of"),
        ({"kind": "intent", "name": ""}, "1 to 200"),
        ({"kind": "intent", "name": "x" * 201}, "1 to 200"),
        ({"kind": "intent", "name": "X", "slots": {"a": 1}}, "object of texts"),
        ({"kind": "intent", "name": "X", "slots": {str(n): "" for n in range(21)}}, "at most 20"),
    ],
)
def test_a_forged_invocation_is_refused(document: object, says: str) -> None:
    with pytest.raises(WireError, match=says):
        invocation_from_json(document)
