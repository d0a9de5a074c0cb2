"""A chart as lines of text."""

from dataclasses import replace

from channels.sparkline import caption, sparklines
from fulfillment.sentences import sentences
from fulfillment.turn import Chart, Marker, Series
from tests.bot.definition import product_bot
from tests.channels import charts
from tests.fulfillment.language import english

SAY = english()


def test_every_series_is_drawn_to_one_scale_from_zero() -> None:
    p99, p95, p50, before = sparklines(SAY, charts.LATENCY, 12)

    assert (p99.name, p99.latest) == ("p99", "2.5 s")
    assert p99.bars == "▃▃▃▃▃▃▃▅▇▇██"
    assert set(before.bars) == {"▃"}
    assert (p50.latest, before.latest) == ("214 ms", "820 ms")
    assert max(p95.bars) < max(p99.bars)


def test_what_was_not_measured_has_no_bar_and_zero_has_the_lowest() -> None:
    series = Series("x", ((0.0, 0.0), (60.0, None), (120.0, 4.0)))
    [line] = sparklines(SAY, Chart("x", "per minute", (series,)))
    [empty] = sparklines(SAY, charts.EMPTY)

    assert line.bars == "▁ █"
    assert (empty.bars, empty.latest) == (" ", "no data")


def test_the_caption_says_from_when_to_when_and_what_happened() -> None:
    german = sentences(product_bot(), "de_DE")
    long = replace(charts.LATENCY, markers=(Marker(charts.BEGIN - 3 * 86_400, "3.12.1"),))
    wide = replace(long, series=(*long.series, Series("x", ((charts.BEGIN - 4 * 86_400, 1.0),))))

    assert caption(SAY, charts.LATENCY) == "13:00 to 13:59; 3.12.1 at 13:30"
    assert caption(german, charts.LATENCY) == "13:00 bis 13:59; 3.12.1 um 13:30"
    assert caption(SAY, wide) == "11/22, 13:00 to 11/26, 13:59; 3.12.1 at 11/23, 13:00"
    assert caption(SAY, Chart("x", "percent", ())) == ""


def test_names_from_outside_stay_on_their_line() -> None:
    series = Series("a\x1b]0;title\x07b", ((0.0, 1.0),))
    chart = Chart("x", "percent", (series,), (Marker(0.0, "v\n1"),))

    assert sparklines(SAY, chart)[0].name == "a]0;titleb"
    assert "\n" not in caption(SAY, chart)


def test_an_unknown_time_zone_is_utc() -> None:
    for name in ("Mars/Olympus", "", "Europe", "../x", "a\0b"):
        assert caption(SAY, replace(charts.LATENCY, time_zone=name)).startswith("12:00 to")
