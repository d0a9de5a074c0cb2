"""What changes between two bots, one entry a thing that a reviewer would name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.lex.codec import encode
from bot.lex.comparing.sameness import settled
from bot.lex.definition import LexBot, LexIntent, LexLocale, LexSlot, LexSlotType


@dataclass(frozen=True)
class Change:
    """`what` happens to `subject` in `locale` ("" is the bot itself).

    `details`: one line each, such as the utterances that come and go.
    """

    locale: str
    subject: str
    what: str
    details: tuple[str, ...] = ()


def compare(before: LexBot | None, after: LexBot) -> tuple[Change, ...]:
    """What changes from `before` (None: nothing is there) to `after`; empty where they are the
    same."""
    if before is None:
        return (Change("", after.name or "the bot", "is new", tuple(sorted(after.locales))),)
    old, new = settled(before), settled(after)
    return (*_bot(old, new), *_locales(old, new))


def _bot(old: LexBot, new: LexBot) -> Iterator[Change]:
    name = new.name or "the bot"
    yield from _leaves("", name, replace(old, locales={}), replace(new, locales={}))


def _locales(old: LexBot, new: LexBot) -> Iterator[Change]:
    for name in _names(old.locales, new.locales):
        before, after = old.locales.get(name), new.locales.get(name)
        if before is None or after is None:
            yield Change(name, f"locale {name}", "added" if after else "removed")
        else:
            yield from _locale(name, before, after)


def _locale(name: str, old: LexLocale, new: LexLocale) -> Iterator[Change]:
    bare_old = replace(old, intents={}, slot_types={})
    bare_new = replace(new, intents={}, slot_types={})
    yield from _leaves(name, f"locale {name}", bare_old, bare_new)
    for intent in _names(old.intents, new.intents):
        before, after = old.intents.get(intent), new.intents.get(intent)
        if before is None or after is None:
            yield Change(name, intent, "intent added" if after else "intent removed")
        elif before != after:
            yield from _intent(name, before, after)
    for kind in _names(old.slot_types, new.slot_types):
        yield from _slot_type(name, kind, old.slot_types.get(kind), new.slot_types.get(kind))


def _intent(locale: str, old: LexIntent, new: LexIntent) -> Iterator[Change]:
    subject = new.name or ""
    for slot in _names(old.slots, new.slots):
        before, after = old.slots.get(slot), new.slots.get(slot)
        if before is None or after is None:
            yield Change(locale, subject, f"slot {slot} {'added' if after else 'removed'}")
        elif before != after:
            yield from _slot(locale, subject, before, after)
    yield from _texts(locale, subject, "utterance", _utterances(old), _utterances(new))
    yield from _leaves(locale, subject, _without_lists(old), _without_lists(new))
    yield from _order(locale, subject, old, new)


def _without_lists(intent: LexIntent) -> LexIntent:
    return replace(intent, sample_utterances=None, slots={}, slot_priorities=None)


def _order(locale: str, subject: str, old: LexIntent, new: LexIntent) -> Iterator[Change]:
    """The order of the slots that both have."""
    both = set(old.slots) & set(new.slots)
    first, second = (
        [one.slot_name for one in intent.slot_priorities or () if one.slot_name in both]
        for intent in (old, new)
    )
    if first != second:
        line = f"{_listed(first)} -> {_listed(second)}"
        yield Change(locale, subject, "slots are asked for in another order", (line,))


def _slot(locale: str, subject: str, old: LexSlot, new: LexSlot) -> Iterator[Change]:
    yield from _leaves(locale, subject, old, new, f"slot {new.name}: ")


def _slot_type(
    locale: str, name: str, old: LexSlotType | None, new: LexSlotType | None
) -> Iterator[Change]:
    subject = f"slot type {name}"
    if old is None or new is None:
        yield Change(locale, subject, "added" if new else "removed")
        return
    before, after = _values(old), _values(new)
    yield from _texts(locale, subject, "value", tuple(before), tuple(after))
    for value in before.keys() & after.keys():
        what = f"synonym of {value}"
        yield from _texts(locale, subject, what, before[value], after[value])
    bare_old = replace(old, slot_type_values=None)
    yield from _leaves(locale, subject, bare_old, replace(new, slot_type_values=None))


def _texts(
    locale: str, subject: str, what: str, old: Sequence[str], new: Sequence[str]
) -> Iterator[Change]:
    known_old, known_new = set(old), set(new)
    added = tuple(text for text in new if text not in known_old)
    removed = tuple(text for text in old if text not in known_new)
    if added:
        details = tuple(f"+ {text}" for text in added)
        yield Change(locale, subject, f"{_counted(added, what)} added", details)
    if removed:
        details = tuple(f"- {text}" for text in removed)
        yield Change(locale, subject, f"{_counted(removed, what)} removed", details)


def _leaves(
    locale: str, subject: str, old: object, new: object, prefix: str = ""
) -> Iterator[Change]:
    """Every other member, by where it stands in our own files' words."""
    before, after = _flat(encode(old, "yaml")), _flat(encode(new, "yaml"))
    sections: dict[str, list[str]] = {}
    for path in dict.fromkeys([*before, *after]):
        if before.get(path) != after.get(path):
            line = f"{'.'.join(path)}: {_shown(before.get(path))} -> {_shown(after.get(path))}"
            sections.setdefault(_section(path), []).append(line)
    for section, lines in sections.items():
        yield Change(locale, subject, f"{prefix}{section} changed", tuple(lines))


