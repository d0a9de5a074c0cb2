"""The terminal: straight to Lex with the terminal's own signed assertion."""

import time

from channels.terminal.talk import Talk, session_id, speaker
from deploy.local.clients import conversation
from deploy.local.joining import Address
from deploy.local.speaking.heard import Heard
from fulfillment.markdown import plain
from fulfillment.reply_json import reply_to_json


def talk(address: Address, person: str, name: str) -> Talk:
    """A talk of `person` in the conversation called `name`."""
    who = speaker(person)
    talks = conversation(address, "terminal")
    language = talks.language(who.locale)
    return Talk(talks, who, session_id(person, name), language, time.sleep)


def say(address: Address, person: str, text: str) -> Heard:
    """One turn; consecutive calls are one conversation."""
    reply = talk(address, person, "say").say(text)
    return Heard(plain(reply.text), reply_to_json(reply), reply)
