"""`python -m deploy.local.slack.socket_process`: Socket Mode beside the local world.

Started by `ground up` when the person's Slack tokens are set. Feeds the same queue as the ingress.
"""

import os
import signal

from bot.runtime.server import announce, stop_at_end_of_input
from channels.slack.socket_mode import socket_mode_handler


def main() -> None:
    """Connect, say so, and take envelopes until standard input ends."""
    handler = socket_mode_handler(os.environ)
    stop_at_end_of_input()
    handler.connect()  # type: ignore[no-untyped-call]  # Bolt does not annotate it
    announce(0)
    signal.pause()


if __name__ == "__main__":
    main()
