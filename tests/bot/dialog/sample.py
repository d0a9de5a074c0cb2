"""A small bot for tests of the dialog and of its runtime."""

from bot.definition import Definition
from bot.dialog.engine import DialogDefinition
from bot.lex.compiling import compile_dialogs
from bot.model import Access, Bot, Effect, Intent, IntentWords, Locale, Slot, SlotType, SlotValue

LOCALE = "en_US"
_ANYONE = Access("anyone")


def _intent(
    name: str, effect: Effect, slots: tuple[Slot, ...], prompts: dict[str, tuple[str, ...]]
) -> Intent:
    words = {LOCALE: IntentWords((name.lower(),), prompts)}
    return Intent(name, f"{name}.", effect, _ANYONE, slots, words=words)


def _builtin(name: str) -> Intent:
    return Intent(name, f"{name}.", "read", _ANYONE, builtin=f"AMAZON.{name}Intent")


def sample_bot(*, with_fallback: bool = True, ttl_seconds: int = 300) -> Bot:
    service = Slot("service", "Service", required=True)
    restart = _intent(
        "Restart",
        "change",
        (service, Slot("environment", "Environment", required=True, max_retries=1), _REASON),
        {
            "service": ("Which service?", "Name a service.", "One service, please."),
            "environment": ("Where?", "Where shall {service} restart?"),
        },
    )
    status = _intent(
        "Status",
        "read",
        (service, Slot("environment", "Environment")),
        {"service": ("Status of what?",)},
    )
    builtins = [_builtin("Cancel"), _builtin("Help")]
    fallback = [_builtin("Fallback")] if with_fallback else []
    return Bot(
        name="Sample",
        summary="For tests.",
        session_ttl_seconds=ttl_seconds,
        confidence_threshold=0.4,
        intents=tuple(sorted([restart, status, *builtins, *fallback], key=lambda i: i.name)),
        slot_types=(
            SlotType("Environment", "", "restrict", values=(_value("staging"), _value("prod"))),
            SlotType("Service", "", "expand", values=(_value("orders"), _value("payments"))),
        ),
        locales=(Locale(LOCALE, messages=_MESSAGES),),
    )


def _value(name: str) -> SlotValue:
    return SlotValue(name)


_REASON = Slot("reason", "Service")
_MESSAGES = {
    "confirmation_prompt": "Go ahead?",
    "confirmation_retry": "Yes or no?",
    "declined": "Not done.",
    "retries_exhausted": "I give up.",
    "failed": "That failed.",
}


def dialogs(bot: Bot) -> DialogDefinition:
    """What our compiler makes of the dialogs of `bot`, in its one locale."""
    return DialogDefinition(compile_dialogs(Definition(bot)).locales[LOCALE], LOCALE)