def _section(path: tuple[str, ...]) -> str:
    """The member that a reviewer would name."""
    inner = path[1:] if path[0] in _WRAPPERS and len(path) > 1 else path
    return _SPOKEN.get(inner[0], inner[0].replace("_", " "))


_WRAPPERS = ("value_elicitation_setting",)
_SPOKEN = {
    "prompt_specification": "prompt",
    "slot_capture_setting": "what follows the answer",
    "default_value_specification": "default values",
    "slot_constraint": "whether it is required",
    "slot_type_name": "slot type",
    "initial_response_setting": "initial response",
    "intent_confirmation_setting": "confirmation",
    "intent_closing_setting": "closing",
    "fulfillment_code_hook": "fulfillment",
    "dialog_code_hook": "dialog code hook",
    "voice_settings": "voice",
    "nlu_confidence_threshold": "confidence threshold",
    "idle_session_ttl_in_seconds": "session time",
    "value_selection_setting": "resolution",
    "generative_ai_settings": "generative settings",
    "sub_slot_setting": "parts",
    "composite_slot_type_setting": "parts",
}


def _flat(data: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    if isinstance(data, Mapping):
        items = [(str(key), item) for key, item in data.items()]
    elif isinstance(data, list):
        items = [(str(number + 1), item) for number, item in enumerate(data)]
    else:
        return {path: data} if path else {}
    found: dict[tuple[str, ...], Any] = {}
    for key, item in items:
        found.update(_flat(item, (*path, key)))
    return found


def _utterances(intent: LexIntent) -> tuple[str, ...]:
    return tuple(one.utterance or "" for one in intent.sample_utterances or ())


def _values(slot_type: LexSlotType) -> dict[str, tuple[str, ...]]:
    found = {}
    for one in slot_type.slot_type_values or ():
        value = one.sample_value.value if one.sample_value else None
        found[value or ""] = tuple(synonym.value or "" for synonym in one.synonyms or ())
    return found


def _names(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    return sorted({*old, *new})


def _counted(items: Sequence[str], what: str) -> str:
    noun, _, rest = what.partition(" ")
    plural = noun if len(items) == 1 else f"{noun}s"
    return " ".join(part for part in (str(len(items)), plural, rest) if part)


def _listed(names: Sequence[str | None]) -> str:
    return ", ".join(str(name) for name in names) or "none"


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
