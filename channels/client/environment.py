"""Building a `Conversation` from a function's environment: used by composition roots only."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from channels.client.conversation import BotAddress, Conversation
from channels.client.keys import signing_key
from channels.client.replies import stored_replies
from channels.definition import read_definition
from fulfillment.identity.signing import DEFAULT_PATH
from fulfillment.sentences import sentences
from fulfillment.turn import Channel

if TYPE_CHECKING:
    from boto3 import Session

READ_TIMEOUT_SECONDS = 28
"""Below API Gateway's 30 s, so that a person gets our words instead of a bare 504."""


def conversation_from_environment(channel: Channel, environ: Mapping[str, str]) -> Conversation:
    """Reads GROUND_BOT_ID, GROUND_BOT_ALIAS_ID, GROUND_FULFILLMENT_FUNCTION, GROUND_KEYS_PATH,
    GROUND_TABLE and GROUND_DEFINITION; boto3 reads its own. Raises KeyError naming the variable
    that is missing."""
    # boto3 is most of a cold start: a function that never talks does not pay for it.
    import boto3  # noqa: PLC0415 - cold start

    return connect(boto3.Session(), channel, environ)


def connect(
    session: "Session",
    channel: Channel,
    settings: Mapping[str, str],
    endpoint_urls: Mapping[str, str] | None = None,
) -> Conversation:
    """A conversation over this session's clients.

    `endpoint_urls`: service -> URL, where the session's own configuration does not say it.
    """
    client = _client_factory(session, endpoint_urls or {})
    table = settings.get("GROUND_TABLE", "ground-control")
    return Conversation(
        lex=client("lexv2-runtime"),
        functions=client("lambda"),
        fulfillment_function=settings["GROUND_FULFILLMENT_FUNCTION"],
        bot=BotAddress(settings["GROUND_BOT_ID"], settings["GROUND_BOT_ALIAS_ID"]),
        key=signing_key(
            client("ssm"), settings.get("GROUND_KEYS_PATH", DEFAULT_PATH), channel, _utc_now
        ),
        read_stored=stored_replies(client("dynamodb"), table),
        language=partial(sentences, read_definition(settings)),
    )


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _client_factory(session: "Session", endpoint_urls: Mapping[str, str]) -> Callable[[str], Any]:
    """Clients that never retry by themselves: a turn may change something."""
    from botocore.config import Config  # noqa: PLC0415 - cold start

    once = Config(
        retries={"total_max_attempts": 1}, read_timeout=READ_TIMEOUT_SECONDS, connect_timeout=2
    )
    # The service's name is data here, which boto3's overloads cannot express.
    make: Callable[..., Any] = session.client
    return lambda service: make(service, config=once, endpoint_url=endpoint_urls.get(service))
