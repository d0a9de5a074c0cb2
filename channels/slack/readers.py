"""Whether guests, or people from outside, read along in a channel.

Slack says with an event that a channel is shared with another organisation, and nothing of guests
of the own workspace. So the channel is asked for, then its members, then what each of them is; the
answers are remembered for a while, so that a turn usually asks nothing. Whatever cannot be told
counts as a channel with guests: that is the safe side.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from channels.errors import UnreadableError
from channels.slack.directory import User

Readers = Literal["own", "outsiders", "unknown"]
"""People of the own workspaces only; guests or people from outside too; not to be told."""

KEPT_SECONDS = 300
"""For how long it is remembered of a channel who reads along there."""
PEOPLE_KEPT_SECONDS = 1_800
"""For how long it is remembered what somebody is. A new guest is somebody new."""
AGAIN_SECONDS = 60
"""After how long Slack is asked again where it did not tell."""
LOOK_SECONDS = 5.0
"""How long one turn waits for all answers. People who were told of stay known for the next."""
MOST_MEMBERS = 1_000
"""Of one channel; a larger one counts as one with guests."""
MOST_USERS = 4_000
"""Of a workspace, read in pages of 500: Slack takes 20 such calls a minute (tier 2)."""
FEW = 20
"""So many are asked for one by one (tier 4: 100 calls a minute); more by the workspace's list."""
_log = logging.getLogger(__name__)


class Told(Protocol):
    """What Slack tells: `channels.slack.directory.Directory`."""

    def is_shared_outside(self, channel: str) -> bool: ...

    def members(self, channel: str, cursor: str) -> tuple[tuple[str, ...], str]: ...

    def user(self, user: str) -> User: ...

    def users(self, cursor: str) -> tuple[tuple[User, ...], str]: ...


@dataclass
class ChannelReaders:
    """`team_ids`: the own workspaces. `ticks`: seconds, of a clock that only goes forward."""

    slack: Told
    team_ids: frozenset[str]
    ticks: Callable[[], float] = time.monotonic
    _channels: dict[str, tuple[float, Readers]] = field(default_factory=dict)
    """Until when it counts, and who reads along."""
    _people: dict[str, tuple[float, bool]] = field(default_factory=dict)
    """Until when it counts, and whether they are a guest or from outside."""
    _rests_until: float = 0.0
    """Slack wants to be asked nothing until then."""

    def of(self, channel: str) -> Readers:
        """Never raises: what cannot be told is logged and "unknown"."""
        until, readers = self._channels.get(channel, (0.0, "unknown"))
        if self.ticks() < until:
            return readers
        try:
            found, seconds = self._look(channel), float(KEPT_SECONDS)
        except UnreadableError as error:
            _log.warning("channel %s counts as one with guests: %s", channel, error)
            found, seconds = "unknown", self._rest(error)
        self._channels[channel] = (self.ticks() + seconds, found)
        return found

    def _rest(self, error: UnreadableError) -> float:
        """After how many seconds to ask again: no sooner than Slack wants it."""
        if error.retry_after:
            rest = min(error.retry_after, KEPT_SECONDS)
            self._rests_until = self.ticks() + rest
        return max(float(AGAIN_SECONDS), self._rests_until - self.ticks())

    def _look(self, channel: str) -> Readers:
        if self.ticks() < self._rests_until:
            raise UnreadableError("Slack has limited how often it may be asked")
        asked = _Asked(self.slack, self.ticks, self.ticks() + LOOK_SECONDS)
        if asked.now.is_shared_outside(channel):
            return "outsiders"
        members = _members(asked, channel)
        if self._has_outsider(members):
            return "outsiders"
        self._learn(asked, [one for one in members if not self._is_known(one)])
        if self._has_outsider(members):
            return "outsiders"
        if unknown := sum(not self._is_known(one) for one in members):
            raise UnreadableError(
                f"users.list told nothing of {unknown} of its members "
                f"(at most {MOST_USERS} people are read)"
            )
        return "own"

    def _learn(self, asked: "_Asked", users: Iterable[str]) -> None:
        """What they are, as far as Slack tells it. The list may leave out who is from outside."""
        missing = set(users)
        if len(missing) > FEW:
            self._list(asked, missing)
        if len(missing) <= FEW:
            for user in sorted(missing):
                self._note(user, asked.now.user(user))

    def _list(self, asked: "_Asked", missing: set[str]) -> None:
        """Takes out of `missing` whom the list of the workspace tells of."""
        cursor, count = "", 0
        while missing and count < MOST_USERS:
            page, cursor = asked.now.users(cursor)
            for user in page:
                self._note(user.id, user)
            missing.difference_update(user.id for user in page)
            count += len(page)
            if not cursor:
                return

    def _note(self, user_id: str, user: User) -> None:
        is_own = user.team in self.team_ids and not user.is_guest
        is_outsider = user.is_person and not is_own
        self._people[user_id] = (self.ticks() + PEOPLE_KEPT_SECONDS, is_outsider)

    def _has_outsider(self, members: Iterable[str]) -> bool:
        return any(self._is_known(one) and self._people[one][1] for one in members)

    def _is_known(self, user: str) -> bool:
        return user in self._people and self.ticks() < self._people[user][0]


@dataclass(frozen=True)
class _Asked:
    """Slack, for as long as one turn may wait for it."""

    slack: Told
    ticks: Callable[[], float]
    deadline: float

    @property
    def now(self) -> Told:
        """Raises `UnreadableError` once the time is over."""
        if self.ticks() >= self.deadline:
            raise UnreadableError(f"reading its members took longer than {LOOK_SECONDS:.0f} s")
        return self.slack


def _members(asked: _Asked, channel: str) -> list[str]:
    found: list[str] = []
    cursor = ""
    while True:
        page, cursor = asked.now.members(channel, cursor)
        found.extend(page)
        if len(found) > MOST_MEMBERS:
            raise UnreadableError(f"it has more than {MOST_MEMBERS} members")
        if not cursor:
            break
    if not found:
        raise UnreadableError("conversations.members told of nobody")
    return found
