"""Slack without a public address: a WebSocket that feeds the same queue as the ingress.

Slack authenticates the connection, so there is no signature. An envelope is acknowledged once it
is in the queue; otherwise not at all, and Slack sends an event again.
"""

import logging
from collections.abc import Callable, Mapping

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web import WebClient

from channels.errors import QueueError, SettingError
from channels.slack.envelope import Envelope
from channels.slack.ingress import (
    enqueuer,
    language_from_environment,
    team_ids_from_environment,
)
from channels.slack.intake import Ignored, Malformed, Refused, take
from fulfillment.sentences import Say

_log = logging.getLogger(__name__)


class QueueingHandler(SocketModeHandler):
    """Bolt's handler with the queue in the place of its listeners."""

    def __init__(
        self,
        app: App,
        app_token: str,
        team_ids: frozenset[str],
        enqueue: Callable[[Envelope], None],
        language: Callable[[], Say],
    ) -> None:
        super().__init__(app, app_token)
        self.team_ids = team_ids
        self.enqueue = enqueue
        self.language = language

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        """Take one envelope."""
        answer = self._take(req)
        if answer is not None:
            client.send_socket_mode_response(
                SocketModeResponse(envelope_id=req.envelope_id, payload=answer or None)
            )

    def _take(self, request: SocketModeRequest) -> dict[str, str] | None:
        """The payload of the acknowledgement; None to leave it out."""
        is_command = request.type == "slash_commands"
        match take(request.payload, self.team_ids):
            case Envelope() as envelope:
                return self._enqueue(envelope)
            case Refused():
                say = self.language()
                return _ephemeral(say("slack_not_allowed")) if is_command else {}
            case Malformed(reason) | Ignored(reason):
                _log.info("slack envelope ignored: %s", reason)
        return {}

    def _enqueue(self, envelope: Envelope) -> dict[str, str] | None:
        try:
            self.enqueue(envelope)
        except QueueError as error:
            _log.error("slack %s not enqueued: %s", envelope.kind, error)
            say = self.language()
            return _ephemeral(say("slack_not_taken")) if envelope.kind == "command" else None
        return {}


def is_configured(environ: Mapping[str, str]) -> bool:
    """Whether both tokens that Socket Mode needs are set."""
    return bool(environ.get("GROUND_SLACK_APP_TOKEN") and environ.get("GROUND_SLACK_BOT_TOKEN"))


def socket_mode_handler(
    environ: Mapping[str, str], enqueue: Callable[[Envelope], None] | None = None
) -> QueueingHandler:
    """A handler that is not connected yet. Reads GROUND_SLACK_APP_TOKEN, GROUND_SLACK_BOT_TOKEN,
    GROUND_SLACK_TEAM_IDS, GROUND_SLACK_API_URL, GROUND_DEFINITION, GROUND_LOCALE and the queue's
    settings; raises `SettingError`."""
    if not is_configured(environ):
        raise SettingError(
            "Socket Mode needs GROUND_SLACK_APP_TOKEN (app-level, connections:write) and "
            "GROUND_SLACK_BOT_TOKEN"
        )
    token = environ["GROUND_SLACK_BOT_TOKEN"]
    app = App(
        client=WebClient(base_url=environ.get("GROUND_SLACK_API_URL") or WebClient.BASE_URL),
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id=None, bot_token=token),
        token_verification_enabled=False,
        request_verification_enabled=False,
    )
    return QueueingHandler(
        app,
        environ["GROUND_SLACK_APP_TOKEN"],
        team_ids_from_environment(environ),
        enqueue or enqueuer(environ),
        language_from_environment(environ),
    )


def run(environ: Mapping[str, str]) -> None:
    """Connect, and take envelopes until the process ends. Raises `SettingError`."""
    handler = socket_mode_handler(environ)
    handler.start()  # type: ignore[no-untyped-call]  # Bolt does not annotate it


def _ephemeral(text: str) -> dict[str, str]:
    return {"response_type": "ephemeral", "text": text}
