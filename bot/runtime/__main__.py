"""`python -m bot.runtime`: the local Lex V2 endpoint, as a process."""

import argparse
import json
import logging
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import BotError, PortTakenError
from bot.lex.bundle import from_bundle
from bot.lex.definition import LexBot
from bot.model import Bot, Locale
from bot.nlu.embeddings import LEVELS
from bot.runtime.app import LOOPBACK, LexRuntime
from bot.runtime.lambda_hook import LambdaHook, lambda_client
from bot.runtime.recognizer import build_recognizer
from bot.runtime.recognizer.models import TrainedModels
from bot.runtime.registry import BotDeployment, Later, Registry
from bot.runtime.server import announce, leave, serve, stop_at_end_of_input
from bot.runtime.sessions import Sessions
from bot.runtime.voice import packaged_hearing, packaged_voice
from bot.serialize import from_json

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

    from bot.runtime.published import PublishedBots


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until told to stop. The exit code: 0, 2 for a taken port, 1 for another mistake."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    try:
        _serve(options)
    except PortTakenError as error:
        return _complain(error, 2)
    except (BotError, OSError) as error:
        return _complain(error, 1)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.runtime", description=__doc__)
    parser.add_argument("--definition", type=Path, required=True, help="the compiled bot (JSON)")
    parser.add_argument("--dialogs", type=Path, required=True, help="what its dialogs do (JSON)")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8090, help="0 takes a free one")
    parser.add_argument("--bot-id", required=True)
    parser.add_argument("--alias-id", default="TSTALIASID")
    parser.add_argument("--lambda-arn", required=True, help="the bot's Lambda function")
    parser.add_argument("--aws-endpoint-url", help="of Lambda; else as the SDK finds it")
    parser.add_argument(
        "--models-endpoint-url", help="of lexv2-models: bots that were published there are served"
    )
    parser.add_argument("--region", help="of Lambda and models; else as the SDK finds it")
    parser.add_argument("--models", type=Path, help="the folder that keeps trained models")
    parser.add_argument(
        "--embedding", choices=LEVELS, help="of trained models; else the best that is installed"
    )
    parser.add_argument(
        "--exit-on-stdin-eof", action="store_true", help="stop when standard input ends"
    )
    return parser


def _serve(options: argparse.Namespace) -> None:
    hosts = LOOPBACK if options.host in ("127.0.0.1", "localhost") else frozenset()
    client = lambda_client(options.aws_endpoint_url, options.region)
    bot = _definition(options.definition)
    models = TrainedModels(options.models, options.embedding)
    own = _deployment(options, bot, client, models)
    published = Later(lambda: _published(options, client, bot.locales, models))
    registry = Registry([own], published if options.models_endpoint_url else None)
    app = LexRuntime(registry, Sessions(time.monotonic), hosts=hosts)
    if options.exit_on_stdin_eof:
        stop_at_end_of_input()
    try:
        serve(app, options.host, options.port, announce)
    finally:
        app.close()


def _deployment(
    options: argparse.Namespace, bot: Bot, client: "LambdaClient", models: TrainedModels
) -> BotDeployment:
    recognizer = build_recognizer(bot, models=models)
    return BotDeployment(
        bot_id=options.bot_id,
        bot_name=bot.name,
        alias_id=options.alias_id,
        lex=_dialogs(options.dialogs),
        recognizer=recognizer,
        hook=LambdaHook(client, options.lambda_arn),
        hearing=packaged_hearing(bot, recognizer),
        voice=packaged_voice(),
    )


def _published(
    options: argparse.Namespace,
    client: "LambdaClient",
    known: Sequence[Locale],
    models: TrainedModels,
) -> "PublishedBots":
    """Bots published at `--models-endpoint-url`. `known`: whose words serve in their languages."""
    # A fifth of a second that only who publishes bots has to wait for.
    from bot.lex.importing import bot_from_lex  # noqa: PLC0415 - see above
    from bot.runtime.models_api import ModelsApi, models_client  # noqa: PLC0415 - see above
    from bot.runtime.published import Making, PublishedBots  # noqa: PLC0415 - see above

    api = ModelsApi(models_client(options.models_endpoint_url, options.region), time.sleep)
    making = Making(
        bot=lambda lex: bot_from_lex(lex, known),
        recognizer=lambda bot: build_recognizer(bot, models=models),
        hook=lambda arn: LambdaHook(client, arn),
    )
    return PublishedBots(api, making, time.monotonic)


def _definition(path: Path) -> Bot:
    return from_json(_json(path))


def _dialogs(path: Path) -> LexBot:
    return from_bundle(_json(path))


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BotError(f"{path} is not JSON ({error}): build the definition again") from None


def _complain(error: Exception, code: int) -> int:
    sys.stderr.write(f"{error}\n")
    return code


if __name__ == "__main__":
    leave(main())
