"""Replies as fulfillment gives them, one of every kind."""

from fulfillment.turn import (
    Action,
    Cell,
    Fact,
    Invocation,
    Link,
    Progress,
    Reply,
    Table,
)
from tests.channels import charts

PLAN = "3f2a9c1e5b7d"
MARKUP = '<img src=x onerror="alert(1)"> & <b>not bold</b>'


def row(service: str, version: str, tasks: str, health: Cell, age: str) -> tuple[Cell, ...]:
    return (Cell(service), Cell(version), Cell(tasks), health, Cell(age))


HEALTHY = Cell("healthy", "good")

HELP = Reply(
    text="Ask me about services.",
    suggestions=(
        "what's broken",
        "what's deployed in production?",
        "restart orders in staging",
        "help",
    ),
)
DEPLOYED = Reply(
    text="**6 services** run in **production**. `inventory` is failing its rollout.",
    table=Table(
        title="Deployed in production",
        columns=("Service", "Version", "Tasks", "Health", "Age"),
        rows=(
            row("cards", "2.3.1", "2 / 2", HEALTHY, "6 days"),
            row("gateway", "1.9.0", "3 / 3", HEALTHY, "2 days"),
            row("inventory", "3.4.0", "1 / 3", Cell("failing", "bad"), "14 min"),
            row("monolith", "2024.11.2", "4 / 4", HEALTHY, "3 weeks"),
            row("orders", "1.4.2", "3 / 3", HEALTHY, "5 hours"),
            row("payments", "5.0.7", "2 / 2", Cell("alarm", "warning"), "1 day"),
        ),
    ),
    suggestions=("why is inventory failing?", "is payments healthy?"),
)
BROKEN = Reply(
    text="**inventory** in **production** is failing its rollout to `3.4.0`: "
    "new tasks stop with exit code 137, out of memory.",
    facts=(
        Fact("Rollout", Cell("1 of 3 tasks, failing for 14 min", "bad")),
        Fact("Last good version", Cell("3.3.9", "good")),
        Fact("Alarm", Cell("payments-latency", "warning")),
        Fact("Owner", Cell("team-supply")),
    ),
    links=(
        Link("Service in the console", "https://console.aws.amazon.com/ecs/"),
        Link("Runbook", "https://example.com/runbooks/inventory"),
        Link("Never shown", "javascript:alert(1)"),
    ),
    suggestions=("how is the rollout of inventory going?", "what's deployed in production?"),
)
CONFIRM = Reply(
    text="I will restart **orders** in **staging**: all **3 running tasks** of version `1.4.2` "
    "are replaced, one after the other. Nothing is down in between.",
    state="confirm",
    suggestions=("yes", "no"),
    actions=(
        Action("Restart orders", Invocation("confirm", PLAN), "primary"),
        Action("Cancel", Invocation("cancel", PLAN)),
    ),
)


def under_way(done: int) -> Reply:
    text = "**orders** in **staging** is restarted." if done == 3 else "Restarting **orders**."
    return Reply(
        text=text,
        progress=Progress(
            operation_id=PLAN,
            title="Restart orders in staging",
            state="succeeded" if done == 3 else "running",
            done=done,
            total=3,
            detail="All tasks are new and healthy" if done == 3 else "Waiting for healthy tasks",
        ),
    )


STARTED = under_way(0)
CANCELLED = Reply(text="Cancelled. Nothing was changed.")
DENIED = Reply(
    text="Restarting **orders** in **production** needs an approver. "
    "**Ana Ruiz** and **Li Wei** may.",
    state="denied",
)
FAILED = Reply(text="AWS did not answer in time, so I cannot say.", state="failed")
ELICIT = Reply(
    text="Which service?",
    state="elicit",
    slot_to_elicit="service",
    suggestions=("orders", "payments", "inventory"),
)
FALLBACK = Reply(
    text="I did not understand that. I can tell what is deployed, what is broken, and restart "
    "a service.",
    suggestions=("what's broken", "help"),
)
ANSWERS = {
    "what's broken": BROKEN,
    "what's deployed in production?": DEPLOYED,
    "restart orders in staging": CONFIRM,
    "restart orders in production": DENIED,
    "yes": STARTED,
    "restart": ELICIT,
    "list": Reply(
        text="Two things:\n- **inventory** is failing,\n- `orders` is slow.\nThe rest\nis fine - "
    ),
    "fail": FAILED,
    "chart": charts.REPLY,
    "chart of nothing": Reply(text="There is no data.", chart=charts.EMPTY),
    "flat chart": Reply(text="Nothing.", chart=charts.ERRORS),
    "markup": Reply(text=MARKUP, facts=(Fact(MARKUP, Cell(MARKUP, "bad")),), suggestions=(MARKUP,)),
}
