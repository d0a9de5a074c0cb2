"""A chart as a PNG: Slack draws none by itself.

Drawn by Pillow at twice the size and made smaller, which smooths its lines. Its own font has no
letters beyond ASCII, so umlauts lose their dots here; the words of the reply keep them.
"""

import io
import logging
import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from channels.slack.axes import Axes, Frame, axes_of, pieces
from channels.slack.mrkdwn import shorten
from channels.slack.slack_api import Picture
from fulfillment.figures import amount, moment, needs_day
from fulfillment.sentences import Say
from fulfillment.turn import Chart, Series

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

WIDTH, HEIGHT = 960, 420
_FRAME = Frame(left=84, top=112, right=936, bottom=376)
_SCALE = 2
_BACKGROUND, _INK, _SOFT, _GRID = "#ffffff", "#171c26", "#545e6f", "#dfe3ea"
_TEXT, _TITLE = 17, 21
_MOST_MOMENTS = 8
_MOST_TITLE, _MOST_ALTERNATIVE = 150, 1_000
_log = logging.getLogger(__name__)

Pixel = tuple[float, float]


@dataclass(frozen=True)
class _Stroke:
    """Colour and dashes of a line: never told by colour alone. Lengths of dash and gap, pixels."""

    color: str
    width: float
    dash: tuple[float, float] | None = None


_STROKES = (
    _Stroke("#2f55c8", 3.0),
    _Stroke("#9a4a00", 2.5, (12, 7)),
    _Stroke("#0b6e66", 2.5, (3, 6)),
)
_PAST = _Stroke("#6a7382", 2.0, (7, 5))
_MARKER = _Stroke(_SOFT, 1.5, (3, 4))


def picture_of(say: Say, chart: Chart) -> Picture | None:
    """The chart as Slack takes it; None where there is nothing to draw, or it cannot be drawn."""
    try:
        data = picture(say, chart)
    except (ImportError, OSError, ValueError) as error:
        _log.error("a chart could not be drawn: %s", type(error).__name__)
        return None
    title = shorten(chart.title, _MOST_TITLE)
    alternative = shorten(f"{chart.title}. {chart.summary}".strip(), _MOST_ALTERNATIVE)
    return Picture(data, title, alternative) if data else None


def picture(say: Say, chart: Chart) -> bytes | None:
    """The chart as a PNG; None where there is nothing to draw."""
    axes = axes_of(chart, _FRAME)
    if axes is None:
        return None
    from PIL import Image, ImageDraw  # noqa: PLC0415 - only a reply with a chart needs it

    image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), _BACKGROUND)
    sheet = _Sheet(ImageDraw.Draw(image))
    sheet.text((24, 20), chart.title, "la", _TITLE, _INK)
    _legend(sheet, chart.series)
    _grid(sheet, say, chart, axes)
    for marker in chart.markers:
        _marker(sheet, axes.x(marker.at), marker.label)
    for series, stroke in reversed(list(_styled(chart.series))):
        _line(sheet, axes, series, stroke)
    small = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


@dataclass(frozen=True)
class _Sheet:
    """What is drawn on, in pixels of the finished picture."""

    draw: "ImageDraw"

    def text(self, at: Pixel, text: str, anchor: str, size: int, color: str) -> float:
        """How wide it is."""
        from PIL import ImageFont  # noqa: PLC0415 - as above

        font = ImageFont.load_default(size * _SCALE)
        shown = ascii_only(text)
        self.draw.text(_scaled(at), shown, color, font, anchor)
        return self.draw.textlength(shown, font) / _SCALE

    def line(self, points: Sequence[Pixel], stroke: _Stroke) -> None:
        width = round(stroke.width * _SCALE)
        for run in dashes(points, stroke.dash) if stroke.dash else [list(points)]:
            scaled = [_scaled(point) for point in run]
            self.draw.line(scaled, stroke.color, width, joint="curve")

    def dot(self, at: Pixel, stroke: _Stroke) -> None:
        self.draw.circle(_scaled(at), 1.4 * stroke.width * _SCALE, stroke.color)


def _styled(series: Sequence[Series]) -> Iterator[tuple[Series, _Stroke]]:
    for number, one in enumerate(series):
        yield one, _PAST if one.is_past else _STROKES[min(number, len(_STROKES) - 1)]


def _legend(sheet: _Sheet, series: Sequence[Series]) -> None:
    x = 24.0
    for one, stroke in _styled(series):
        sheet.line([(x, 64), (x + 34, 64)], stroke)
        x += 44 + sheet.text((x + 44, 64), one.name, "lm", _TEXT, _SOFT) + 26


def _grid(sheet: _Sheet, say: Say, chart: Chart, axes: Axes) -> None:
    frame = axes.frame
    for tick in axes.ticks:
        y = axes.y(tick)
        sheet.line([(frame.left, y), (frame.right, y)], _Stroke(_GRID, 1))
        label = amount(say, tick, chart.unit) if tick else "0"
        sheet.text((frame.left - 10, y), label, "rm", _TEXT, _SOFT)
    with_day = needs_day(axes.first, axes.last)
    for at in axes.moments(_MOST_MOMENTS // 2 if with_day else _MOST_MOMENTS):
        x = axes.x(at)
        if frame.left + 20 <= x <= frame.right - 20:
            label = moment(say, at, chart.time_zone, with_day=with_day)
            sheet.text((x, frame.bottom + 12), label, "ma", _TEXT, _SOFT)


def _marker(sheet: _Sheet, x: float, label: str) -> None:
    top = _FRAME.top - 18
    sheet.line([(x, top), (x, _FRAME.bottom)], _MARKER)
    is_right = x > (_FRAME.left + _FRAME.right) / 2
    beside = x - 7 if is_right else x + 7
    sheet.text((beside, top), label, "rm" if is_right else "lm", _TEXT, _INK)


def _line(sheet: _Sheet, axes: Axes, series: Series, stroke: _Stroke) -> None:
    """Broken where nothing was measured; what stands alone is a dot."""
    for piece in pieces(series.points):
        points = [(axes.x(at), axes.y(value)) for at, value in piece]
        if len(points) == 1:
            sheet.dot(points[0], stroke)
        else:
            sheet.line(points, stroke)


def dashes(points: Sequence[Pixel], dash: tuple[float, float]) -> list[list[Pixel]]:
    """A line cut into dashes of so many pixels, with gaps between them."""
    runs: list[list[Pixel]] = [[points[0]]]
    left, is_drawn = dash[0], True
    for (x, y), (end_x, end_y) in pairwise(points):
        length, done = math.hypot(end_x - x, end_y - y), 0.0
        while length - done > left:
            done += left
            at = (x + (end_x - x) * done / length, y + (end_y - y) * done / length)
            if is_drawn:
                runs[-1].append(at)
            else:
                runs.append([at])
            is_drawn = not is_drawn
            left = dash[0] if is_drawn else dash[1]
        left -= length - done
        if is_drawn:
            runs[-1].append((end_x, end_y))
    return [run for run in runs if len(run) > 1]


def ascii_only(text: str) -> str:
    """What the font has: "ü" as "u", "ß" as "ss", and "?" for what has no likeness."""
    bare = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("\N{EN DASH}", "-"))
    letters = (one for one in bare if not unicodedata.combining(one))
    return "".join(one if " " <= one <= "~" else "?" for one in letters)


def _scaled(at: Pixel) -> Pixel:
    return at[0] * _SCALE, at[1] * _SCALE
