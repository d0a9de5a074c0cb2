"""`python -m deploy.local.slack.socket_process`: Socket Mode beside the local world.

Started by `ground up` when the person's Slack tokens are set. Feeds the same queue as the ingress.
"""

import json
import os
import signal
import sys
import threading

from channels.slack.socket_mode import socket_mode_handler


def main() -> None:
    """Connect, say so, and take envelopes until standard input ends."""
    handler = socket_mode_handler(os.environ)
    threading.Thread(target=_stop_at_end_of_input, daemon=True).start()
    handler.connect()  # type: ignore[no-untyped-call]  # Bolt does not annotate it
    sys.stdout.write(json.dumps({"ready": True, "port": 0}) + "\n")
    sys.stdout.flush()
    signal.pause()


def _stop_at_end_of_input() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
