"""Show how a service went: requests, errors, latency, CPU, memory; beside the day before."""

from collections.abc import Sequence
from datetime import timedelta

from fulfillment.answers import gap_lines
from fulfillment.figures import amount
from fulfillment.markdown import plain
from fulfillment.measurements import Finding, findings, percentiles
from fulfillment.metric_chart import chart_of
from fulfillment.metric_words import LABELS, Telling, factor
from fulfillment.ops.metrics.port import METRICS, Metric, Metrics
from fulfillment.time_range import time_range
from fulfillment.trends import drift, level, peak
from fulfillment.turn import Cell, Fact, Reply, Table, Tone, Turn

_DEFAULT = timedelta(hours=1)
_SAID = 3
"""Metrics that get sentences of their own; the table has all."""
_SAME_PERCENT = 10
_FULL = 85.0
"""Percent of CPU or memory from which on it is marked."""


def answer(
    turn: Turn,
    metrics: Metrics,
    *,
    service: str,
    environment: str,
    metric: str | None = None,
    period: str | None = None,
    day: str | None = None,
) -> Reply:
    """One metric, or an overview of all."""
    span = time_range(turn, period, day, default=_DEFAULT)
    asked: tuple[Metric, ...] = tuple(one for one in METRICS if metric in (None, one))
    # What errors are a share of.
    read: tuple[Metric, ...] = ("requests", "errors") if asked == ("errors",) else asked
    history = metrics.history(environment, service, read, span.start, span.end)
    all_found = findings(history, is_live=span.end == turn.now)
    found = [one for one in all_found if one.metric in asked]
    told = Telling(turn.say, turn.time_zone, history, span, service, environment)
    return _one(told, found) if len(asked) == 1 else _overview(told, found)


def _one(told: Telling, found: Sequence[Finding]) -> Reply:
    """A single metric."""
    if not found:
        return _reply(told, [told.not_counted()])
    words, spoken = told.sentences(found[0]), told.sentences(found[0], spoken=True)
    return _reply(told, words, spoken, found[0], facts=_facts(told, found[0]))


def _overview(told: Telling, found: Sequence[Finding]) -> Reply:
    """All metrics: what stands out in words, the worst first; the others in the table."""
    known = [one for one in found if one.value is not None]
    notable = sorted((one for one in known if one.is_notable), key=lambda one: -one.urgency)
    rest = told.rest(known, notable)
    more = [] if told.history.is_balanced else [told.not_counted()]
    words = [part for one in notable[:_SAID] for part in told.sentences(one)]
    spoken = [part for one in notable[:1] for part in told.sentences(one, spoken=True)]
    lines = [*words, *rest, *more] if known else [told.no_data(), *more]
    drawn = next(iter([*notable, *(one for one in known if one.metric == "latency"), *known]), None)
    return _reply(told, lines, [*spoken, *lines][:2], drawn, table=_table(told, found))


def _reply(
    told: Telling,
    words: Sequence[str],
    spoken: Sequence[str] = (),
    drawn: Finding | None = None,
    *,
    facts: tuple[Fact, ...] = (),
    table: Table | None = None,
) -> Reply:
    text, gaps = " ".join(words), gap_lines(told.say, told.history.gaps)
    return Reply(
        text="\n".join([text, *gaps]),
        speech=plain(" ".join([*(spoken or words), *gaps[:1]])),
        table=table,
        chart=chart_of(told, drawn, plain(text)) if drawn and drawn.value is not None else None,
        facts=facts,
        suggestions=_suggestions(told, is_overview=table is not None),
        context={"service": told.service, "environment": told.environment},
    )


def _suggestions(told: Telling, *, is_overview: bool) -> tuple[str, ...]:
    say, service, environment = told.say, told.service, told.environment
    health = say("suggest_health_in", service=service, environment=environment)
    if not is_overview:
        return (say("suggest_metrics", service=service, environment=environment), health)
    if not told.history.is_balanced:
        return (health,)
    return (say("suggest_latency", service=service, environment=environment), health)


def _facts(told: Telling, found: Finding) -> tuple[Fact, ...]:
    say, facts = told.say, []
    if found.before:
        facts.append(Fact(_capital(told.then), Cell(told.usual(found))))
    if highest := peak(found.points):
        at, value = highest
        text = say("value_at", value=amount(say, value, found.unit), time=told.moment(at))
        facts.append(Fact(say("label_highest"), Cell(text)))
    if found.metric == "latency":
        for name, curve in percentiles(told.history):
            usual = level(curve.points)
            if usual is not None:
                facts.append(Fact(name, Cell(amount(say, usual, "seconds"))))
    return tuple(facts)


def _table(told: Telling, found: Sequence[Finding]) -> Table:
    say = told.say
    columns = (
        say("label_metric"),
        _capital(told.range),
        _capital(told.then),
        say("label_change"),
        say("label_trend"),
    )
    rows = tuple(
        (
            Cell(say.phrase(LABELS[one.metric])),
            Cell(told.value(one), _tone(one)),
            Cell(told.usual(one) if one.before else say("metric_nothing_measured")),
            Cell(_change(told, one)),
            Cell(_trend(told, one)),
        )
        for one in found
    )
    title = say("service_in", service=told.service, environment=told.environment)
    return Table(title, columns, rows)


def _tone(found: Finding) -> Tone:
    if found.unit == "percent":
        return "bad" if (found.value or 0.0) >= _FULL else "neutral"
    if found.metric == "requests" or not found.is_notable:
        return "neutral"
    return "bad" if (found.ratio or 0.0) >= 2 else "warning"


def _change(told: Telling, found: Finding) -> str:
    say, ratio = told.say, found.ratio
    if ratio is None:
        return "-"
    if ratio >= 2:
        return say("change_times", factor=factor(say, ratio))
    percent = round(100 * (ratio - 1))
    if abs(percent) < _SAME_PERCENT:
        return say("change_none")
    return say("change_percent", percent=f"{percent:+d}")


def _trend(told: Telling, found: Finding) -> str:
    say, step = told.say, found.step
    if found.value is None:
        return "-"
    if step:
        time = told.moment(step.at)
        return say("trend_rose", time=time) if step.is_rise else say("trend_fell", time=time)
    if found.metric == "errors":
        return say("trend_steady")
    return {
        "steady": say("trend_steady"),
        "rising": say("trend_rising"),
        "falling": say("trend_falling"),
    }[drift(found.points)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
