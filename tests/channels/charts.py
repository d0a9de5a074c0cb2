"""Charts as fulfillment gives them: what every channel draws in its own way."""

import math

from fulfillment.turn import Chart, Marker, Point, Reply, Series

BEGIN = 1_795_694_400.0
"""26 November 2026, 13:00 in Berlin; every step is a minute."""


def points(level: float, rises_at: int = 99, factor: float = 1.0, count: int = 60) -> list[Point]:
    """A wobbling level, `factor` times as high from a step on."""
    return [
        (
            BEGIN + 60 * step,
            round(level * (factor if step >= rises_at else 1) * (1 + 0.08 * math.sin(step)), 3),
        )
        for step in range(count)
    ]


def with_gap(whole: list[Point], start: int, end: int) -> tuple[Point, ...]:
    """Nothing was measured from `start` to `end`, but for one point amidst."""
    alone = (start + end) // 2
    return tuple(
        (at, value if not start <= step < end or step == alone else None)
        for step, (at, value) in enumerate(whole)
    )


LATENCY = Chart(
    title="p99 latency: orders in production",
    unit="seconds",
    series=(
        Series("p99", with_gap(points(0.8, 38, 3.0), 10, 17)),
        Series("p95", tuple(points(0.5, 38, 2.4))),
        Series("p50", tuple(points(0.17, 38, 1.2))),
        Series("p99, the day before", tuple(points(0.78)), is_past=True),
    ),
    markers=(Marker(BEGIN + 60 * 30, "3.12.1"),),
    summary="p99 latency is 2.4 s, 3 times the 0.8 s of the day before. It rose at 13:38.",
    time_zone="Europe/Berlin",
)
ERRORS = Chart(
    title="Serverfehler: inventory in production",
    unit="per minute",
    series=(Series("Serverfehler", tuple((at, 0.0) for at, _ in points(1))),),
    summary="Keine Auffälligkeiten.",
)
EMPTY = Chart("CPU: cards in staging", "percent", (Series("CPU", ((BEGIN, None),)),))
REPLY = Reply(
    text="The p99 latency of **orders** in **production** is **2.4 s**, 3 times the 0.8 s of the "
    "day before. It rose at about 13:38, 8 minutes after the deployment of **3.12.1** began.",
    chart=LATENCY,
)
