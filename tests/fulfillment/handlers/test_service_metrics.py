"""What is said of measurements, in states that the example world does not have."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fulfillment.errors import OpsError
from fulfillment.handlers.service_metrics import answer
from fulfillment.ops.metrics.port import STATISTICS, Curve, Deployed, History, Metric
from fulfillment.sentences import phrase, sentences
from fulfillment.turn import Point, Reply, Turn
from tests.bot.definition import product_bot
from tests.fulfillment.handlers.scripted import a_turn

NOW = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
BEGIN = NOW.timestamp() - 3_600
MINUTES = 60


@dataclass
class ScriptedMetrics:
    """A history from a script; remembers what it was asked for."""

    given: History
    asked: tuple[Any, ...] = ()

    def history(
        self, environment: str, service: str, metrics: Any, start: datetime, end: datetime
    ) -> History:
        self.asked = (environment, service, tuple(metrics), start, end)
        wanted = tuple(one for one in self.given.curves if one.metric in metrics)
        return replace(self.given, curves=wanted)


def points(level: float | None, step: int = MINUTES, factor: float = 1.0) -> tuple[Point, ...]:
    """A level that is `factor` times as high from the minute `step` on."""
    return tuple(
        (BEGIN + 60 * at, None if level is None else level * (factor if at >= step else 1.0))
        for at in range(MINUTES)
    )


def curves(
    metric: Metric, now: tuple[Point, ...], before: float | None = None
) -> tuple[Curve, ...]:
    return tuple(Curve(metric, statistic, now, points(before)) for statistic in STATISTICS[metric])


def a_history(*of: tuple[Curve, ...], **over: Any) -> History:
    base = History(BEGIN, NOW.timestamp(), 60, 1, tuple(one for some in of for one in some))
    return replace(base, **over)


def told(history: History, turn: Turn | None = None, **slots: str) -> Reply:
    asked = turn or replace(a_turn("ServiceMetrics"), now=NOW, time_zone="Europe/Berlin")
    place = {"service": "orders", "environment": "live", **slots}
    return answer(asked, ScriptedMetrics(history), **place)


def german() -> Turn:
    say = sentences(product_bot(), "de_DE", "ServiceMetrics")
    return replace(a_turn("ServiceMetrics"), now=NOW, time_zone="Europe/Berlin", say=say)


RISEN = a_history(
    curves("latency", points(0.8, 38, 3.0), 0.8),
    deployments=(Deployed(BEGIN + 30 * 60, "3.12.1"),),
)


def test_a_rise_after_a_deployment_is_told_as_an_order_in_time() -> None:
    reply = told(RISEN, metric="latency")

    assert reply.text == (
        "The p99 latency of **orders** in **live** is **2.4 s**, 3 times the 800 ms of the day "
        "before. It rose at about 14:38, from 800 ms to 2.4 s, 8 minutes after the deployment of "
        "**3.12.1** began."
    )
    assert reply.speech == (
        "The p99 latency of orders in live is 2.4 seconds, 3 times the 0.8 seconds of the day "
        "before. It rose at about 14:38, from 0.8 seconds to 2.4 seconds, 8 minutes after the "
        "deployment of 3.12.1 began."
    )
    assert [(fact.label, fact.value.text) for fact in reply.facts] == [
        ("The day before", "800 ms"),
        ("Highest", "2.4 s at 14:59"),
        ("p95", "800 ms"),
        ("p50", "800 ms"),
    ]


def test_the_chart_has_every_percentile_the_day_before_and_the_deployment() -> None:
    chart = told(RISEN, metric="latency").chart

    assert chart is not None
    assert chart.title == "p99 latency: orders in live"
    assert [(one.name, one.is_past) for one in chart.series] == [
        ("p99", False),
        ("p95", False),
        ("p50", False),
        ("p99, the day before", True),
    ]
    assert [one.label for one in chart.markers] == ["3.12.1"]
    assert (chart.unit, chart.time_zone) == ("seconds", "Europe/Berlin")
    assert chart.summary.startswith("The p99 latency of orders in live is 2.4 s")


def test_the_same_in_german() -> None:
    reply = told(RISEN, german(), metric="latency")

    assert reply.text == (
        "Die p99-Latenz von **orders** in **live** liegt bei **2,4 s**, das 3-Fache von 800 ms am "
        "Tag davor. Sie stieg gegen 14:38 von 800 ms auf 2,4 s, 8 Minuten nach Beginn des "
        "Deployments von **3.12.1**."
    )


@pytest.mark.parametrize(
    ("deployments", "end"),
    [
        ((), "; no deployment of it began in that time."),
        ((Deployed(BEGIN + 50 * 60, "4"),), "from 800 ms to 2.4 s."),
        ((Deployed(BEGIN, "4"),), "from 800 ms to 2.4 s."),
        ((Deployed(BEGIN + 1800, ""),), ", 8 minutes after a deployment began."),
    ],
    ids=["none", "later", "long before", "of an unknown version"],
)
def test_what_a_rise_came_after(deployments: tuple[Deployed, ...], end: str) -> None:
    assert told(replace(RISEN, deployments=deployments), metric="latency").text.endswith(end)


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (0.8, 0.8, "was **800 ms** in the last hour, about as the day before (800 ms)."),
        (0.96, 0.8, "was **960 ms** in the last hour, 20% more than the day before (800 ms)."),
        (0.6, 0.8, "was **600 ms** in the last hour, 25% less than the day before (800 ms)."),
        (2.0, 0.8, "was **2 s** in the last hour, 2.5 times the 800 ms of the day before."),
        (0.8, None, "was **800 ms** in the last hour; there is no data for the day before."),
        (0.8, 0.0, "was **800 ms** in the last hour; it was 0 ms the day before."),
    ],
)
def test_a_level_beside_the_earlier_one(now: float, before: float | None, said: str) -> None:
    reply = told(a_history(curves("latency", points(now), before)), metric="latency")

    assert reply.text == f"The p99 latency of **orders** in **live** {said}"


def test_an_earlier_time_that_could_not_be_read_is_no_earlier_time_without_data() -> None:
    unread = tuple(replace(one, before=()) for one in curves("cpu", points(41.0), 40.0))
    gap = phrase("could_not", what=phrase("reach", environment="live"), why=phrase("aws_too_slow"))
    reply = told(a_history(unread, gaps=(gap,)), metric="cpu")

    assert reply.text == (
        "The CPU load of **orders** in **live** was **41%** in the last hour.\n"
        "I could not reach live because AWS did not answer in time; ask again in a moment."
    )
    assert reply.speech.endswith("because AWS did not answer in time; ask again in a moment.")


@pytest.mark.parametrize(
    ("metric", "said"),
    [
        ("latency", "CloudWatch has no data on the p99 latency of **orders** in **live** in the"),
        ("errors", "CloudWatch has no data on server errors of **orders** in **live** in the last"),
    ],
)
def test_no_data_is_never_zero(metric: Metric, said: str) -> None:
    reply = told(a_history(curves(metric, points(None), 0.7)), metric=metric)

    assert reply.text.startswith(said)
    assert reply.chart is None
    assert "0" not in reply.text


def test_nothing_at_all_is_known() -> None:
    reply = told(a_history(curves("cpu", points(None)), curves("memory", points(None))))

    assert reply.text == "CloudWatch has no data on **orders** in **live** in the last hour."
    assert reply.table is not None
    assert {row[1].text for row in reply.table.rows} == {"no data"}


def test_errors_are_counted_and_held_against_the_requests() -> None:
    few = tuple((at, 3.0 if step % 6 == 0 else None) for step, (at, _) in enumerate(points(1.0)))
    history = a_history(curves("requests", points(100.0), 100.0), curves("errors", few, 0.05))
    reply = told(history, metric="errors")

    assert reply.text == (
        "**orders** in **live** had **30** server errors in the last hour, 0.5% of its "
        "requests, 10 times the 3 of the day before."
    )


def test_errors_that_rise_are_told_by_their_rates() -> None:
    """Most minutes before have none, and so no value: their rate is not zero all the same."""
    rising = tuple(
        (at, 6.0 if step >= 40 else 4.0 if step % 8 == 0 else None)
        for step, (at, _) in enumerate(points(1.0))
    )
    reply = told(a_history(curves("errors", rising, 0.2)), metric="errors")

    assert "They rose at about 14:40, from 0.5/min to 6/min; no deployment" in reply.text


def test_one_error_is_one() -> None:
    one = tuple((at, 1.0 if step == 7 else None) for step, (at, _) in enumerate(points(1.0)))
    text = told(a_history(curves("errors", one, None)), metric="errors").text

    assert text.startswith("**orders** in **live** had **1** server error in the last hour; ")


CALM = (
    curves("requests", points(690.0), 700.0),
    curves("cpu", points(41.0), 40.0),
    curves("memory", points(55.0), 54.0),
)


def test_a_calm_overview_is_one_sentence_and_a_table() -> None:
    reply = told(a_history(*CALM, curves("latency", points(0.8), 0.8)))

    assert reply.text == (
        "**orders** in **live** was in the last hour about as the day before: Requests 690/min, "
        "p99 latency 800 ms, CPU 41% and Memory 55%."
    )
    assert reply.table is not None
    assert reply.table.columns == (
        *("Measured", "In the last hour", "The day before", "Change", "Trend"),
    )
    assert [cell.text for cell in reply.table.rows[0]] == [
        *("Requests", "690/min", "700/min", "about the same", "steady"),
    ]
    assert reply.chart is not None
    assert reply.chart.title.startswith("p99 latency")


def test_an_overview_begins_with_what_stands_out_the_worst_first() -> None:
    hot = curves("cpu", points(92.0), 40.0)
    reply = told(replace(RISEN, curves=(*RISEN.curves, *hot, *CALM[2])))

    assert reply.text.index("p99 latency") < reply.text.index("CPU load")
    assert reply.text.endswith("The rest is about as the day before.")
    assert reply.speech.count(". ") == 1
    assert reply.table is not None
    tones = {row[0].text: row[1].tone for row in reply.table.rows}
    assert tones == {"p99 latency": "bad", "CPU": "bad", "Memory": "neutral"}
    assert [row[4].text for row in reply.table.rows] == ["rose at 14:38", "steady", "steady"]


def test_a_service_without_a_load_balancer_is_told_so() -> None:
    history = a_history(*CALM[1:], is_balanced=False)

    assert "has no application load balancer in front of it" in told(history).text
    alone = told(replace(history, curves=()), metric="latency")
    assert alone.text.startswith("**orders** in **live** has no application load balancer")
    assert alone.state == "done"


def test_the_time_asked_for_is_read_and_said() -> None:
    scripted = ScriptedMetrics(a_history(*CALM, days=7))
    turn = replace(a_turn("ServiceMetrics"), now=NOW)
    reply = answer(turn, scripted, service="orders", environment="live", metric="cpu", period="P3D")

    assert scripted.asked == ("live", "orders", ("cpu",), NOW - timedelta(days=3), NOW)
    assert "in the last 3 days, about as the week before (40%)" in reply.text


def test_errors_are_read_with_the_requests_that_they_are_a_share_of() -> None:
    scripted = ScriptedMetrics(a_history())
    answer(
        replace(a_turn("ServiceMetrics"), now=NOW),
        scripted,
        service="orders",
        environment="live",
        metric="errors",
        day="yesterday",
    )

    assert scripted.asked[2] == ("requests", "errors")
    assert scripted.asked[3].hour == 0


def test_a_version_from_outside_is_no_markup() -> None:
    history = replace(RISEN, deployments=(Deployed(BEGIN + 1800, "**x** `y`"),))
    text = told(history, metric="latency").text

    assert r"\*\*x\*\* \`y\`" in text


def test_what_could_not_be_read_is_for_the_dispatcher_to_say() -> None:
    class Silent(ScriptedMetrics):
        def history(self, *_: Any) -> History:
            raise OpsError("timeout", phrase("reach", environment="live"), phrase("aws_too_slow"))

    with pytest.raises(OpsError):
        answer(a_turn("ServiceMetrics"), Silent(a_history()), service="x", environment="live")
