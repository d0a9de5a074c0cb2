"""Every part of a reply as the page's JSON."""

import pytest

from channels.web.rendering import from_reply
from fulfillment.markdown import escape
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
    text="**orders** runs `1.4.2`",
    speech="not for the page",
    table=Table("Deployed", ("Service", "Health"), ((Cell("orders"), Cell("healthy", "good")),)),
    chart=Chart(
        "CPU",
        "percent",
        (Series("CPU", ((60.0, 41.5), (120.0, None)), is_past=True),),
        (Marker(90.0, "1.4.2"),),
        "It is calm.",
        "Europe/Berlin",
    ),
    facts=(Fact("Version", Cell("1.4.2")),),
    links=(Link("Console", "https://example.com/orders"),),
    actions=(Action("Restart", Invocation("confirm", "p1"), "danger"),),
    suggestions=("help",),
    progress=Progress("p1", "Restart orders", "succeeded", 3, 3, "done"),
    state="elicit",
    slot_to_elicit="service",
)


def test_a_full_reply() -> None:
    assert from_reply(FULL) == {
        "state": "elicit",
        "text": [
            {"text": "orders", "style": "bold"},
            {"text": " runs ", "style": "plain"},
            {"text": "1.4.2", "style": "code"},
        ],
        "table": {
            "title": "Deployed",
            "columns": ["Service", "Health"],
            "rows": [[{"text": "orders", "tone": "neutral"}, {"text": "healthy", "tone": "good"}]],
        },
        "chart": {
            "title": "CPU",
            "summary": "It is calm.",
            "unit": "percent",
            "time_zone": "Europe/Berlin",
            "series": [{"name": "CPU", "past": True, "points": [[60.0, 41.5], [120.0, None]]}],
            "markers": [{"at": 90.0, "label": "1.4.2"}],
        },
        "facts": [{"label": "Version", "value": {"text": "1.4.2", "tone": "neutral"}}],
        "links": [{"label": "Console", "url": "https://example.com/orders"}],
        "actions": [
            {
                "label": "Restart",
                "style": "danger",
                "invocation": {"kind": "confirm", "name": "p1", "slots": {}},
            }
        ],
        "suggestions": ["help"],
        "progress": {
            "operation_id": "p1",
            "title": "Restart orders",
            "state": "succeeded",
            "final": True,
            "done": 3,
            "total": 3,
            "detail": "done",
        },
        "slot_to_elicit": "service",
    }


def test_an_empty_reply_has_every_key() -> None:
    document = from_reply(Reply(text=""))

    assert document.keys() == from_reply(FULL).keys()
    assert document["table"] is None
    assert document["progress"] is None
    assert document["text"] == []


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//example.com",
        "/relative",
        "http:",
        "http://[broken",
        "",
    ],
)
def test_a_link_that_is_no_web_address_is_left_out(url: str) -> None:
    assert from_reply(Reply(text="", links=(Link("x", url),)))["links"] == []


def test_escaped_markup_comes_out_as_text() -> None:
    hostile = "<script>alert('**x**')</script>"

    assert from_reply(Reply(text=escape(hostile)))["text"] == [{"text": hostile, "style": "plain"}]
