"""The values of slots: our own types with their synonyms, and the platforms' types in use."""

from collections.abc import Iterator

from bot.model import Bot, SlotType
from deploy.reference.markdown import Section, bullets, code, escape, table

_RESOLUTION = {
    "restrict": "Only these values are taken; another is asked for again.",
    "expand": "Other values are taken too, and looked up; a near miss is asked back.",
    "concatenate": "The parts are put together.",
}


def value_sections(bot: Bot) -> Iterator[Section]:
    builtins = sorted({slot.type for intent in bot.intents for slot in intent.slots} - _own(bot))
    if not bot.slot_types and not builtins:
        return
    yield Section(2, "Values")
    for slot_type in bot.slot_types:
        yield Section(3, heading(slot_type), _body(bot, slot_type))
    if builtins:
        yield Section(3, "Built-in types", bullets(map(code, builtins)))


def heading(slot_type: SlotType) -> str:
    """Not the bare name: an intent may be called the same."""
    return f"{slot_type.name} values"


def _own(bot: Bot) -> set[str]:
    return {slot_type.name for slot_type in bot.slot_types}


def _body(bot: Bot, slot_type: SlotType) -> str:
    parts = [f"{escape(slot_type.summary)} {_RESOLUTION[slot_type.resolution]}"]
    if slot_type.source:
        parts.append(
            f"The values are live: {escape(slot_type.source)} of the catalogue. These are the"
            " example world's."
        )
    if slot_type.pattern:
        parts.append(f"It looks like {code(slot_type.pattern)}.")
    if slot_type.parts:
        parts.append(_parts(slot_type))
    return "\n\n".join([*parts, _values(bot, slot_type)])


def _parts(slot_type: SlotType) -> str:
    rows = [[code(name), escape(kind)] for name, kind in slot_type.parts.items()]
    return table(["part", "type"], rows)


def _values(bot: Bot, slot_type: SlotType) -> str:
    """A column of synonyms a language."""
    found = {
        locale.id: {value.value: value.synonyms for value in slot_type.in_locale(locale.id)}
        for locale in bot.locales
    }
    names = dict.fromkeys(name for values in found.values() for name in values)
    rows = [
        [escape(name), *(escape(", ".join(values.get(name, ()))) for values in found.values())]
        for name in names
    ]
    return table(["value", *(f"also ({locale})" for locale in found)], rows)
