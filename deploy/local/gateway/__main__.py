"""`python -m deploy.local.gateway --port 8080 --aws-endpoint-url URL --people FILE`."""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import PortTakenError
from bot.runtime.server import announce, leave, serve, stop_at_end_of_input
from deploy.errors import DeployError, SettingInvalid
from deploy.local.gateway.app import Gateway, create_app
from deploy.local.gateway.functions import lambda_invoke
from deploy.local.gateway.people import read_people
from deploy.local.gateway.sign_in import SignIn
from deploy.local.loopback import is_loopback
from deploy.local.slack.web_api import LocalSlack

ADDRESS = "127.0.0.1"


def main(arguments: Sequence[str]) -> int:
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        _run(options)
    except PortTakenError as error:
        return _complain(error, 2)
    except DeployError as error:
        return _complain(error, error.exit_code)
    return 0


def _run(options: argparse.Namespace) -> None:
    gateway = Gateway(
        sign_in=SignIn(read_people(options.people)),
        invoke=lambda_invoke(_loopback_url(options.aws_endpoint_url)),
    )
    if options.exit_on_stdin_eof:
        stop_at_end_of_input()
    serve(create_app(gateway, LocalSlack().routes()), ADDRESS, options.port, announce)


def _loopback_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname or not is_loopback(parts.hostname):
        raise SettingInvalid(
            f"--aws-endpoint-url {url}: must be the simulated account on this machine, "
            "for example http://127.0.0.1:8091"
        )
    return url


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.local.gateway", description=__doc__)
    parser.add_argument("--port", type=int, default=8080, help="port on 127.0.0.1; 0 takes any")
    parser.add_argument("--aws-endpoint-url", required=True, help="the simulated account")
    parser.add_argument("--people", type=Path, required=True, help="JSON list of who can sign in")
    parser.add_argument(
        "--exit-on-stdin-eof", action="store_true", help="stop when standard input ends"
    )
    return parser


def _complain(error: Exception, code: int) -> int:
    sys.stderr.write(f"gateway: {error}\n")
    return code


if __name__ == "__main__":
    leave(main(sys.argv[1:]))
