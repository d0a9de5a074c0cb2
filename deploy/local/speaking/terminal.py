"""The terminal: straight to Lex with the terminal's own signed assertion."""

import time

from channels.definition import read_definition
from channels.terminal.talk import Talk, session_id, speaker
from deploy.local.clients import conversation
from deploy.local.joining import Address
from deploy.local.locales import checked_locale
from deploy.local.speaking.heard import Heard
from fulfillment.markdown import plain
from fulfillment.reply_json import reply_to_json


def talk(address: Address, person: str, name: str, locale: str) -> Talk:
    """A talk of `person` in the conversation called `name`; "" is the bot's first locale.

    Raises `DeployError` for a locale that the bot has not.
    """
    bot = read_definition({"GROUND_DEFINITION": address.definition})
    who = speaker(person, checked_locale(bot, locale))
    talks = conversation(address, "terminal")
    language = talks.language(who.locale)
    examples = tuple(words.help for one in bot.intents if (words := one.words.get(who.locale)))
    return Talk(
        talks,
        who,
        session_id(person, name),
        language,
        time.sleep,
        examples=tuple(filter(None, examples)),
    )


def say(address: Address, person: str, text: str, locale: str) -> Heard:
    """One turn; consecutive calls are one conversation."""
    reply = talk(address, person, "say", locale).say(text)
    return Heard(plain(reply.text), reply_to_json(reply), reply)
