"""Alexa: an envelope as the Alexa service makes one, to the skill's Lambda function.

Alexa understands words itself and sends a skill none; the bot's own recognizer stands in here.
Each call is a session of its own, as "Alexa, ask ground control ..." is.
"""

import json
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.dialog.state import Interpretation
from bot.model import Bot
from bot.runtime.recognizer import build_recognizer
from bot.serialize import from_json
from channels.alexa.envelope import Device, SlotWords, SpokenIntent, intent_request, speech_text
from channels.errors import ConversationError
from deploy.hearing import models
from deploy.local.clients import account_clients
from deploy.local.joining import Address
from deploy.local.people import identity
from deploy.local.speaking.heard import Heard

FUNCTION = "ground-control-alexa"


def say(address: Address, person: str, text: str, locale: str) -> Heard:
    """Ask the skill once, as the recognised speaker `person`."""
    bot = from_json(json.loads(Path(address.definition).read_text(encoding="utf-8")))
    envelope = intent_request(
        device(address, person, locale),
        spoken(bot, text, locale),
        request_id=f"amzn1.echo-api.request.{uuid.uuid4()}",
        timestamp=datetime.now(UTC),
    )
    answer = account_clients(address)("lambda").invoke(
        FunctionName=FUNCTION, Payload=json.dumps(envelope)
    )
    response: dict[str, Any] = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        raise ConversationError("unavailable", "the skill failed: see the log of the account")
    return Heard(speech_text(response), response)


def device(address: Address, person: str, locale: str) -> Device:
    """The Echo of the person's linked account, with their voice where the policy knows it."""
    account, _, voice = identity(person, "alexa").removeprefix("alexa:").partition("/")
    spelt = locale.replace("_", "-")
    return Device(address.skill_id, account, person_id=voice, locale=spelt)


def spoken(bot: Bot, text: str, locale: str) -> SpokenIntent:
    """The intent and slots that the recognizer hears in `text`."""
    recognizer = build_recognizer(bot, models=models())
    heard = recognizer.recognize(text, locale=locale, eliciting=None, hints={})
    best = heard.interpretations[0]
    intent = bot.intent(best.intent)
    if intent is None or intent.builtin:
        return SpokenIntent(intent.builtin if intent else "AMAZON.FallbackIntent")
    slots = {slot.name: _words(best, slot.name) for slot in intent.slots}
    return SpokenIntent(best.intent, slots, dialog_state="STARTED" if slots else "")


def _words(interpretation: Interpretation, slot: str) -> SlotWords | None:
    fill = interpretation.slots.get(slot)
    return SlotWords(fill.original, next(iter(fill.resolved), "")) if fill else None
