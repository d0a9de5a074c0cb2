"""What answers about logs share: how long to wait, what was searched, how a search is followed."""

from datetime import timedelta

from fulfillment.markdown import bold
from fulfillment.ops.logs.port import Found
from fulfillment.ops.queries import Queries
from fulfillment.sentences import Say
from fulfillment.time_range import TimeRange, time_range
from fulfillment.turn import Progress, Turn
from fulfillment.wording import decimal, number

LONGEST = timedelta(days=7)
_PATIENCE = {"alexa": 3.0}
"""Seconds to wait for a search. Alexa wants an answer within eight; elsewhere a person waits
rather for the whole than for parts, but not for long."""
_OTHERS_PATIENCE = 6.0
_UNITS = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


def patience(turn: Turn) -> float:
    return _PATIENCE.get(turn.channel, _OTHERS_PATIENCE)


def span_of(turn: Turn, period: str | None, day: str | None, default: timedelta) -> TimeRange:
    """At most a week: what is searched is billed by its size."""
    return time_range(turn, period, day, default=default, longest=LONGEST)


def scanned(say: Say, found: Found) -> str:
    """How much was looked through: "I looked through 2.3 MB." Without what nothing costs."""
    for size, unit in _UNITS:
        if found.scanned_bytes >= size:
            amount = decimal(say, found.scanned_bytes / size)
            return say("looked_through", amount=f"{amount} {unit}")
    return say("looked_through", amount=f"{number(say, found.scanned_bytes)} B")


def is_followed(turn: Turn) -> bool:
    """Whether the channel looks again by itself; a voice does not."""
    return turn.channel in ("slack", "web", "terminal")


def kept(turn: Turn, found: Found, queries: Queries, title: str) -> str:
    """The id of the operation that shows the rest; "" where there is none, or nobody follows it."""
    return "" if found.is_over or not is_followed(turn) else queries.keep(turn, found.query, title)


def notes(say: Say, found: Found, operation: str) -> list[str]:
    """Beside what was found: that there is more to come, or that this is not all, and how much was
    looked through."""
    return [*spoken_notes(say, found, operation), scanned(say, found)]


def spoken_notes(say: Say, found: Found, operation: str) -> list[str]:
    if found.missing:
        return [say.phrase(found.missing)]
    if found.is_over:
        return []
    return [say("still_searching") if operation else say("ask_again")]


def progress(found: Found, operation: str, title: str) -> Progress | None:
    """For the channel to follow; None where nothing is, or can be, followed."""
    if not operation:
        return None
    return Progress(operation, title, "succeeded" if found.is_over else "running", 0, 0)


def where(say: Say, service: str, environment: str) -> str:
    return say("service_in", service=bold(service), environment=bold(environment))
