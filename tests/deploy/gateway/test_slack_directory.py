"""Who is in the local Slack, told as Slack tells it, and read by the worker's own code."""

import re
from typing import Any

import pytest
from slack_sdk.web import SlackResponse, WebClient
from starlette.applications import Starlette

from channels.slack.directory import Directory
from channels.slack.readers import ChannelReaders, Readers
from channels.slack.uses import USES
from deploy.local.slack.directory import METHODS, LocalDirectory, local_directory
from deploy.local.slack.web_api import LocalSlack
from tests.deploy.gateway.client import Client

TOKEN = "local-bot-token"


@pytest.fixture(scope="module")
def slack() -> LocalDirectory:
    return local_directory()


def ask(slack: LocalDirectory, method: str, token: str = TOKEN, **arguments: Any) -> dict[str, Any]:
    return slack.answer(method, token, arguments)


def test_a_channel_tells_with_whom_it_is_shared(slack: LocalDirectory) -> None:
    def shared(channel: str) -> tuple[bool, bool, bool]:
        told = ask(slack, "conversations.info", channel=channel)["channel"]
        return told["is_shared"], told["is_ext_shared"], told["is_pending_ext_shared"]

    assert shared("C0OPS") == shared("C0PARTNERS") == (False, False, False)
    assert shared("C0SHARED") == (True, True, False)
    assert shared("C0INVITED") == (False, False, True)


def test_guests_of_one_channel_and_of_several_are_told_apart(slack: LocalDirectory) -> None:
    def guest(user: str) -> tuple[bool, bool]:
        told = ask(slack, "users.info", user=user)["user"]
        return told["is_restricted"], told["is_ultra_restricted"]

    assert guest("U0GUS") == (True, True)
    assert guest("U0GRETA") == (True, False)
    assert guest("U0ANA") == (False, False)


def test_members_and_people_come_in_pages(slack: LocalDirectory) -> None:
    first = ask(slack, "conversations.members", channel="C0OPS", limit="3")
    rest = first["response_metadata"]["next_cursor"]
    second = ask(slack, "conversations.members", channel="C0OPS", limit="3", cursor=rest)

    assert first["members"] == ["U0GROUND", "U0ANA", "U0OMAR"]
    assert (second["members"], second["response_metadata"]) == (["U0VIC"], {"next_cursor": ""})
    people = ask(slack, "users.list")["members"]
    assert {one["id"] for one in people if one["is_bot"]} == {"U0GROUND"}
    assert {one["team_id"] for one in people} == {"T0GROUND", "T0PARTNER"}


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("conversations.info", {"channel": "C0NOWHERE"}, "channel_not_found"),
        ("conversations.members", {}, "channel_not_found"),
        ("conversations.members", {"channel": "C0OPS", "limit": "1000"}, "invalid_limit"),
        ("conversations.members", {"channel": "C0OPS", "cursor": "x"}, "invalid_cursor"),
        ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
    ],
)
def test_what_slack_refuses_is_refused(
    slack: LocalDirectory, method: str, arguments: dict[str, str], error: str
) -> None:
    assert ask(slack, method, **arguments) == {"ok": False, "error": error}


@pytest.mark.parametrize(
    ("channel", "needed"),
    [("C0OPS", "channels:read"), ("C0PRIVATE", "groups:read"), ("C0GROUPDM", "mpim:read")],
)
def test_a_channel_takes_the_scope_of_its_kind(
    slack: LocalDirectory, channel: str, needed: str
) -> None:
    old = "local-token-of-an-older-manifest"

    told = ask(slack, "conversations.info", old, channel=channel)

    assert (told["ok"], told["error"], told["needed"]) == (False, "missing_scope", needed)
    assert "im:history" in told["provided"].split(",")
    assert needed not in told["provided"]
    assert ask(slack, "conversations.info", channel=channel)["ok"] is True


@pytest.mark.parametrize("method", ["users.info", "users.list"])
def test_people_take_a_scope_of_their_own(slack: LocalDirectory, method: str) -> None:
    token = "local-token-without-people"

    told = ask(slack, method, token, user="U0ANA")

    assert (told["error"], told["needed"]) == ("missing_scope", "users:read")
    assert ask(slack, "conversations.members", token, channel="C0OPS")["ok"] is True


def test_whatever_the_worker_reads_is_served() -> None:
    assert set(USES.methods).issuperset(METHODS)


class InProcess(WebClient):
    """Slack's own client, with the local Slack in the place of HTTP."""

    def api_call(self, api_method: str, **more: Any) -> SlackResponse:
        answer = local_directory().answer(api_method, str(self.token), more["data"])
        response = SlackResponse(
            client=self,
            http_verb="POST",
            api_url=api_method,
            req_args={},
            data=answer,
            headers={},
            status_code=200,
        )
        response.validate()  # type: ignore[no-untyped-call]  # slack_sdk does not annotate it
        return response


def readers(channel: str, token: str = TOKEN) -> Readers:
    return ChannelReaders(Directory(InProcess(token)), frozenset({"T0GROUND"})).of(channel)


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("C0OPS", "own"),
        ("C0ALARMS", "own"),
        ("C0GROUPDM", "own"),
        ("C0PARTNERS", "outsiders"),
        ("C0PRIVATE", "outsiders"),
        ("C0SHARED", "outsiders"),
        ("C0INVITED", "outsiders"),
        ("C0NOWHERE", "unknown"),
    ],
)
def test_the_worker_tells_the_channels_of_the_example_apart(
    channel: str, expected: Readers
) -> None:
    assert readers(channel) == expected


@pytest.mark.parametrize(
    ("token", "lacking"),
    [
        ("local-token-of-an-older-manifest", "conversations.info .* lacks channels:read: "),
        ("local-token-without-people", "users.info .* lacks users:read: "),
    ],
)
def test_the_worker_names_the_scope_that_it_lacks(
    token: str, lacking: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert readers("C0OPS", token) == "unknown"

    [record] = caplog.records
    assert re.search(lacking, record.getMessage())


def test_whose_token_it_is_stands_in_the_header() -> None:
    client = Client(Starlette(routes=LocalSlack().routes()))

    def asked(token: str) -> dict[str, Any]:
        headers = {
            "authorization": f"Bearer {token}",
            "content-type": "application/x-www-form-urlencoded",
        }
        told: dict[str, Any] = client.post(
            "/local/slack/api/users.info", b"user=U0GUS", headers
        ).json
        return told

    assert asked(TOKEN)["user"]["is_restricted"] is True
    assert asked("local-token-without-people")["error"] == "missing_scope"
    assert client.get("/local/slack/calls").json["count"] == 0
