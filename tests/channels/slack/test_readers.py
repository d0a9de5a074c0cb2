"""Who reads along in a channel: asked for once, remembered for a while, in doubt guests."""

import logging
from dataclasses import dataclass, field

import pytest

from channels.errors import UnreadableError
from channels.slack.directory import User
from channels.slack.readers import (
    AGAIN_SECONDS,
    FEW,
    KEPT_SECONDS,
    LOOK_SECONDS,
    MOST_MEMBERS,
    MOST_USERS,
    PEOPLE_KEPT_SECONDS,
    ChannelReaders,
)

TEAM = "T1"


def person(user: str, *, team: str = TEAM, is_guest: bool = False) -> User:
    return User(user, team, is_guest, is_person=True)


def bot(user: str) -> User:
    return User(user, "TELSEWHERE", is_guest=True, is_person=False)


@dataclass
class Slack:
    """A channel and its people; each call costs `cost` seconds and fails with `error` if any."""

    people: list[User]
    page: int = 500
    is_shared: bool = False
    list_leaves_out: frozenset[str] = frozenset()
    cost: float = 0.0
    error: UnreadableError | None = None
    now: float = 100.0
    asked: list[str] = field(default_factory=list)

    def is_shared_outside(self, channel: str) -> bool:
        self._ask(f"info {channel}")
        return self.is_shared

    def members(self, channel: str, cursor: str) -> tuple[tuple[str, ...], str]:
        self._ask(f"members {channel}")
        found, after = self._page(self.people, cursor)
        return tuple(one.id for one in found), after

    def user(self, user: str) -> User:
        self._ask(f"user {user}")
        return next(one for one in self.people if one.id == user)

    def users(self, cursor: str) -> tuple[tuple[User, ...], str]:
        self._ask("users")
        listed = [one for one in self.people if one.id not in self.list_leaves_out]
        found, after = self._page(listed, cursor)
        return tuple(found), after

    def _ask(self, call: str) -> None:
        self.asked.append(call)
        self.now += self.cost
        if self.error is not None:
            raise self.error

    def _page(self, people: list[User], cursor: str) -> tuple[list[User], str]:
        start = int(cursor or "0")
        end = start + self.page
        return people[start:end], str(end) if end < len(people) else ""


def readers(slack: Slack) -> ChannelReaders:
    return ChannelReaders(slack, frozenset({TEAM}), lambda: slack.now)


def crowd(count: int) -> list[User]:
    return [person(f"U{number}") for number in range(count)]


def test_own_people_and_bots_are_among_themselves() -> None:
    slack = Slack([person("U1"), person("U2"), bot("UBOT")])

    assert readers(slack).of("C1") == "own"
    assert slack.asked == ["info C1", "members C1", "user U1", "user U2", "user UBOT"]


@pytest.mark.parametrize(
    "other", [person("U2", is_guest=True), person("U2", team="T2"), person("U2", team="")]
)
def test_a_guest_or_somebody_from_outside_is_noticed(other: User) -> None:
    assert readers(Slack([person("U1"), other])).of("C1") == "outsiders"


def test_a_channel_that_is_shared_needs_no_look_at_its_members() -> None:
    slack = Slack([person("U1")], is_shared=True)

    assert readers(slack).of("C1") == "outsiders"
    assert slack.asked == ["info C1"]


@pytest.mark.parametrize(("is_guest", "told"), [(True, "outsiders"), (False, "own")])
def test_a_guest_on_the_last_page_is_noticed(is_guest: bool, told: str) -> None:
    last = person("ULAST", is_guest=is_guest)
    slack = Slack([*crowd(FEW + 10), last], page=7)

    assert readers(slack).of("C1") == told
    assert slack.asked.count("members C1") == 5


def test_many_are_read_from_the_list_of_the_workspace() -> None:
    slack = Slack(crowd(FEW + 1))

    assert readers(slack).of("C1") == "own"
    assert slack.asked == ["info C1", "members C1", "users"]


