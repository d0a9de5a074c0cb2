"""Values that are made once and shared between threads, by key."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Loaded(Generic[Key, Value]):
    """Makes the value of a key when it is first asked for, one maker a key at a time.

    Who asks for a value that is there never waits for one that is being made. The `capacity` values
    asked for last are kept. A maker that raises leaves nothing behind.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._makers: dict[Key, Lock] = {}
        self._lock = Lock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of `key`. Raises what `make` raises."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
            maker = self._makers.setdefault(key, Lock())
        with maker:
            if (found := self.peek(key)) is not None:
                return found
            try:
                return self._keep(key, make())
            finally:
                with self._lock:
                    self._makers.pop(key, None)

    def peek(self, key: Key) -> Value | None:
        """The value of `key` where it is there."""
        with self._lock:
            return self._values.get(key)

    def _keep(self, key: Key, value: Value) -> Value:
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._capacity:
                self._values.popitem(last=False)
        return value


class Fresh(Generic[Key, Value]):
    """Remembers the value of a key for `seconds` of `clock`, then asks again."""

    def __init__(self, seconds: float, clock: Callable[[], float], capacity: int = 1000) -> None:
        self._seconds = seconds
        self._clock = clock
        self._capacity = capacity
        self._values: OrderedDict[Key, tuple[float, Value]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, read: Callable[[], Value]) -> Value:
        """The value of `key`, at most `seconds` old. Raises what `read` raises."""
        now = self._clock()
        with self._lock:
            until, value = self._values.get(key, (now, None))
        if value is not None and now < until:
            return value
        found = read()
        with self._lock:
            self._values[key] = (now + self._seconds, found)
            self._values.move_to_end(key)
            while len(self._values) > self._capacity:
                self._values.popitem(last=False)
        return found
