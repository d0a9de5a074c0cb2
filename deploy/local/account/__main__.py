"""`python -m deploy.local.account`: the simulated AWS account as a process.

Prints one line {"ready": true, "port": n} on standard output once everything answers; its log goes
to standard error. Ends within two seconds of SIGTERM, SIGINT or the end of its input.
"""

import argparse
import os
import signal
import sys
from pathlib import Path

from deploy.local.account.lambda_host import fork_host


def main() -> int:
    """Returns the exit code: 2 where the port is taken or an argument is wrong."""
    # Until there is something to stop in order, Ctrl-C just ends it, without a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    options = _parse(sys.argv[1:])
    _forget_settings()
    # Before all else: a fork is safe while there are no threads, and cheap while there is little.
    host = fork_host()
    from deploy.local.account.process import run  # noqa: PLC0415 - after the fork, see above

    return run(options, host)


def _forget_settings() -> None:
    """The account is nobody's: a profile or a moto switch in the environment must not change it."""
    for name in list(os.environ):
        if name.startswith(("AWS_", "BOTO", "MOTO_")):
            del os.environ[name]
    os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m deploy.local.account", description="The simulated AWS account."
    )
    parser.add_argument("--port", type=int, default=8091, help="0 takes any free port")
    parser.add_argument("--world", type=Path, default=None, help="a world file (YAML)")
    parser.add_argument(
        "--frozen-clock", action="store_true", help="time moves by /ground/clock/advance alone"
    )
    parser.add_argument(
        "--exit-on-stdin-eof", action="store_true", help="end when standard input ends"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # Everything has been stopped by name; taking moto's world apart object by object takes half a
    # second that whoever waits for the end would wait for.
    os._exit(code)