def test_whom_the_list_leaves_out_is_asked_for() -> None:
    stranger = person("USTRANGER", team="T2")
    slack = Slack([*crowd(FEW + 1), stranger], list_leaves_out=frozenset({"USTRANGER"}))

    assert readers(slack).of("C1") == "outsiders"
    assert slack.asked[2:] == ["users", "user USTRANGER"]


def test_an_answer_is_remembered_and_expires() -> None:
    slack = Slack([person("U1")])
    known = readers(slack)
    known.of("C1")
    slack.now += KEPT_SECONDS - 1

    assert known.of("C1") == "own"
    assert slack.asked == ["info C1", "members C1", "user U1"]

    slack.people.append(person("UGUEST", is_guest=True))
    slack.now += 1
    assert known.of("C1") == "outsiders"
    # Who was there before is still known.
    assert slack.asked[3:] == ["info C1", "members C1", "user UGUEST"]


def test_people_are_remembered_across_channels_and_expire() -> None:
    slack = Slack([person("U1")])
    known = readers(slack)
    known.of("C1")
    known.of("C2")
    assert slack.asked.count("user U1") == 1

    slack.people[:] = [person("U1", is_guest=True)]
    slack.now += PEOPLE_KEPT_SECONDS
    assert known.of("C1") == "outsiders"


def test_what_slack_does_not_tell_counts_as_guests_and_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    slack = Slack([person("U1")], error=UnreadableError("users.info was refused: missing_scope"))
    known = readers(slack)

    assert known.of("C1") == known.of("C1") == "unknown"

    [record] = caplog.records
    assert record.levelno == logging.WARNING
    assert record.getMessage() == (
        "channel C1 counts as one with guests: users.info was refused: missing_scope"
    )
    slack.error, slack.now = None, slack.now + AGAIN_SECONDS
    assert known.of("C1") == "own"


def test_a_rate_limit_is_kept_for_every_channel() -> None:
    slack = Slack([person("U1")], error=UnreadableError("rate limited", retry_after=90))
    known = readers(slack)
    known.of("C1")
    slack.error = None

    slack.now += 89
    assert (known.of("C1"), known.of("C2")) == ("unknown", "unknown")
    assert slack.asked == ["info C1"]
    slack.now += AGAIN_SECONDS
    assert (known.of("C1"), known.of("C2")) == ("own", "own")


def test_a_channel_with_too_many_members_counts_as_one_with_guests(
    caplog: pytest.LogCaptureFixture,
) -> None:
    slack = Slack(crowd(MOST_MEMBERS + 1))

    assert readers(slack).of("C1") == "unknown"
    assert "it has more than 1000 members" in caplog.text
    assert readers(Slack(crowd(MOST_MEMBERS))).of("C1") == "own"


def test_a_workspace_is_not_read_without_end(caplog: pytest.LogCaptureFixture) -> None:
    slack = Slack(crowd(FEW + 1))
    others = [person(f"UOTHER{number}") for number in range(MOST_USERS)]
    slack.users = lambda cursor: Slack(others).users(cursor)  # type: ignore[method-assign]

    assert readers(slack).of("C1") == "unknown"
    assert f"users.list told nothing of {FEW + 1} of its members" in caplog.text


def test_a_turn_waits_no_longer_than_it_may_and_the_next_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    slack = Slack(crowd(6), cost=LOOK_SECONDS / 4)
    known = readers(slack)

    assert known.of("C1") == "unknown"
    assert slack.asked == ["info C1", "members C1", "user U0", "user U1"]
    assert "reading its members took longer than 5 s" in caplog.text

    slack.cost, slack.now = 0.0, slack.now + AGAIN_SECONDS
    assert known.of("C1") == "own"
    assert slack.asked[6:] == ["user U2", "user U3", "user U4", "user U5"]


def test_a_channel_of_which_nobody_is_told_counts_as_one_with_guests() -> None:
    assert readers(Slack([])).of("C1") == "unknown"
