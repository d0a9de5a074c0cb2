"""Facts that are nobody's secret (names, immutable documents), kept for a while in the process."""

import threading
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, TypeVar

Value = TypeVar("Value")
NAMES_FRESH_FOR = timedelta(seconds=30)
"""Of names that people say: what was deployed a minute ago is known."""
NEVER_CHANGES = timedelta(days=1)
_MOST = 2_000


class Remembered:
    """Thread-safe; two askers at once may both look. Bounded: the oldest is forgotten first."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[Hashable, tuple[datetime, Any]] = {}

    def get(self, key: Hashable, fresh_for: timedelta, look: Callable[[], Value]) -> Value:
        """What was found under `key` less than `fresh_for` ago, else what `look` finds now.

        The key must name the account, region or environment: it is shared by all persons, so what
        only some may know of is kept by a key of their own (`Reach.view`), or left out of what is
        told of it (`fulfillment.ops.visible`). Raises what `look` raises.
        """
        now = self._clock()
        at, found = self._held(key)
        if at is not None and now - fresh_for <= at <= now:
            value: Value = found
            return value
        value = look()
        with self._lock:
            self._known.pop(key, None)
            while len(self._known) >= _MOST:
                del self._known[next(iter(self._known))]
            self._known[key] = (now, value)
        return value

    def last(self, key: Hashable, otherwise: Value) -> Value:
        """What was found last, however old, without looking."""
        at, found = self._held(key)
        return otherwise if at is None else found

    def _held(self, key: Hashable) -> tuple[datetime | None, Any]:
        with self._lock:
            return self._known.get(key, (None, None))
