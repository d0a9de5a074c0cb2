"""Building a `Conversation` from a function's environment: used by composition roots only."""

from collections.abc import Mapping

from channels.client.conversation import BotAddress, Conversation
from channels.client.keys import DEFAULT_PATH, signing_key
from channels.client.replies import stored_replies
from fulfillment.turn import Channel

READ_TIMEOUT_SECONDS = 28
"""Below API Gateway's 30 s, so that a person gets our words instead of a bare 504."""


def conversation_from_environment(channel: Channel, environ: Mapping[str, str]) -> Conversation:
    """Reads GROUND_BOT_ID, GROUND_BOT_ALIAS_ID, GROUND_FULFILLMENT_FUNCTION, GROUND_KEYS_PATH and
    GROUND_TABLE. Raises KeyError naming the variable that is missing."""
    # boto3 is most of a cold start: a function that never talks does not pay for it.
    import boto3  # noqa: PLC0415 - cold start
    from botocore.config import Config  # noqa: PLC0415 - cold start

    once = Config(
        retries={"total_max_attempts": 1}, read_timeout=READ_TIMEOUT_SECONDS, connect_timeout=2
    )
    session = boto3.Session()
    return Conversation(
        lex=session.client("lexv2-runtime", config=once),
        functions=session.client("lambda", config=once),
        fulfillment_function=environ["GROUND_FULFILLMENT_FUNCTION"],
        bot=BotAddress(environ["GROUND_BOT_ID"], environ["GROUND_BOT_ALIAS_ID"]),
        key=signing_key(
            session.client("ssm"), environ.get("GROUND_KEYS_PATH", DEFAULT_PATH), channel
        ),
        read_stored=stored_replies(
            session.resource("dynamodb").Table(environ.get("GROUND_TABLE", "ground-control"))
        ),
    )
