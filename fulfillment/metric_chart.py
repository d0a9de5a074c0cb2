"""The chart of one metric: now, the earlier time behind it, and what was deployed."""

from fulfillment.measurements import Finding, percentiles, scaled
from fulfillment.metric_words import LABELS, Telling
from fulfillment.turn import Chart, Marker, Series


def chart_of(told: Telling, found: Finding, summary: str) -> Chart:
    """`summary` is what is to be seen, in plain words."""
    say, history = told.say, told.history
    label = say.phrase(LABELS[found.metric])
    series = [Series("p99" if found.metric == "latency" else label, found.points)]
    if found.metric == "latency":
        series += [
            Series(name, scaled(curve, curve.points, history.period))
            for name, curve in percentiles(history)
            if not curve.is_empty
        ]
    if any(value is not None for _, value in found.before):
        series.append(Series(series[0].name + f", {told.then}", found.before, is_past=True))
    return Chart(
        title=say(
            "metric_chart_title", metric=label, service=told.service, environment=told.environment
        ),
        unit=found.unit,
        series=tuple(series),
        markers=tuple(
            Marker(one.at, one.version or say("metric_deployment")) for one in history.deployments
        ),
        summary=summary,
        time_zone=told.time_zone,
    )
