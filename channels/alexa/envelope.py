"""Alexa's side of the wire: request envelopes as Alexa sends them, and what a response says.

For whoever plays Alexa: `ground say --channel alexa`, and tests.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

Json = dict[str, Any]

Confirmation = Literal["NONE", "CONFIRMED", "DENIED"]

_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Device:
    """Where the words come from: an Echo of an account, in one session."""

    skill_id: str
    user_id: str
    session_id: str = "amzn1.echo-api.session.1"
    person_id: str = ""
    """The speaker, where Alexa recognised the voice; "" where it did not."""
    locale: str = "en-US"


@dataclass(frozen=True)
class SlotWords:
    """What was heard for a slot, and the canonical value it matched ("" for no match)."""

    heard: str
    resolved: str = ""


@dataclass(frozen=True)
class SpokenIntent:
    """An intent as Alexa understood it: every slot of the intent is a key, None is unfilled."""

    name: str
    slots: Mapping[str, SlotWords | None] = field(default_factory=dict)
    confirmation: Confirmation = "NONE"
    dialog_state: Literal["", "STARTED", "IN_PROGRESS", "COMPLETED"] = ""
    """"" for an intent that has no dialog (built-in ones)."""

    def with_slot(self, name: str, words: SlotWords) -> "SpokenIntent":
        """An answer to ElicitSlot."""
        return replace(self, slots={**self.slots, name: words})

    def answered(self, confirmation: Confirmation) -> "SpokenIntent":
        """An answer to ConfirmIntent."""
        return replace(self, confirmation=confirmation)


def intent_request(
    device: Device,
    intent: SpokenIntent,
    *,
    request_id: str,
    timestamp: datetime,
    attributes: Mapping[str, Any] | None = None,
) -> Json:
    """An IntentRequest. `attributes`: the `sessionAttributes` of the last response, or None in a
    new session."""
    request: Json = {"type": "IntentRequest", "intent": _intent(device, intent)}
    if intent.dialog_state:
        request["dialogState"] = intent.dialog_state
    return _envelope(device, request, request_id, timestamp, attributes)


def launch_request(device: Device, *, request_id: str, timestamp: datetime) -> Json:
    """ "Alexa, open ground control"."""
    return _envelope(device, {"type": "LaunchRequest"}, request_id, timestamp, None)


def speech_text(response: Mapping[str, Any]) -> str:
    """The plain words of a response envelope; "" where it says nothing."""
    speech = response.get("response", {}).get("outputSpeech") or {}
    marked_up = str(speech.get("ssml") or html.escape(str(speech.get("text", ""))))
    return html.unescape(_TAG.sub("", marked_up))


def next_intent(response: Mapping[str, Any]) -> SpokenIntent | None:
    """The intent that a Dialog directive of the response goes on with; None where it has none.

    Fill it with `with_slot` or `answered` for the next `intent_request`.
    """
    for directive in response.get("response", {}).get("directives") or ():
        updated = directive.get("updatedIntent")
        if str(directive.get("type", "")).startswith("Dialog.") and updated:
            return SpokenIntent(
                updated["name"],
                {name: _words(slot) for name, slot in updated.get("slots", {}).items()},
                dialog_state="IN_PROGRESS",
            )
    return None


def slot_to_elicit(response: Mapping[str, Any]) -> str:
    """The slot that the response asks for; "" where it asks for none."""
    directives = response.get("response", {}).get("directives") or ()
    return next((str(item["slotToElicit"]) for item in directives if "slotToElicit" in item), "")


def _words(slot: Mapping[str, Any]) -> SlotWords | None:
    return SlotWords(slot["value"]) if slot.get("value") else None


def _envelope(
    device: Device,
    request: Json,
    request_id: str,
    timestamp: datetime,
    attributes: Mapping[str, Any] | None,
) -> Json:
    application = {"applicationId": device.skill_id}
    user = {"userId": device.user_id}
    system: Json = {
        "application": application,
        "user": user,
        "device": {"deviceId": "amzn1.ask.device.1", "supportedInterfaces": {}},
        "apiEndpoint": "https://api.amazonalexa.com",
        "apiAccessToken": "none",
    }
    if device.person_id:
        system["person"] = {"personId": device.person_id}
    when = timestamp.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "version": "1.0",
        "session": {
            "new": attributes is None,
            "sessionId": device.session_id,
            "application": application,
            "attributes": dict(attributes or {}),
            "user": user,
        },
        "context": {"System": system},
        "request": {**request, "requestId": request_id, "timestamp": when, "locale": device.locale},
    }


def _intent(device: Device, intent: SpokenIntent) -> Json:
    document: Json = {"name": intent.name, "confirmationStatus": intent.confirmation}
    if intent.slots:
        document["slots"] = {
            name: _slot(device, name, words) for name, words in intent.slots.items()
        }
    return document


def _slot(device: Device, name: str, words: SlotWords | None) -> Json:
    slot: Json = {"name": name, "confirmationStatus": "NONE"}
    if words is None:
        return slot
    heard = {"type": "Simple", "value": words.heard}
    resolutions = _resolutions(device, name, words)
    return {
        **slot,
        "value": words.heard,
        "source": "USER",
        "resolutions": resolutions,
        "slotValue": {**heard, "resolutions": resolutions},
    }


def _resolutions(device: Device, name: str, words: SlotWords) -> Json:
    authority: Json = {
        "authority": f"amzn1.er-authority.echo-sdk.{device.skill_id}.{name}",
        "status": {"code": "ER_SUCCESS_MATCH" if words.resolved else "ER_SUCCESS_NO_MATCH"},
    }
    if words.resolved:
        value = {"name": words.resolved, "id": words.resolved}
        authority["values"] = [{"value": value}]
    return {"resolutionsPerAuthority": [authority]}
