"""The part of time that one world lives in: closing it drops everything that it still waits for."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from deploy.local.account.clock import SimulatedClock


class Timeline:
    """Schedules on a clock, one event at a time under `lock`, until it is closed."""

    def __init__(self, clock: SimulatedClock, lock: "threading.RLock") -> None:
        self._clock = clock
        self._lock = lock
        self._closed = False

    def now(self) -> datetime:
        return self._clock.now()

    def later(self, seconds: float, callback: Callable[[], None]) -> datetime:
        """Run `callback` in `seconds` simulated seconds; returns when that is."""
        when = self._clock.now() + timedelta(seconds=seconds)
        self._clock.call_at(when, lambda: self._run(callback))
        return when

    def move_to(self, clock: SimulatedClock) -> None:
        """Go on with another clock, and take along what still waits."""
        clock.adopt(self._clock)
        self._clock = clock

    def close(self) -> None:
        self._closed = True

    def _run(self, callback: Callable[[], None]) -> None:
        with self._lock:
            if not self._closed:
                callback()
