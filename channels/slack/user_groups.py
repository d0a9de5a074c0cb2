"""The Slack user groups that somebody is in, as far as the policy may name them.

Slack sends no user group with an event, so the members of the groups in GROUND_SLACK_USER_GROUPS
are asked for, and kept for a while. Without that variable Slack is asked nothing.
"""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from channels.errors import SettingError
from channels.slack.origin import Origin

Members = Callable[[str], frozenset[str]]
"""Id of a user group -> ids of its users. Raises `UndeliveredError` where Slack cannot be reached.
"""
VARIABLE = "GROUND_SLACK_USER_GROUPS"
KEPT_SECONDS = 300
_ID = re.compile(r"S[A-Z0-9]{1,23}")


@dataclass
class UserGroups:
    """`ticks`: seconds, of a clock that only goes forward."""

    ids: tuple[str, ...]
    members: Members
    ticks: Callable[[], float] = time.monotonic
    _known: dict[str, tuple[float, frozenset[str]]] = field(default_factory=dict)

    def of(self, origin: Origin) -> tuple[str, ...]:
        """ "slack:T1:S1" for each that the person is in. Raises as `members` does."""
        return tuple(f"slack:{origin.team}:{one}" for one in self.ids if self._has(one, origin))

    def _has(self, group: str, origin: Origin) -> bool:
        at, users = self._known.get(group, (0.0, frozenset[str]()))
        now = self.ticks()
        if group not in self._known or now >= at + KEPT_SECONDS:
            users = self.members(group)
            self._known[group] = (now, users)
        return origin.user in users


def ids_from_environment(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Reads GROUND_SLACK_USER_GROUPS, comma separated. Raises `SettingError`."""
    ids = [one.strip() for one in environ.get(VARIABLE, "").split(",") if one.strip()]
    for one in ids:
        if not _ID.fullmatch(one):
            raise SettingError(f"{VARIABLE}: {one!r} must be the id of a user group, as S0123ABCD")
    return tuple(ids)
