"""The `ground` command's first step: Ctrl-C is quiet also while the rest is being imported."""

import gc
import signal
import sys

INTERRUPTED = 130
"""Exit code of a command that Ctrl-C ended, as shells give it."""


def main() -> None:
    """Import the verb and run it."""
    # A definition is many small objects that stay: looking for cycles among them takes a quarter of
    # the time of loading it.
    gc.set_threshold(100_000, 20, 50)
    signal.signal(signal.SIGINT, lambda *_: sys.exit(INTERRUPTED))
    from deploy.cli.main import chosen, run  # noqa: PLC0415 - takes a moment, see above

    command = chosen(sys.argv[1:])
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        run(command)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
