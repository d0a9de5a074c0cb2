"""Sessions of the local Lex runtime: in memory, expiring when idle, one call at a time each."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Lock

from bot.dialog.state import DialogState, Interpretation, Message
from bot.errors import LexApiError
from bot.lex.hints import Hints

CAPACITY = 10_000
"""Sessions in memory; one more, and the one that has been idle for longest is dropped."""
MAX_BYTES = 256 * 1024 * 1024
"""The same for what they hold, all together: nobody fills the memory with large attributes."""


@dataclass(frozen=True)
class SessionKey:
    """What makes a session: the address of Lex's URI."""

    bot_id: str
    alias_id: str
    locale: str
    session_id: str


@dataclass(frozen=True)
class Session:
    """All that is remembered between two calls."""

    dialog: DialogState = field(default_factory=DialogState)
    messages: tuple[Message, ...] = ()
    interpretations: tuple[Interpretation, ...] = ()
    request_id: str = ""
    """Of the call that left it so."""
    hints: Hints | None = None
    at: float = 0.0
    """Seconds on the sessions' clock when it was left so; its contexts count from there."""


@dataclass
class Held:
    """A session during one call. What `keep` is given is stored when the call ends well."""

    session: Session | None
    now: float
    kept: Session | None = None
    dropped: bool = False

    def keep(self, session: Session) -> None:
        self.kept = replace(session, at=self.now)

    def drop(self) -> None:
        self.dropped = True


@dataclass
class _Entry:
    session: Session
    expires: float
    size: int


class Sessions:
    """Thread-safe. `clock` gives seconds that only go forward."""

    def __init__(
        self,
        clock: Callable[[], float],
        capacity: int = CAPACITY,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._clock = clock
        self._capacity = capacity
        self._max_bytes = max_bytes
        self._bytes = 0
        self._entries: OrderedDict[SessionKey, _Entry] = OrderedDict()
        self._busy: set[SessionKey] = set()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def read(self, key: SessionKey, ttl_seconds: int) -> Session | None:
        """The session as its last call left it. Reading restarts its idle time."""
        with self._lock:
            return self._touched(key, ttl_seconds)

    @contextmanager
    def hold(self, key: SessionKey, ttl_seconds: int) -> Iterator[Held]:
        """The session for one call; nothing is stored where the call raises.

        Raises LexApiError (ConflictException) while another call holds it.
        """
        with self._lock:
            if key in self._busy:
                raise LexApiError(
                    "ConflictException",
                    f"session {key.session_id} is busy with another call: "
                    "wait for its response before sending the next",
                )
            self._busy.add(key)
            held = Held(self._touched(key, ttl_seconds), self._clock())
        try:
            yield held
            self._store(key, held, ttl_seconds)
        finally:
            with self._lock:
                self._busy.discard(key)

    def _store(self, key: SessionKey, held: Held, ttl_seconds: int) -> None:
        size = _size(held.kept) if held.kept else 0
        with self._lock:
            if held.dropped:
                self._drop(key)
            elif held.kept is not None:
                self._drop(key)
                self._entries[key] = _Entry(held.kept, self._clock() + ttl_seconds, size)
                self._bytes += size
                self._make_room()

    def _drop(self, key: SessionKey) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._bytes -= entry.size

    def _touched(self, key: SessionKey, ttl_seconds: int) -> Session | None:
        now = self._clock()
        entry = self._entries.get(key)
        if entry is None:
            return None
        if entry.expires <= now:
            self._drop(key)
            return None
        entry.expires = now + ttl_seconds
        self._entries.move_to_end(key)
        return entry.session

    def _make_room(self) -> None:
        # Bots differ in idle time, so the idlest entry is not always the next to expire: an
        # expired one behind it is found by its own next call, or pushed out in its turn.
        now = self._clock()
        while self._entries:
            idlest = next(iter(self._entries))
            fits = len(self._entries) <= self._capacity and self._bytes <= self._max_bytes
            if (fits or len(self._entries) == 1) and self._entries[idlest].expires > now:
                return
            self._drop(idlest)


def _size(session: Session) -> int:
    """Characters of all that a session holds, and as much again for the objects around them.

    An estimate: of what callers can make large, nearly all is text.
    """
    return 2 * len(repr(session))
