"""User groups: asked of Slack, kept for a while, and of nobody else."""

import pytest

from channels.errors import SettingError, UndeliveredError
from channels.slack.origin import Origin
from channels.slack.slack_api import SlackApi, web_client
from channels.slack.user_groups import KEPT_SECONDS, UserGroups, ids_from_environment
from tests.channels.slack.fake_slack import Failure, FakeSlack

METHOD = "usergroups.users.list"


class Ticks:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def origin(user: str) -> Origin:
    return Origin("T1", user, user, "C1", "thread", "shared", "1.1")


def groups(slack: FakeSlack, ticks: Ticks | None = None) -> UserGroups:
    slack.user_groups = {"S1": ["U1", "U2"], "S2": ["U2"]}
    members = SlackApi(web_client("xoxb-made-up", slack.api_url)).user_group
    return UserGroups(("S1", "S2", "SGONE"), members, ticks or Ticks())


def test_each_is_in_their_own(slack: FakeSlack) -> None:
    of = groups(slack).of

    assert of(origin("U1")) == ("slack:T1:S1",)
    assert of(origin("U2")) == ("slack:T1:S1", "slack:T1:S2")
    assert of(origin("U3")) == ()


def test_members_are_kept_for_a_while(slack: FakeSlack) -> None:
    ticks = Ticks()
    found = groups(slack, ticks)
    found.of(origin("U1"))
    found.of(origin("U2"))
    assert len(slack.of(METHOD)) == 3

    slack.user_groups["S1"] = ["U9"]
    ticks.now = KEPT_SECONDS
    assert found.of(origin("U1")) == ()


def test_a_refusal_gives_no_group_and_an_outage_is_tried_again(slack: FakeSlack) -> None:
    found = groups(slack)
    slack.fail_next(METHOD, Failure(error="missing_scope"))
    assert found.of(origin("U1")) == ()

    later = groups(slack)
    slack.fail_next(METHOD, Failure(error="internal_error"))
    with pytest.raises(UndeliveredError):
        later.of(origin("U1"))


def test_ids_come_from_the_environment() -> None:
    assert ids_from_environment({"GROUND_SLACK_USER_GROUPS": "S1, S2,"}) == ("S1", "S2")
    assert ids_from_environment({}) == ()
    with pytest.raises(SettingError, match="'ops' must be the id of a user group"):
        ids_from_environment({"GROUND_SLACK_USER_GROUPS": "ops"})
