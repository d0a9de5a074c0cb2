"""A bot, and a fulfillment function that follows a script: the port's second implementation."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.definition import Definition
from bot.dialog.engine import DialogDefinition
from bot.lex.compiling import compile_dialogs
from bot.model import Access, Bot, Intent, IntentWords, Locale, Slot, SlotType, SlotValue
from channels.alexa.conversation import Conversation
from channels.alexa.skill import AlexaSkill, build_skill
from fulfillment.identity.signing import SigningKey
from fulfillment.reply_json import reply_to_json
from fulfillment.turn import Reply
from tests.channels.alexa.events import SKILL_ID, load_event
from tests.fulfillment.language import english

Json = dict[str, Any]

KEY = "a made-up signing key of an Alexa channel"
NOW = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
PLAN = "plan-1"

_SERVICE = Slot("service", "Service", required=True)


def make_bot() -> Bot:
    """A small bot in the shape of ours."""
    ask = IntentWords(
        prompts={"service": ("Which service?",), "environment": ("In which environment?",)}
    )
    words = {"en_US": ask}
    anyone = Access("anyone")
    environment = Slot("environment", "Environment")
    required = Slot("environment", "Environment", required=True)
    return Bot(
        name="GroundControl",
        summary="Answers what runs where.",
        session_ttl_seconds=900,
        confidence_threshold=0.4,
        intents=(
            Intent("Fallback", "Not understood.", "read", anyone, builtin="AMAZON.FallbackIntent"),
            Intent("Help", "Help.", "read", anyone, builtin="AMAZON.HelpIntent"),
            Intent(
                "RestartService", "Restart.", "change", anyone, (_SERVICE, required), words=words
            ),
            Intent(
                "ServiceVersion", "Version.", "read", anyone, (_SERVICE, environment), words=words
            ),
            Intent("WhatsBroken", "Broken?", "read", anyone, (environment,), words=words),
        ),
        slot_types=(
            SlotType(
                "Environment",
                "Where.",
                "restrict",
                values=(SlotValue("production", ("prod", "live")), SlotValue("staging")),
            ),
            SlotType("Service", "What.", "expand", values=(SlotValue("orders"),)),
        ),
        locales=(
            Locale(
                "en_US",
                messages={"declined": "OK, nothing was changed."},
                replies=english().replies,
            ),
        ),
    )


def slots_of(event: Mapping[str, Any]) -> dict[str, str]:
    """The interpreted values in a code-hook event."""
    slots = event["sessionState"]["intent"]["slots"]
    return {
        name: slot["value"]["interpretedValue"] for name, slot in slots.items() if slot is not None
    }


def hook_response(
    event: Mapping[str, Any], action: Json, reply: Reply | None = None, phase: str = "InProgress"
) -> Json:
    """A Lex V2 code-hook response, with the reply as fulfillment sends it."""
    attributes = dict(event["sessionState"]["sessionAttributes"])
    messages: list[Json] = []
    if reply is not None:
        document = {k: v for k, v in reply_to_json(reply).items() if k != "text"}
        attributes["ground-reply"] = json.dumps(document)
        attributes["ground-event"] = event["sessionState"]["originatingRequestId"]
        messages = [{"contentType": "PlainText", "content": reply.text}]
    return {
        "sessionState": {
            "dialogAction": action,
            "intent": {**event["sessionState"]["intent"], "state": phase},
            "sessionAttributes": attributes,
        },
        "messages": messages,
    }


def fulfil(event: Json) -> Json:
    """What our fulfillment answers: plans a change, reads the rest, asks for nothing itself."""
    if event.get("kind") == "cancel":
        return {"reply": reply_to_json(Reply("Dropped."))}
    intent = event["sessionState"]["intent"]["name"]
    if event["invocationSource"] == "DialogCodeHook":
        declined = event["sessionState"]["intent"]["confirmationState"] == "Denied"
        wants_plan = intent == "RestartService" and set(slots_of(event)) == {
            "service",
            "environment",
        }
        wants_plan = wants_plan and not declined
        return _planned(event) if wants_plan else hook_response(event, {"type": "Delegate"})
    return hook_response(event, {"type": "Close"}, _REPLIES[intent](slots_of(event)), "Fulfilled")


def _planned(event: Json) -> Json:
    slots = slots_of(event)
    reply = Reply(
        text=f"I will restart **{slots['service']}** in {slots['environment']}: 3 tasks.",
        speech=f"I will restart {slots['service']} in {slots['environment']}. Shall I?",
    )
    response = hook_response(event, {"type": "ConfirmIntent"}, reply)
    response["sessionState"]["sessionAttributes"]["ground-plan"] = PLAN
    return response


_REPLIES: Mapping[str, Callable[[dict[str, str]], Reply]] = {
    "RestartService": lambda slots: Reply(f"Restarting {slots['service']}."),
    "ServiceVersion": lambda slots: Reply(
        text=f"`{slots['service']}` runs **1.4.2**", speech=f"{slots['service']} runs 1.4.2"
    ),
    "WhatsBroken": lambda _: Reply("Nothing is broken."),
    "Help": lambda _: Reply("You can ask what is broken.", suggestions=("what is broken",)),
    "Fallback": lambda _: Reply("I did not understand that.", suggestions=("help",)),
}


@dataclass
class ScriptedFulfillment:
    """Answers by `script`; remembers every event and time limit."""

    script: Callable[[Json], Json] = fulfil
    events: list[Json] = field(default_factory=list)
    timeouts: list[int] = field(default_factory=list)

    def __call__(self, event: Json, timeout_seconds: int) -> Json:
        # Through JSON, as the wire does: whatever is not JSON fails here.
        self.events.append(json.loads(json.dumps(event)))
        self.timeouts.append(timeout_seconds)
        answer: Json = json.loads(json.dumps(self.script(self.events[-1])))
        return answer


def dialogs_of(bot: Bot) -> dict[str, DialogDefinition]:
    locales = compile_dialogs(Definition(bot)).locales
    return {name: DialogDefinition(locale, name) for name, locale in locales.items()}


@dataclass
class World:
    """A skill over scripted collaborators."""

    fulfillment: ScriptedFulfillment = field(default_factory=ScriptedFulfillment)
    stored: dict[str, Json] = field(default_factory=dict)
    seconds: float = 0.0
    bot: Bot = field(default_factory=make_bot)

    @property
    def skill(self) -> AlexaSkill:
        conversation = Conversation(
            bot=self.bot,
            dialogs=dialogs_of(self.bot),
            key=lambda: SigningKey("alexa", KEY),
            invoke=self.fulfillment,
            read_stored=self.stored.get,
            now=lambda: NOW,
            elapsed=lambda: self.seconds,
        )
        return build_skill(conversation, SKILL_ID)


def say(world: World, *names: str) -> Json:
    """The answer to the last of these recorded requests, said one after the other."""
    response: Json | None = None
    for name in names:
        response = world.skill.answer(load_event(name, after=response))
    assert response is not None
    return response


def is_over(response: Json) -> bool:
    return bool(response["response"].get("shouldEndSession"))


def directive_types(response: Json) -> list[str]:
    return [item["type"] for item in response["response"].get("directives", ())]


def raising(error: Exception) -> ScriptedFulfillment:
    def script(event: Json) -> Json:
        raise error

    return ScriptedFulfillment(script)
