"""Packages of three releases of a small skill."""

from dataclasses import replace

from bot.alexa import SkillPackage, compile_skill
from bot.model import Slot, SlotValue
from tests.bot.alexa.sample import FUNCTION, LISTING, bot, custom, intent

SERVICE = Slot("service", "Service", required=True)


def release(number: int) -> SkillPackage:
    """1, 2, 3: each with other words, values and a listing of its own."""
    utterances = ["deploy {service}", "ship {service}", "release {service}"][:number]
    values = [SlotValue("orders"), SlotValue("cards"), SlotValue("gateway")][:number]
    sample = bot(
        intent("Deploy", *utterances, slots=(SERVICE,), prompts={"service": ("Which service?",)}),
        types=(custom("Service", *values),),
        listing=replace(LISTING, summary=f"Release {number}."),
    )
    return compile_skill(sample, FUNCTION)


def bad_release() -> SkillPackage:
    """One that Alexa refuses: a sample with a digit."""
    package = release(1)
    model = package.models["en-US"]["interactionModel"]["languageModel"]
    next(one for one in model["intents"] if one["name"] == "Deploy")["samples"].append("deploy 2")
    return package
