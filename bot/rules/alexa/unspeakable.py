"""What a flow says can be said by Alexa."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.lex.definition import Message, WaitAndContinue
from bot.rules.flows import FlowPart, flow_parts
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    if subject.bot.alexa is None:
        return
    for part in subject.once(flow_parts):
        if "alexa" in part.intent.channels and (what := _unspeakable(part)):
            message = f"{part.at()}: Alexa has no {what}"
            cure = "Say it in words, or list the intent's channels without alexa"
            yield part.place().problem(message, cure)


def _unspeakable(part: FlowPart) -> str:
    if isinstance(part.value, WaitAndContinue):
        return "waiting for a person to look something up"
    if isinstance(part.value, Message):
        if part.value.custom_payload is not None:
            return "custom payloads"
        if part.value.image_response_card is not None:
            return "cards with buttons"
    return ""


RULE = DefinitionRule(
    id="alexa-unspeakable",
    reason="What a listed channel cannot express is not there for people who use it.",
    source="https://developer.amazon.com/docs/alexa/custom-skills/request-and-response-json-reference.html",
    severity="warning",
    check=check,
)
