"""The services of each environment, as the account lists them, remembered for half a minute."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from fulfillment.catalog.environments import Environment

FRESH_FOR = timedelta(seconds=30)


class Discovery:
    """Service names by environment. Thread-safe; two askers at once may both look."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[str, tuple[datetime, tuple[str, ...]]] = {}

    def known(self, environment: Environment) -> tuple[str, ...]:
        """What `names` gave last, however old; () where nobody has looked yet."""
        with self._lock:
            return self._known.get(environment.name, (None, ()))[1]

    def names(
        self, environment: Environment, look: Callable[[], tuple[str, ...]]
    ) -> tuple[str, ...]:
        """Names that are not hidden, sorted; `look` lists them where ours are old. Raises as it."""
        now = self._clock()
        with self._lock:
            at, names = self._known.get(environment.name, (None, ()))
        if at is not None and now - FRESH_FOR <= at <= now:
            return names
        found = tuple(one for one in look() if not environment.override(one).is_hidden)
        with self._lock:
            self._known[environment.name] = (now, found)
        return found
