"""The `ground` command's first step: Ctrl-C is quiet also while the rest is being imported."""

import signal
import sys

INTERRUPTED = 130
"""Exit code of a command that Ctrl-C ended, as shells give it."""


def main() -> None:
    """Import the verbs and run one."""
    signal.signal(signal.SIGINT, lambda *_: sys.exit(INTERRUPTED))
    from deploy.cli.main import main as run  # noqa: PLC0415 - a second of imports, see above

    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
