"""The simulated clock: the only time that the simulated account knows.

Everything that waits, waits with `call_at`; time passes only by `advance`. Under `ground up` a
`RealTimeDriver` advances it with wall time; in tests it stands still until it is told to move.

Not on this clock, because a real process waits there: a Lambda function's timeout and what it
reads from its own clock, and SQS long polling.
"""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_log = logging.getLogger(__name__)

Callback = Callable[[], object]


class SimulatedClock:
    """A clock that moves when told to. Thread-safe."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or datetime.now(UTC)
        self._due: list[tuple[datetime, int, Callback]] = []
        self._order = itertools.count()
        self._state = threading.Lock()
        # Held while callbacks run, so that two advances do not interleave their events.
        self._advancing = threading.RLock()

    def now(self) -> datetime:
        """The simulated time, UTC."""
        with self._state:
            return self._now

    def call_at(self, when: datetime, callback: Callback) -> None:
        """Run `callback` once time reaches `when`; one in the past runs at the next advance."""
        with self._state:
            heapq.heappush(self._due, (when, next(self._order), callback))

    def call_in(self, seconds: float, callback: Callback) -> None:
        """Run `callback` in `seconds` simulated seconds."""
        self.call_at(self.now() + timedelta(seconds=seconds), callback)

    def advance(self, seconds: float) -> datetime:
        """Move time forward, running in order all that falls due, and what that schedules in turn.

        Returns the new time, once nothing more is due. Raises `ValueError` for a negative span.
        """
        if seconds < 0:
            raise ValueError(f"cannot advance the clock by {seconds} s: time only moves forward")
        with self._advancing:
            until = self.now() + timedelta(seconds=seconds)
            while (callback := self._next_due(until)) is not None:
                _run(callback)
            with self._state:
                self._now = until
            return until

    def adopt(self, other: "SimulatedClock") -> None:
        """Take over what `other` still has waiting."""
        with other._state:  # the same class: no outsider's privates
            waiting, other._due = other._due, []
        for when, _, callback in sorted(waiting, key=lambda entry: entry[:2]):
            self.call_at(when, callback)

    def _next_due(self, until: datetime) -> Callback | None:
        with self._state:
            if not self._due or self._due[0][0] > until:
                return None
            when, _, callback = heapq.heappop(self._due)
            self._now = max(self._now, when)
            return callback


def _run(callback: Callback) -> None:
    """One event that fails must not stop time for all others."""
    try:
        callback()
    except Exception:  # noqa: BLE001 - the traceback is the report; nobody is there to raise to
        _log.exception("a scheduled event of the simulated account failed")


class RealTimeDriver:
    """A thread that lets simulated time pass as fast as wall time."""

    def __init__(self, clock: SimulatedClock, step_seconds: float = 0.25) -> None:
        self._clock = clock
        self._step = step_seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._drive, name="clock", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stop driving; returns when the thread has ended. Safe when it was never started."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _drive(self) -> None:
        before = time.monotonic()
        while not self._stopping.wait(self._step):
            after = time.monotonic()
            self._clock.advance(after - before)
            before = after
