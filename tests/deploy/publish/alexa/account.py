"""A developer account on loopback, and publishing wired to it: real HTTP, one simulated clock.

`Interruption` stops the publisher right after a write, as Ctrl-C or a lost machine would.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.runtime.server import background
from deploy.local.smapi import Developer, application
from deploy.local.smapi.__main__ import SKILL_ID, new_skill_package
from deploy.local.smapi.app import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, Door
from deploy.publish.alexa import (
    Calls,
    Credentials,
    FolderBackups,
    LoginWithAmazon,
    Services,
    Smapi,
    urllib3_send,
)
from deploy.publish.alexa.calls import Answer, Send
from deploy.publish.aws.transfer import HttpTransfer, Transfer
from deploy.publish.waiting import Waiting

SKILL = SKILL_ID


@dataclass
class SimulatedClock:
    seconds: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


class Interrupted(BaseException):
    """No Exception: nothing that publishing catches."""


@dataclass
class Interruption:
    """Counts writes; the one numbered `after` is the last."""

    after: int = 0
    writes: int = 0

    def wrote(self) -> None:
        self.writes += 1
        if self.writes == self.after:
            raise Interrupted


@dataclass
class Account:
    """What a test holds of it."""

    url: str
    developer: Developer
    door: Door
    clock: SimulatedClock
    folder: Path
    told: list[str] = field(default_factory=list)

    def services(
        self,
        interruption: Interruption | None = None,
        *,
        send: Send | None = None,
        credentials: Credentials | None = None,
    ) -> Services:
        stop = interruption or Interruption()
        calls = Calls(_interrupted_send(send or urllib3_send(), stop), self.clock)
        given = credentials or Credentials(CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN)
        tokens = LoginWithAmazon(calls, given, self.url)
        return Services(
            smapi=Smapi(calls, tokens, self.url),
            transfer=_InterruptedTransfer(HttpTransfer(), stop),
            backups=_InterruptedBackups(self.folder, stop),
            waiting=Waiting(self.clock, self.told.append),
        )

    @property
    def imports(self) -> int:
        return self.developer.skills[SKILL].imports

    def calls(self, start: str) -> list[str]:
        return [call for call in self.door.calls if call.startswith(start)]


@contextmanager
def account(folder: Path, *, lag_seconds: float = 2.0) -> Iterator[Account]:
    """With one new skill in it."""
    clock = SimulatedClock()
    developer = Developer(clock.now, lag_seconds=lag_seconds)
    developer.add(SKILL, new_skill_package())
    door = Door()
    with background(application(developer, door)) as port:
        yield Account(f"http://127.0.0.1:{port}", developer, door, clock, folder)


def _interrupted_send(send: Send, stop: Interruption) -> Send:
    def sent(method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        answer = send(method, url, headers, body)
        if method != "GET" and not url.endswith("/auth/o2/token"):
            stop.wrote()
        return answer

    return sent


@dataclass(frozen=True)
class _InterruptedTransfer:
    inner: Transfer
    stop: Interruption

    def put(self, url: str, data: bytes) -> None:
        self.inner.put(url, data)
        self.stop.wrote()

    def get(self, url: str) -> bytes:
        return self.inner.get(url)


class _InterruptedBackups(FolderBackups):
    def __init__(self, folder: Path, stop: Interruption) -> None:
        super().__init__(folder)
        self._stop = stop

    def keep(self, skill: str, data: bytes) -> str:
        return self._after(lambda: super(_InterruptedBackups, self).keep(skill, data))

    def forget(self, skill: str, name: str) -> None:
        super().forget(skill, name)
        self._stop.wrote()

    def begin(self, skill: str, name: str) -> None:
        super().begin(skill, name)
        self._stop.wrote()

    def end(self, skill: str) -> None:
        super().end(skill)
        self._stop.wrote()

    def _after(self, write: Callable[[], str]) -> str:
        name = write()
        self._stop.wrote()
        return name
