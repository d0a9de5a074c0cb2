"""A bot with everything that Alexa takes differently, or not at all."""

from bot.alexa import Endpoint
from bot.model import (
    Access,
    AlexaListing,
    AlexaSkill,
    Bot,
    Intent,
    IntentWords,
    Locale,
    Slot,
    SlotType,
    SlotValue,
)

FUNCTION = Endpoint("arn:aws:lambda:us-east-1:123456789012:function:ground-control-alexa")

LISTING = AlexaListing(
    invocation_name="ops helper",
    name="Ops Helper",
    summary="Helps.",
    description="Helps with operations.",
    example_phrases=("Alexa, ask ops helper for its status",),
    keywords=("ops",),
)


def intent(
    name: str,
    *utterances: str,
    slots: tuple[Slot, ...] = (),
    builtin: str = "",
    channels: tuple[str, ...] = ("alexa",),
    prompts: dict[str, tuple[str, ...]] | None = None,
    slot_utterances: dict[str, tuple[str, ...]] | None = None,
    input_contexts: tuple[str, ...] = (),
) -> Intent:
    words = IntentWords(
        utterances, prompts=prompts or {}, slot_utterances=slot_utterances or {}, help=name
    )
    return Intent(
        name=name,
        summary=name,
        effect="read",
        access=Access("anyone"),
        slots=slots,
        builtin=builtin,
        channels=channels,
        words={"en_US": words},
        input_contexts=input_contexts,
    )


def custom(name: str, *values: SlotValue, **more: object) -> SlotType:
    return SlotType(name, name, "expand", values=values, **more)  # type: ignore[arg-type]


def bot(
    *intents: Intent,
    types: tuple[SlotType, ...] = (),
    skill: AlexaSkill | None = AlexaSkill("UTILITIES"),  # noqa: B008 - frozen
    listing: AlexaListing | None = LISTING,
) -> Bot:
    """A bot of these intents in US English."""
    locale = Locale(
        "en_US",
        confirm=("yes", "do it"),
        deny=("no", "do not"),
        contractions={"whats": "what is"},
        alexa=listing,
    )
    return Bot(
        name="Sample",
        summary="A sample.",
        session_ttl_seconds=300,
        confidence_threshold=0.4,
        intents=tuple(sorted(intents, key=lambda one: one.name)),
        slot_types=types,
        locales=(locale,),
        alexa=skill,
    )
