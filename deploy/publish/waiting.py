"""Waiting for what a service does in its own time: by asking again, aloud, and not for ever."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from deploy.errors import WaitTooLong

Value = TypeVar("Value")
Tell = Callable[[str], None]
"""Shows a line of progress to the person."""

FIRST_PAUSE_SECONDS: Final = 0.5
LONGEST_PAUSE_SECONDS: Final = 5.0
TELL_EVERY_SECONDS: Final = 10.0


class Clock(Protocol):
    """Time that passes, in seconds from anywhere."""

    def now(self) -> float: ...

    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """Wall time."""

    def now(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass(frozen=True)
class Waiting:
    """Asks again and again, and says so."""

    clock: Clock
    tell: Tell

    def until(self, what: str, look: Callable[[], Value | None], at_most_seconds: float) -> Value:
        """What `look` gives once it is not None.

        `what` is shown while it takes long ("building en_US … 12 s"). Raises WaitTooLong.
        """
        began = told = self.clock.now()
        pause = FIRST_PAUSE_SECONDS
        while (found := look()) is None:
            now = self.clock.now()
            if now - began >= at_most_seconds:
                raise WaitTooLong(what, at_most_seconds)
            if now - told >= TELL_EVERY_SECONDS:
                self.tell(f"{what} … {now - began:.0f} s")
                told = now
            self.clock.sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE_SECONDS)
        return found
