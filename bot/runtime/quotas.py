"""How many calls may be under way at once for a bot alias (Lex's quotas)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Final, Literal

from bot.errors import LexApiError
from bot.runtime.http import Operation
from bot.runtime.sessions import SessionKey

TEST_ALIAS: Final = "TSTALIASID"
Kind = Literal["text conversation", "streaming conversation", "session operation"]
_KINDS: Final[Mapping[Operation, Kind]] = {
    "RecognizeText": "text conversation",
    "RecognizeUtterance": "text conversation",
    "StartConversation": "streaming conversation",
    "PutSession": "session operation",
    "GetSession": "session operation",
    "DeleteSession": "session operation",
}


@dataclass(frozen=True)
class Quota:
    """At once: for the test alias, and for any other."""

    test_alias: int
    others: int


LEX: Final[Mapping[Kind, Quota]] = {
    "text conversation": Quota(2, 50),
    "streaming conversation": Quota(2, 400),
    "session operation": Quota(2, 50),
}
"""What an account begins with (guide: quotas). Any of them can be raised."""
LOCAL: Final[Mapping[Kind, Quota]] = {"session operation": LEX["session operation"]}
"""What holds here unless more is asked for: who tests with many clients at once is not slowed."""


class Concurrency:
    """Counts calls that are under way. Thread-safe."""

    def __init__(self, quotas: Mapping[Kind, Quota] = LOCAL) -> None:
        self._quotas = quotas
        self._under_way: Counter[tuple[str, str, Kind]] = Counter()
        self._lock = Lock()

    @contextmanager
    def one(self, operation: Operation, key: SessionKey) -> Iterator[None]:
        """One call. Raises LexApiError (ThrottlingException) where there are as many as may be."""
        kind = _KINDS[operation]
        counted = (key.bot_id, key.alias_id, kind)
        most = self._most(kind, key.alias_id)
        with self._lock:
            if most is not None and self._under_way[counted] >= most:
                raise LexApiError(
                    "ThrottlingException",
                    f"{most} {kind}s of alias {key.alias_id} are under way, as many as Lex "
                    "allows at once: try again when one has ended",
                )
            self._under_way[counted] += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way[counted] -= 1
                if not self._under_way[counted]:
                    del self._under_way[counted]

    def _most(self, kind: Kind, alias_id: str) -> int | None:
        quota = self._quotas.get(kind)
        if quota is None:
            return None
        return quota.test_alias if alias_id == TEST_ALIAS else quota.others
