"""From the bot's slot types to Alexa's (reference: Alexa's slot type reference; `alexa.yaml`)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.alexa.definition import SlotType, Value, ValueName
from bot.alexa.names import alexa_name, slug
from bot.alexa.normalise import normalise
from bot.alexa.notes import Note, note
from bot.model import Bot, SlotValue
from bot.model import SlotType as BotSlotType
from bot.platforms.alexa import SlotTypePair, alexa_platform

_BUILT_IN = "AMAZON."
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_-]+")


@dataclass(frozen=True)
class Choice:
    """What stands in the model for one slot type of the bot."""

    name: str
    """Alexa's type, or our custom one."""
    values: tuple[SlotValue, ...] = ()
    """Of the custom type, or what an extended type of Alexa's has besides its own."""
    notes: tuple[Note, ...] = ()


def choose(bot: Bot, locale: str, type_name: str) -> Choice:
    """What a slot of the type `type_name` has in Alexa."""
    custom = bot.slot_type(type_name)
    if custom is None:
        return _built_in(bot, locale, type_name)
    if custom.parts:
        return Choice(alexa_platform().free_text, notes=(_about(custom, "parts", locale),))
    return _extended(custom, locale) if custom.parent else _custom(custom, locale)


def definitions(choices: Iterable[Choice], locale: str) -> tuple[tuple[SlotType, ...], list[Note]]:
    """The model's `types`, sorted by name, and what did not fit."""
    values: dict[str, list[SlotValue]] = {}
    for choice in choices:
        if choice.values:
            values.setdefault(choice.name, []).extend(choice.values)
    found, notes = [], []
    for name in sorted(values):
        kept, problems = _values(name, values[name], locale)
        found.append(SlotType(name=name, values=kept))
        notes += problems
    return tuple(found), notes


def _built_in(bot: Bot, locale: str, name: str) -> Choice:
    pair = alexa_platform().slot_types.get(name, SlotTypePair())
    if pair.type:
        return Choice(pair.type, notes=_no_pair(pair, locale, name))
    own = alexa_name(name.removeprefix(_BUILT_IN))
    if name == "AMAZON.Confirmation":
        values = _yes_and_no(bot, locale)
    else:
        values = tuple(SlotValue(example) for example in pair.examples)
    return Choice(own, values or (_stand_in(name),), _no_pair(pair, locale, name))


def _yes_and_no(bot: Bot, locale: str) -> tuple[SlotValue, ...]:
    """Lex's AMAZON.Confirmation resolves to Yes or No."""
    words = bot.locale(locale)
    said = {"Yes": words.confirm, "No": words.deny} if words else {"Yes": (), "No": ()}
    return tuple(SlotValue(value, also) for value, also in said.items())


def _no_pair(pair: SlotTypePair, locale: str, name: str) -> tuple[Note, ...]:
    if pair.type and not pair.lost:
        return ()
    reason = pair.lost or "Alexa has no such type"
    return (Note(locale, "", "lost", "no_pair", reason, subject=name),)


def _extended(custom: BotSlotType, locale: str) -> Choice:
    """A type that narrows or extends a built-in one."""
    pair = alexa_platform().slot_types.get(custom.parent, SlotTypePair())
    values = custom.in_locale(locale)
    notes = list(_no_pair(pair, locale, custom.name))
    if custom.pattern:
        notes.append(_about(custom, "pattern", locale))
    if not pair.type:
        given = values or tuple(SlotValue(example) for example in pair.examples)
        return Choice(alexa_name(custom.name), given or (_stand_in(custom.name),), tuple(notes))
    if values and pair.type not in alexa_platform().extendable:
        notes.append(_about(custom, "fixed", locale))
        values = ()
    return Choice(pair.type, values, tuple(notes))


def _custom(custom: BotSlotType, locale: str) -> Choice:
    values = custom.in_locale(locale)
    notes = [_about(custom, "grammar", locale)] if custom.grammar else []
    if not values and custom.grammar:
        return Choice(alexa_platform().free_text, notes=tuple(notes))
    if not values:
        notes.append(_about(custom, "no_values", locale))
        values = (_stand_in(custom.name),)
    return Choice(alexa_name(custom.name), values, tuple(notes))


def _about(custom: BotSlotType, code: str, locale: str) -> Note:
    return note(code, locale, subject=custom.name)


def _stand_in(name: str) -> SlotValue:
    """Alexa refuses a type without values."""
    return SlotValue(" ".join(_HUMPS.split(name.removeprefix(_BUILT_IN))).lower())


def _values(
    type_name: str, given: Sequence[SlotValue], locale: str
) -> tuple[tuple[Value, ...], list[Note]]:
    most = alexa_platform().limits["value_length"]
    owners = {one.value.casefold(): one.value for one in reversed(given)}
    found: dict[str, Value] = {}
    ids: set[str] = set()
    notes: list[Note] = []
    for one in given:
        if len(one.value) > most:
            notes.append(note("value_too_long", locale, subject=f"{type_name}.{one.value[:40]}"))
            continue
        if owners[one.value.casefold()] != one.value or one.value in found:
            continue
        synonyms = []
        for word in _said(one, locale):
            if owners.setdefault(word.casefold(), one.value) == one.value and len(word) <= most:
                synonyms.append(word)
            elif word in one.synonyms:
                notes.append(note("same_value", locale, subject=f"{type_name}.{word}"))
        id_ = slug(one.value, ids)
        ids.add(id_)
        found[one.value] = Value(id_, ValueName(one.value, tuple(synonyms)))
    return tuple(found.values()), notes


def _said(one: SlotValue, locale: str) -> Iterator[str]:
    """The synonyms, and how value and synonyms sound: "orders-api" is said "orders api"."""
    written = (one.value, *one.synonyms)
    language = locale.split("_", maxsplit=1)[0]
    sounds = (
        normalise(re.sub(r"[-_/]", " ", word), language).text
        for word in written
        if re.search(r"[-_/\d]", word)
    )
    seen = {one.value.casefold(): ""}
    for word in (*one.synonyms, *sounds):
        if word and word.casefold() not in seen:
            seen[word.casefold()] = word
            yield word
