"""Speaking to the local world as each channel's own platform would, one file a channel.

Each gives `say(address, person, text) -> Heard`; `VOICES` names them for `ground say --channel`.
"""

from collections.abc import Callable, Mapping

from deploy.local.joining import Address
from deploy.local.speaking import alexa, slack, terminal, web
from deploy.local.speaking.heard import Heard

Say = Callable[[Address, str, str], Heard]

VOICES: Mapping[str, Say] = {
    "terminal": terminal.say,
    "web": web.say,
    "slack": slack.say,
    "alexa": alexa.say,
}

__all__ = ["VOICES", "Heard", "Say"]
