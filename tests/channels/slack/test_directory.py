"""Channels and people, read from what Slack's Web API answers."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from channels.errors import UnreadableError
from channels.slack.directory import Directory, User, directory
from tests.channels.slack.fake_slack import Failure, FakeSlack
from tests.channels.slack.payloads import web_api
from tests.channels.slack.workspace import TOKEN


@pytest.fixture
def asked(slack: FakeSlack) -> Directory:
    names = ("conversations.info", "conversations.members", "users.info", "users.list")
    slack.told = {name: web_api(name) for name in names}
    return directory(TOKEN, slack.api_url)


@pytest.mark.parametrize(
    ("told", "is_shared"),
    [
        ({}, False),
        ({"is_ext_shared": True, "is_shared": True}, True),
        ({"is_shared": True}, True),
        ({"is_shared": True, "is_org_shared": True}, False),
        ({"is_shared": True, "is_org_shared": True, "is_ext_shared": True}, True),
        ({"is_pending_ext_shared": True}, True),
        ({"pending_shared": ["T0PARTNER"]}, True),
        ({"pending_connected_team_ids": ["T0PARTNER"]}, True),
    ],
)
def test_a_channel_is_shared_outside_once_somebody_is_asked_in(
    slack: FakeSlack, asked: Directory, told: dict[str, Any], is_shared: bool
) -> None:
    slack.told["conversations.info"]["channel"] |= told

    assert asked.is_shared_outside("C0001") is is_shared


def test_members_come_page_by_page(slack: FakeSlack, asked: Directory) -> None:
    members, cursor = asked.members("C0001", "")
    slack.told["conversations.members"]["response_metadata"]["next_cursor"] = ""
    _, last = asked.members("C0001", cursor)

    assert members == ("U0ANA", "U0GUS", "U0BOT")
    assert (cursor, last) == ("dXNlcjpVMEJPVA==", "")
    first, second = slack.of("conversations.members")
    assert "cursor" not in first
    assert (second["channel"], second["cursor"]) == ("C0001", cursor)


def test_of_people_it_is_read_who_is_a_guest_and_who_reads_at_all(asked: Directory) -> None:
    people, cursor = asked.users("")

    assert {one.id for one in people if one.is_guest and one.is_person} == {
        *("U0GUS", "U0GRETA", "U0PAT")
    }
    assert {one.id for one in people if not one.is_person} == {"U0BOT", "USLACKBOT", "U0GONE"}
    assert {one.team for one in people} == {"T0001", "T0PARTNER"}
    assert cursor == "dXNlcjpVMEdPTkU="
    assert asked.user("U0ANA") == User("U0ANA", "T0001", is_guest=False, is_person=True)


@pytest.mark.parametrize("silent", ["is_restricted", "is_ultra_restricted"])
def test_who_is_not_said_to_be_no_guest_is_one(
    slack: FakeSlack, asked: Directory, silent: str
) -> None:
    del slack.told["users.info"]["user"][silent]

    assert asked.user("U0ANA").is_guest


ASKING: tuple[Callable[[Directory], object], ...] = (
    lambda asked: asked.is_shared_outside("C0001"),
    lambda asked: asked.members("C0001", ""),
    lambda asked: asked.user("U0ANA"),
    lambda asked: asked.users(""),
)


def test_a_scope_that_the_token_lacks_is_named_with_its_cure(
    slack: FakeSlack, asked: Directory
) -> None:
    slack.told["conversations.info"] = web_api("missing_scope")

    with pytest.raises(UnreadableError) as refusal:
        asked.is_shared_outside("C0001")

    assert "lacks channels:read,groups:read,mpim:read,im:read: update the app" in str(refusal.value)
    assert "docs/slack.md" in str(refusal.value)


def test_what_slack_calls_a_scope_is_not_put_into_a_log_unread(
    slack: FakeSlack, asked: Directory
) -> None:
    slack.told["users.info"] = web_api("missing_scope") | {"needed": "x\nERROR forged"}

    with pytest.raises(UnreadableError, match="lacks a scope: update"):
        asked.user("U0ANA")


@pytest.mark.parametrize("ask", ASKING)
def test_a_rate_limit_is_not_waited_for(
    slack: FakeSlack,
    asked: Directory,
    ask: Callable[[Directory], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("it waited"))
    for method in slack.told:
        slack.fail_next(method, Failure(429, "ratelimited", retry_after="30"))

    with pytest.raises(UnreadableError) as refusal:
        ask(asked)

    assert refusal.value.retry_after == 30
    assert len(slack.calls) == 1


@pytest.mark.parametrize(
    "failure", [Failure(error="channel_not_found"), Failure(503, "service_unavailable")]
)
def test_a_refusal_names_the_method_and_what_was_answered(
    slack: FakeSlack, asked: Directory, failure: Failure
) -> None:
    slack.fail_next("conversations.members", failure)

    with pytest.raises(UnreadableError, match=f"conversations.members .* {failure.error}") as told:
        asked.members("C0001", "")

    assert told.value.retry_after == 0
    assert len(slack.calls) == 1


@pytest.mark.parametrize("ask", ASKING[:2] + ASKING[3:])
def test_an_answer_that_tells_nothing_is_no_answer(
    slack: FakeSlack, asked: Directory, ask: Callable[[Directory], object]
) -> None:
    slack.told = {method: {"ok": True} for method in slack.told}

    with pytest.raises(UnreadableError, match="told n"):
        ask(asked)


def test_slack_that_cannot_be_reached_is_said_so() -> None:
    with pytest.raises(UnreadableError, match=r"users\.info could not be reached: "):
        directory(TOKEN, "http://127.0.0.1:9/api/").user("U0ANA")
