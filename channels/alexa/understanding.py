"""What Alexa understood, as the dialog step's `UserInput`.

Alexa gives no transcript; its intents carry every slot filled so far, with entity resolution for
custom slot types.
"""

from collections.abc import Iterable
from typing import Literal

from ask_sdk_model.intent import Intent as AlexaIntent
from ask_sdk_model.intent_confirmation_status import IntentConfirmationStatus
from ask_sdk_model.list_slot_value import ListSlotValue
from ask_sdk_model.simple_slot_value import SimpleSlotValue
from ask_sdk_model.slot import Slot
from ask_sdk_model.slot_value import SlotValue
from ask_sdk_model.slu.entityresolution.resolutions import Resolutions
from ask_sdk_model.slu.entityresolution.status_code import StatusCode

from bot.dialog.state import DialogState, Interpretation, SlotFill, UserInput
from bot.model import Bot, Intent, SlotType

NOT_UNDERSTOOD = "?"
"""The value Alexa gives a slot whose words it could not make out."""

FALLBACK = "AMAZON.FallbackIntent"
_ANSWERS: dict[str, Literal["Confirmed", "Denied"]] = {
    "AMAZON.YesIntent": "Confirmed",
    "AMAZON.NoIntent": "Denied",
}
# By value: the SDK's enumerations define equality without a hash.
_STATUSES: dict[object, Literal["Confirmed", "Denied"]] = {
    IntentConfirmationStatus.CONFIRMED.value: "Confirmed",
    IntentConfirmationStatus.DENIED.value: "Denied",
}


def user_input(bot: Bot, state: DialogState, spoken: AlexaIntent) -> UserInput:
    """One input with one interpretation; what it answers depends on what `state` waits for."""
    answer = _answer(state, spoken)
    if answer == "Confirmed" and _says_something_else(bot, state, spoken):
        answer = None
    if answer and state.intent:
        return UserInput((Interpretation(state.intent.name, confidence=1.0),), answer=answer)
    intent = _intent(bot, spoken.name or "")
    if intent is None or intent.builtin == FALLBACK:
        return UserInput(tuple(_fallbacks(bot)))
    slots = _fills(bot, intent, spoken, state)
    return UserInput(
        (Interpretation(intent.name, slots, confidence=1.0),),
        slot_value=_elicited(state, intent, slots),
    )


def denies(spoken: AlexaIntent) -> bool:
    """Whether Alexa's own dialog says that the person refused the intent."""
    return spoken.confirmation_status == IntentConfirmationStatus.DENIED


def _answer(state: DialogState, spoken: AlexaIntent) -> Literal["Confirmed", "Denied"] | None:
    """A yes or no, only where one is being asked for: of another moment it means nothing."""
    if state.action is None or state.intent is None or state.action.type != "ConfirmIntent":
        return None
    if spoken.name == state.intent.name and spoken.confirmation_status:
        return _STATUSES.get(spoken.confirmation_status.value)
    return _ANSWERS.get(spoken.name or "")


def _says_something_else(bot: Bot, state: DialogState, spoken: AlexaIntent) -> bool:
    """Whether a yes comes with other values than those that were asked about: then it is a new
    request, to be planned and asked anew."""
    intent = _intent(bot, spoken.name or "")
    if intent is None or state.intent is None or intent.name != state.intent.name:
        return False
    asked = state.intent.slots
    return any(fill != asked.get(n) for n, fill in _fills(bot, intent, spoken, state).items())


def _intent(bot: Bot, name: str) -> Intent | None:
    """By our name, or by the built-in's: Alexa's built-ins keep their AMAZON. name at run time."""
    builtin = next((intent for intent in bot.intents if name and intent.builtin == name), None)
    return builtin or bot.intent(name)


def _fallbacks(bot: Bot) -> Iterable[Interpretation]:
    return (Interpretation(intent.name) for intent in bot.intents if intent.builtin == FALLBACK)


def _elicited(state: DialogState, intent: Intent, slots: dict[str, SlotFill]) -> SlotFill | None:
    waits = state.action is not None and state.action.type == "ElicitSlot"
    if not waits or state.action is None or state.intent is None:
        return None
    return slots.get(state.action.slot_to_elicit) if state.intent.name == intent.name else None


def _fills(
    bot: Bot, intent: Intent, spoken: AlexaIntent, state: DialogState
) -> dict[str, SlotFill]:
    given = spoken.slots or {}
    same = state.intent is not None and state.intent.name == intent.name
    known = state.intent.slots if same and state.intent else {}
    found = {
        slot.name: _fill(bot.slot_type(slot.type), given.get(slot.name), known.get(slot.name))
        for slot in intent.slots
    }
    return {name: fill for name, fill in found.items() if fill is not None}


def _fill(kind: SlotType | None, slot: Slot | None, known: SlotFill | None) -> SlotFill | None:
    value, resolutions = _heard(slot)
    if not value or value == NOT_UNDERSTOOD:
        return None
    canonical = _resolved(resolutions) or _canonical(kind, value)
    # In a dialog Alexa echoes what our last directive filled in, without entity resolution: it is
    # no new value.
    if known is not None and (canonical or value) == known.interpreted:
        return known
    if canonical:
        return SlotFill(value, canonical, (canonical,))
    return None if kind and kind.resolution == "restrict" else SlotFill(value, value)


def _heard(slot: Slot | None) -> tuple[str, Resolutions | None]:
    """The words and their entity resolution; nothing for several values.

    Our slots hold one value: of "orders and payments", asking is better than guessing.
    """
    if slot is None:
        return "", None
    simple = list(_simple_values(slot.slot_value))
    if len(simple) > 1:
        return "", None
    if simple and not slot.value:
        return simple[0].value or "", simple[0].resolutions
    return slot.value or "", slot.resolutions


def _simple_values(value: SlotValue | None) -> Iterable[SimpleSlotValue]:
    if isinstance(value, ListSlotValue):
        for item in value.values or ():
            yield from _simple_values(item)
    elif isinstance(value, SimpleSlotValue):
        yield value


def _resolved(resolutions: Resolutions | None) -> str:
    """The canonical value of the first authority that matched: there may be two, static and
    dynamic entities, and either may have failed."""
    for authority in (resolutions.resolutions_per_authority if resolutions else None) or ():
        matched = authority.status and authority.status.code == StatusCode.ER_SUCCESS_MATCH
        if matched and authority.values and authority.values[0].value:
            return authority.values[0].value.name or ""
    return ""


def _canonical(kind: SlotType | None, value: str) -> str:
    """Our own resolution, where Alexa gave none: exact value or synonym of any language, in any
    case."""
    wanted = value.casefold()
    for locale in ("", *kind.locale_values) if kind else ():
        for known in kind.in_locale(locale) if kind else ():
            if wanted in (known.value.casefold(), *(word.casefold() for word in known.synonyms)):
                return known.value
    return ""
