"""The only place that writes to Slack: posts, updates, ephemeral messages, response URLs.

A call that Slack refuses for good (no such channel, message gone, not a member) is logged by its
error code and given up: trying again would not help. Everything else raises `UndeliveredError`,
so that the message in the queue is tried again.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry import RateLimitErrorRetryHandler, RetryHandler
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler
from slack_sdk.web import SlackResponse, WebClient
from slack_sdk.webhook import WebhookClient

from channels.errors import UndeliveredError
from channels.slack.render import SlackMessage

TIMEOUT_SECONDS = 10
_SLACK_DOMAINS = (".slack.com", ".slack-gov.com")
_WORTH_ANOTHER_TRY = frozenset(
    {"ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable"}
    | {"request_timeout", "team_added_to_org"}
)
_log = logging.getLogger(__name__)


def retry_handlers() -> list[RetryHandler]:
    """slack_sdk does not wait for 429's Retry-After unless it is told to."""
    return [ConnectionErrorRetryHandler(), RateLimitErrorRetryHandler(max_retry_count=2)]


def web_client(token: str, api_url: str) -> WebClient:
    """`api_url` ends in /api/ (https://slack.com/api/)."""
    return WebClient(
        token=token,
        base_url=api_url,
        timeout=TIMEOUT_SECONDS,
        retry_handlers=retry_handlers(),
    )


@dataclass(frozen=True)
class Posted:
    """A message that is in Slack and can be updated."""

    channel: str
    timestamp: str


@dataclass(frozen=True)
class Picture:
    """A PNG; `alt_text` for whoever does not see it, at most 1,000 characters (Slack's limit)."""

    data: bytes
    title: str
    alt_text: str


@dataclass(frozen=True)
class SlackApi:
    client: WebClient

    def post(self, channel: str, thread: str, message: SlackMessage) -> Posted | None:
        """A new message, in a thread where one is named; None where Slack refused it."""
        answer = _call(
            "chat.postMessage",
            lambda: self.client.chat_postMessage(
                channel=channel,
                thread_ts=thread or None,
                text=message.text,
                blocks=message.blocks,
                unfurl_links=False,
                unfurl_media=False,
            ),
        )
        return Posted(str(answer["channel"]), str(answer["ts"])) if answer else None

    def update(self, posted: Posted, message: SlackMessage) -> bool:
        """False where the message is gone or not ours."""
        answer = _call(
            "chat.update",
            lambda: self.client.chat_update(
                channel=posted.channel,
                ts=posted.timestamp,
                text=message.text,
                blocks=message.blocks,
            ),
        )
        return answer is not None

    def whisper(self, channel: str, user: str, thread: str, message: SlackMessage) -> bool:
        """A message that only `user` sees."""
        answer = _call(
            "chat.postEphemeral",
            lambda: self.client.chat_postEphemeral(
                channel=channel,
                user=user,
                thread_ts=thread or None,
                text=message.text,
                blocks=message.blocks,
            ),
        )
        return answer is not None

    def share(self, channel: str, thread: str, picture: Picture) -> bool:
        """A picture, in a thread where one is named. False where it could not be had, for whatever
        reason: it comes beside an answer that is out already, and must not repeat it."""
        try:
            self.client.files_upload_v2(
                filename="chart.png",
                content=picture.data,
                title=picture.title,
                alt_txt=picture.alt_text,
                channel=channel,
                thread_ts=thread or None,
            )
        except SlackApiError as error:
            _log.error("a picture was refused: %s", status_and_code(error.response)[1])
            return False
        except (SlackClientError, OSError) as error:
            _log.error("a picture could not be uploaded: %s", type(error).__name__)
            return False
        return True

    def user_group(self, group: str) -> frozenset[str]:
        """Ids of the users of a user group; none where Slack refuses to tell."""
        answer = _call(
            "usergroups.users.list",
            lambda: self.client.api_call("usergroups.users.list", data={"usergroup": group}),
        )
        users = answer.get("users") if answer else None
        return frozenset(one for one in users or () if isinstance(one, str))

    def respond(self, url: str, message: SlackMessage, *, replace: bool = False) -> bool:
        """Answer by a response URL (5 uses in 30 minutes). False where it is used up or not
        Slack's: a URL is only followed to Slack, or to where the Web API was configured to be."""
        if not self._is_slack(url):
            return False
        client = WebhookClient(url, timeout=TIMEOUT_SECONDS, retry_handlers=retry_handlers())
        try:
            answer = client.send(
                text=message.text,
                blocks=message.blocks,
                response_type="ephemeral",
                replace_original=replace,
            )
        except OSError as error:
            raise UndeliveredError(f"Slack's response URL could not be reached: {error}") from error
        if answer.status_code == 429 or answer.status_code >= 500:
            raise UndeliveredError(f"Slack's response URL answered {answer.status_code}")
        return answer.status_code == 200

    def _is_slack(self, url: str) -> bool:
        try:
            parts, api = urlsplit(url), urlsplit(self.client.base_url)
        except ValueError:
            return False
        if (parts.scheme, parts.netloc) == (api.scheme, api.netloc):
            return True
        return parts.scheme == "https" and (parts.hostname or "").endswith(_SLACK_DOMAINS)


def _call(method: str, call: Callable[[], SlackResponse]) -> SlackResponse | None:
    try:
        return call()
    except SlackApiError as error:
        status, code = status_and_code(error.response)
        if code in _WORTH_ANOTHER_TRY or status == 429 or status >= 500:
            raise UndeliveredError(f"{method} answered {status} {code}") from error
        _log.error("%s refused: %s", method, code)
        return None
    except OSError as error:
        raise UndeliveredError(f"{method} could not be reached: {error}") from error


def status_and_code(response: object) -> tuple[int, str]:
    """slack_sdk gives a response, or a bare mapping where the answer was not JSON."""
    if isinstance(response, SlackResponse):
        return response.status_code, str(response.get("error", ""))
    if isinstance(response, Mapping):
        found: Mapping[str, Any] = response
        return int(found.get("status", 500)), str(found.get("error", "not JSON"))
    return 500, "unknown"
