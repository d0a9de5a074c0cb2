"""Any Lex V2 bots behind the wire protocol of Lex, on this machine."""

import logging
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.runtime.app import LOOPBACK, LexRuntime
from bot.runtime.quotas import LOCAL, Kind, Quota
from bot.runtime.registry import BotDeployment, Registry
from bot.runtime.server import serve
from bot.runtime.sessions import Sessions

LOOPBACK_HOSTS = ("127.0.0.1", "localhost")


@dataclass(frozen=True)
class Place:
    """Where to listen; port 0 takes a free one."""

    host: str = "127.0.0.1"
    port: int = 8090

    @property
    def is_loopback(self) -> bool:
        return self.host in LOOPBACK_HOSTS

    @property
    def warning(self) -> str:
        """What is said where others can reach it; "" where nobody can."""
        if self.is_loopback:
            return ""
        return (
            f"{self.host} is no address of this machine alone: whoever reaches it can talk to the "
            "bots"
        )


def serve_bots(
    served: Sequence[BotDeployment],
    place: Place,
    ready: Callable[[int], None],
    quotas: Mapping[Kind, Quota] = LOCAL,
) -> None:
    """Serve until SIGTERM or SIGINT. Raises PortTakenError."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    hosts = LOOPBACK if place.is_loopback else frozenset()
    app = LexRuntime(Registry(served), Sessions(time.monotonic), hosts=hosts, quotas=quotas)
    try:
        serve(app, place.host, place.port, ready)
    finally:
        app.close()


def addresses(served: Sequence[BotDeployment], place: Place, port: int) -> Iterator[str]:
    """What to call, a line each: every bot with its aliases, and commands that can be pasted."""
    url = f"http://{'127.0.0.1' if place.is_loopback else place.host}:{port}"
    yield f"Lex V2 at {url}, for any SDK and the AWS CLI; they want credentials, any will do:"
    yield (
        "  export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=us-east-1"
    )
    for bot_id in dict.fromkeys(one.bot_id for one in served):
        yield ""
        yield from _bot_lines([one for one in served if one.bot_id == bot_id], url)


def _bot_lines(aliases: Sequence[BotDeployment], url: str) -> Iterator[str]:
    first = aliases[0]
    locales = tuple(first.lex.locales)
    yield f"{first.bot_name}  bot {first.bot_id}, locales {', '.join(locales)}"
    for one in aliases:
        yield f"  alias {one.alias_id}  {one.alias_name}, version {one.version}"
    yield (
        f"  aws lexv2-runtime recognize-text --endpoint-url {url} --bot-id {first.bot_id} "
        f"--bot-alias-id {first.alias_id} --locale-id {locales[0]} --session-id me --text hello"
    )
    yield (
        f'  boto3.client("lexv2-runtime", endpoint_url="{url}").recognize_text('
        f'botId="{first.bot_id}", botAliasId="{first.alias_id}", localeId="{locales[0]}", '
        'sessionId="me", text="hello")'
    )
