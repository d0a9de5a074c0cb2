"""`python -m deploy.local.account`: the simulated AWS account as a process.

Prints one line {"ready": true, "port": n} on standard output once everything answers; its log goes
to standard error. Ends within two seconds of SIGTERM, SIGINT or the end of its input.
"""

import argparse
import sys
from pathlib import Path

from deploy.local.account.lambda_host import fork_host


def main() -> int:
    """Returns the exit code: 2 where the port is taken or an argument is wrong."""
    options = _parse(sys.argv[1:])
    # First of all: a fork is only safe while there are no threads, and cheap while there is little.
    host = fork_host()
    from deploy.local.account.process import run  # noqa: PLC0415 - after the fork, see above

    return run(options, host)


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
    sys.exit(main())
