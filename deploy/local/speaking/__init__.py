"""Speaking to the local world as each channel's own platform would, one file a channel.

Each gives `say(address, person, text, locale) -> Heard`; `VOICES` names them for
`ground say --channel`.
"""

from collections.abc import Callable, Mapping

from channels.definition import read_definition
from deploy.local.joining import Address
from deploy.local.locales import checked_locale
from deploy.local.speaking import alexa, slack, terminal, web
from deploy.local.speaking.heard import Heard
from fulfillment import sentences

Say = Callable[[Address, str, str, str], Heard]

VOICES: Mapping[str, Say] = {
    "terminal": terminal.say,
    "web": web.say,
    "slack": slack.say,
    "alexa": alexa.say,
}


def language_of(address: Address, locale: str) -> sentences.Say:
    """What a world says in `locale`, in its first one for "". Raises `DeployError`."""
    bot = read_definition({"GROUND_DEFINITION": address.definition})
    return sentences.sentences(bot, checked_locale(bot, locale))


__all__ = ["VOICES", "Heard", "Say", "language_of"]
