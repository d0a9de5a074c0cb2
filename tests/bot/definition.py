"""The product's definition over example values, for the tests of whoever reads it."""

from functools import cache
from pathlib import Path

import intents
from bot.assembling import LiveValue
from bot.forms import SOURCES
from bot.load import LiveValues, load_bot
from bot.model import Bot, SlotValue
from bot.runtime.recognizer import Recognizer, build_recognizer
from bot.runtime.recognizer.models import TrainedModels

INTENTS = Path(intents.__file__).parent
PARAPHRASES = INTENTS.parent / "tests" / "nlu" / "paraphrases"

LIVE: LiveValues = {
    **dict.fromkeys(SOURCES, ()),
    "services": tuple(
        SlotValue(name)
        for name in ("gateway", "orders", "inventory", "payments", "cards", "monolith")
    ),
    "alarms": (
        SlotValue("orders latency"),
        SlotValue("orders-production-latency"),
        SlotValue("orders-production-5xx", ("orders 5xx",)),
        SlotValue("payments-production-cpu", ("payments cpu",)),
    ),
    "pipelines": (
        SlotValue("checkout-release", ("checkout",)),
        SlotValue("orders-release", ("orders",)),
        SlotValue("infra"),
    ),
    "stages": (
        SlotValue("Apply"),
        SlotValue("Build"),
        SlotValue("Production", ("prod", "Produktion")),
        SlotValue("Source"),
        SlotValue("Staging", ("stage", "stg")),
    ),
    "environments": (
        LiveValue("staging", ("stage", "stg"), {"de_DE": ("Testumgebung",)}),
        LiveValue("production", ("prod", "live"), {"de_DE": ("Produktion", "Produktivumgebung")}),
    ),
}


@cache
def product_bot() -> Bot:
    return load_bot(INTENTS, LIVE)


@cache
def models() -> TrainedModels:
    """With the embedding that every machine has, so that results are the same everywhere."""
    return TrainedModels(INTENTS.parent / ".ground" / "models", "words")


@cache
def product_recognizer() -> Recognizer:
    return build_recognizer(product_bot(), models=models())
