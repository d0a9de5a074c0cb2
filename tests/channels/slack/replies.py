"""One reply of each kind, with hostile parts in it."""

from dataclasses import replace

from fulfillment.markdown import bold, code, escape
from fulfillment.turn import (
    Action,
    Cell,
    Fact,
    Invocation,
    Link,
    Marker,
    Progress,
    Reply,
    Table,
)
from tests.channels import charts

HOSTILE = "<!channel> & <@U0ANA> *bold* `code` <https://evil.test|here>"

CONFIRM = Action("Restart", Invocation("confirm", "plan-1"), "danger")
CANCEL = Action("Cancel", Invocation("cancel", "plan-1"))


def question(text: str = "Restart **orders** in staging?") -> Reply:
    """A plan that asks to be confirmed."""
    return Reply(text=text, actions=(CONFIRM, CANCEL), state="confirm")


def progress(state: str = "running", done: int = 1) -> Reply:
    """A change under way or over."""
    under_way = Progress("op-1", "Restarting orders", state, done, 3, "2 tasks start")  # type: ignore[arg-type]  # the tests' four states
    return Reply(text="Restarting **orders** in staging.", progress=under_way)


KINDS = {
    "text": Reply(text=f"{bold('orders')} runs {code('1.4.2')} in staging."),
    "speech_only": Reply(text="", speech="Nothing is broken."),
    "hostile": Reply(
        text=escape(HOSTILE) + bold(HOSTILE) + code(HOSTILE),
        facts=(Fact(HOSTILE, Cell(HOSTILE, "bad")),),
        table=Table(HOSTILE, (HOSTILE,), ((Cell(HOSTILE),),)),
        links=(
            Link(HOSTILE, "https://logs.test/?q=<a>|b&c=1"),
            Link("script", "javascript:alert(1)"),
        ),
        actions=(Action(HOSTILE, Invocation("intent", "Help")),),
        suggestions=(HOSTILE,),
    ),
    "table": Reply(
        text="3 services run in production.",
        table=Table(
            "production",
            ("Service", "Version", "Tasks", "Health", "Age"),
            (
                (Cell("gateway"), Cell("2.1.0"), Cell("3/3"), Cell("healthy", "good"), Cell("3 d")),
                (Cell("orders"), Cell("1.4.2"), Cell("1/2"), Cell("failing", "bad"), Cell("4 min")),
                (Cell("cards"), Cell("0.9.1"), Cell("2/2"), Cell("slow", "warning"), Cell("2 h")),
            ),
        ),
    ),
    "chart": replace(
        charts.REPLY,
        chart=replace(charts.LATENCY, title=f"Latency {HOSTILE}", markers=(Marker(1, HOSTILE),)),
    ),
    "empty_table": Reply(text="", table=Table("staging", ("Service",), ())),
    "facts": Reply(
        text="orders is healthy.",
        facts=(
            Fact("Version", Cell("1.4.2")),
            Fact("Tasks", Cell("2 of 2", "good")),
            Fact("Alarms", Cell("1 firing", "bad")),
            Fact("Rollout", Cell("slow", "warning")),
        ),
        links=(Link("Logs", "https://logs.test/orders"),),
    ),
    "question": question(),
    "elicit": Reply(
        text="Which service?",
        state="elicit",
        slot_to_elicit="service",
        actions=(
            Action("orders", Invocation("intent", "ServiceHealth", {"service": "orders"})),
            Action("cards", Invocation("intent", "ServiceHealth", {"service": "cards"}), "primary"),
        ),
    ),
    "running": progress(),
    "succeeded": progress("succeeded", 3),
    "failed_change": progress("failed", 1),
    "denied": Reply(text="Only an approver may restart in production: ask ben.", state="denied"),
    "fallback": Reply(
        text="I did not understand that.",
        state="failed",
        suggestions=("what is broken?", "what is deployed in production?"),
    ),
}
