"""A chart as lines of text: for a terminal, and where a picture cannot be had."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

from fulfillment.figures import amount, moment, needs_day
from fulfillment.sentences import Say
from fulfillment.turn import Chart, Point, Series

_BARS = "▁▂▃▄▅▆▇█"
_NOTHING = " "
"""Where nothing was measured: no bar, for the lowest bar is 0."""
_WIDTH = 32


@dataclass(frozen=True)
class Sparkline:
    """One series: its name, its bars, and its last value in words."""

    name: str
    bars: str
    latest: str


def sparklines(say: Say, chart: Chart, width: int = _WIDTH) -> tuple[Sparkline, ...]:
    """Of every series, all to one scale that begins at 0."""
    highest = max((max(_values(one), default=0.0) for one in chart.series), default=0.0)
    return tuple(
        Sparkline(_line(one.name), _bars(one.points, highest, width), _latest(say, chart, one))
        for one in chart.series
    )


def caption(say: Say, chart: Chart) -> str:
    """From when to when, and what happened meanwhile: "13:00 to 13:59; 3.12.1 at 13:30"."""
    moments = [at for one in chart.series for at, _ in one.points]
    if not moments:
        return ""
    with_day = needs_day(min(moments), max(moments))

    def told(at: float) -> str:
        return moment(say, at, chart.time_zone, with_day=with_day)

    marks = [say("chart_mark", label=_line(one.label), time=told(one.at)) for one in chart.markers]
    return "; ".join([say("chart_span", first=told(min(moments)), last=told(max(moments))), *marks])


def _bars(points: Sequence[Point], highest: float, width: int) -> str:
    count = min(width, len(points))
    parts = [
        points[len(points) * step // count : len(points) * (step + 1) // count]
        for step in range(count)
    ]
    return "".join(
        _bar([value for _, value in some if value is not None], highest) for some in parts
    )


def _bar(values: Sequence[float], highest: float) -> str:
    if not values:
        return _NOTHING
    share = mean(values) / highest if highest > 0 else 0.0
    return _BARS[min(max(round(share * (len(_BARS) - 1)), 0), len(_BARS) - 1)]


def _latest(say: Say, chart: Chart, series: Series) -> str:
    values = _values(series)
    return amount(say, values[-1], chart.unit) if values else say("chart_nothing")


def _values(series: Series) -> list[float]:
    return [value for _, value in series.points if value is not None]


def _line(text: str) -> str:
    """Without control characters: names come from outside."""
    return "".join(one for one in text if not unicodedata.category(one).startswith("C"))
