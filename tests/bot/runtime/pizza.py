"""A small bot with a slot that takes several values, names of two kinds, and built-in intents."""

from datetime import UTC, datetime

from bot.model import (
    Access,
    Bot,
    Intent,
    IntentWords,
    Locale,
    Resolution,
    Slot,
    SlotType,
    SlotValue,
)
from bot.runtime.recognizer import Recognizer, build_recognizer

LOCALE = "en_US"
BUILT_IN = ("Cancel", "Fallback", "Help", "Pause", "Repeat", "Resume", "StartOver", "Stop")
_ANYONE = Access("anyone")
_COLOUR = SlotType(
    "Colour", "", "restrict", values=(SlotValue("red", ("crimson",)), SlotValue("blue"))
)
_NAME = SlotType("Name", "", "expand", values=(SlotValue("Jay"), SlotValue("Olivia")))
_TOPPINGS = (
    SlotValue("olives", ("black olives",)),
    SlotValue("ham"),
    SlotValue("green peppers", ("bell peppers",)),
)


def pizza_bot(
    resolution: Resolution = "expand",
    *,
    multiple: bool = True,
    built_in: tuple[str, ...] = BUILT_IN,
) -> Bot:
    intents = (
        _intent(
            "Order",
            (
                "order a pizza",
                "order a pizza with {toppings}",
                "i want {toppings} on {crust} crust",
            ),
            Slot("toppings", "Topping", required=True, multiple=multiple),
            Slot("crust", "Crust"),
        ),
        _intent("Paint", ("paint the wall", "paint it {colour}"), Slot("colour", "Colour")),
        _intent(
            "Reserve",
            ("reserve a table",),
            Slot("guest", "Name", required=True),
            Slot("city", "AMAZON.City"),
            Slot("day", "AMAZON.Date"),
        ),
        _intent("Play", ("play some numbers",), Slot("numbers", "AMAZON.Number", multiple=True)),
        *(_intent(name, (), builtin=f"AMAZON.{name}Intent") for name in built_in),
    )
    crust = SlotType("Crust", "", "restrict", values=(SlotValue("thin"), SlotValue("thick")))
    return Bot(
        name="Pizza",
        summary="For tests.",
        session_ttl_seconds=300,
        confidence_threshold=0.4,
        intents=tuple(sorted(intents, key=lambda one: one.name)),
        slot_types=(
            _COLOUR,
            crust,
            _NAME,
            SlotType("Topping", "", resolution, values=_TOPPINGS),
        ),
        locales=(_LOCALE,),
    )


def recognizer_of(bot: Bot) -> Recognizer:
    return build_recognizer(bot, lambda: datetime(2026, 11, 27, tzinfo=UTC))


def _intent(name: str, said: tuple[str, ...], *slots: Slot, builtin: str = "") -> Intent:
    prompts = {slot.name: (f"Which {slot.name}?", "Again?") for slot in slots}
    words = {LOCALE: IntentWords(said, prompts)}
    return Intent(name, f"{name}.", "read", _ANYONE, slots, words=words, builtin=builtin)


_LOCALE = Locale(
    LOCALE,
    confirm=("yes", "ok"),
    deny=("no",),
    fillers=("please", "hmm"),
    function_words=("a", "and", "i", "is", "my", "of", "on", "the", "with"),
    guards=("not", "do not"),
    messages={
        "confirmation_prompt": "Go ahead?",
        "confirmation_retry": "Yes or no?",
        "declined": "Not done.",
        "retries_exhausted": "I give up.",
        "failed": "That failed.",
    },
)
