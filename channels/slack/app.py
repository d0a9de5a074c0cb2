"""The Bolt app: which listener serves which payload.

It checks no signature. The ingress has done so, on the exact bytes; what is dispatched here comes
from the queue alone, which only the ingress may write to, and by now the timestamp may be older
than Slack's five minutes. So it is never reachable over HTTP: `worker.handle` takes queue events
and nothing else.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from slack_bolt import App, BoltContext, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web import WebClient

from channels.errors import ChannelError, UndeliveredError
from channels.slack.origin import ACTION_PREFIX
from channels.slack.responder import Responder, Work

_WORK = "ground_work"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Dispatcher:
    app: App

    def dispatch(self, work: Work) -> None:
        """Run the listener. Raises `UndeliveredError` where it failed: Bolt swallows the cause,
        which is logged by `_failed`."""
        request = BoltRequest(
            body=dict(work.envelope.payload), mode="socket_mode", context={_WORK: work}
        )
        response = self.app.dispatch(request)
        if response.status != 200:
            raise UndeliveredError(
                f"a {work.envelope.kind} was answered {response.status} by its listener"
            )


def dispatcher(responder: Responder, bot_token: str) -> Dispatcher:
    """A Bolt app that calls neither Slack nor anything else to be built."""
    app = App(
        client=WebClient(base_url=responder.slack.client.base_url),
        authorize=_authorized(bot_token),
        token_verification_enabled=False,
        request_verification_enabled=False,
        process_before_response=True,
    )
    app.event("app_mention")(_listener(responder.on_event))
    app.event("message")(_listener(responder.on_event))
    app.command(re.compile(r"/.+"))(_acknowledging(responder.on_command))
    app.action(re.compile(re.escape(ACTION_PREFIX)))(_acknowledging(responder.on_action))
    app.error(_failed)
    return Dispatcher(app)


def _authorized(bot_token: str) -> Callable[..., AuthorizeResult]:
    """One workspace, one token: without this Bolt asks Slack's auth.test on the first request."""

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=bot_token)

    return authorize


def _listener(act: Callable[[Work], None]) -> Callable[[BoltContext], None]:
    def listen(context: BoltContext) -> None:
        act(context[_WORK])

    return listen


def _acknowledging(act: Callable[[Work], None]) -> Callable[[BoltContext], None]:
    """Bolt acknowledges events by itself, commands and actions not."""

    def listen(context: BoltContext) -> None:
        context.ack()
        act(context[_WORK])

    return listen


def _failed(error: Exception) -> None:
    """The kind of error, and the words only where they are ours: others may hold the payload."""
    words = str(error) if isinstance(error, ChannelError) else ""
    _log.error("slack listener failed: %s %s", type(error).__name__, words)
