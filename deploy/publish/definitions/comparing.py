"""What changes between two definitions, in the words of our files: templates, not utterances."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from bot.definition import Definition, LocaleExtras
from bot.lex.comparing import Change
from bot.model import Bot, Intent, IntentWords, Locale, Slot, SlotType, SlotValue

Named = TypeVar("Named", Intent, Slot, SlotType, Locale)


def compare_definitions(before: Definition, after: Definition) -> tuple[Change, ...]:
    """One entry a thing that a reviewer would name; empty where both say the same."""
    return (
        *_bot(before.bot, after.bot),
        *_pairs(before.bot.intents, after.bot.intents, "", "intent", _contract),
        *_pairs(before.bot.slot_types, after.bot.slot_types, "slot type ", "", _slot_type),
        *_locales(before, after),
    )


def _bot(old: Bot, new: Bot) -> Iterator[Change]:
    yield from _members("", new.name, _bare(old), _bare(new))


def _bare(bot: Bot) -> Bot:
    return replace(bot, intents=(), slot_types=(), locales=())


def _pairs(
    old: Sequence[Named],
    new: Sequence[Named],
    prefix: str,
    noun: str,
    changed: Callable[[Named, Named], Iterator[Change]],
) -> Iterator[Change]:
    before: Mapping[str, Named] = _by_name(old)
    after: Mapping[str, Named] = _by_name(new)
    for name in sorted({*before, *after}):
        first, second = before.get(name), after.get(name)
        if first is None or second is None:
            what = f"{noun} {'added' if second else 'removed'}".strip()
            yield Change("", f"{prefix}{name}", what)
        else:
            yield from changed(first, second)


def _by_name(items: Sequence[Named]) -> dict[str, Named]:
    return {one.id if isinstance(one, Locale) else one.name: one for one in items}


def _contract(old: Intent, new: Intent) -> Iterator[Change]:
    """What does not depend on the language."""
    before, after = _by_name(old.slots), _by_name(new.slots)
    for name in sorted({*before, *after}):
        first, second = before.get(name), after.get(name)
        if first is None or second is None:
            yield Change("", new.name, f"slot {name} {'added' if second else 'removed'}")
        else:
            yield from _members("", new.name, first, second, f"slot {name}: ")
    first_order = [name for name in before if name in after]
    second_order = [name for name in after if name in before]
    if first_order != second_order:
        line = f"{', '.join(first_order)} -> {', '.join(second_order)}"
        yield Change("", new.name, "slots are asked for in another order", (line,))
    bare_old, bare_new = (replace(one, slots=(), words={}) for one in (old, new))
    yield from _members("", new.name, bare_old, bare_new)


def _slot_type(old: SlotType, new: SlotType) -> Iterator[Change]:
    subject = f"slot type {new.name}"
    yield from _values("", subject, old.values, new.values)
    for locale in sorted({*old.locale_values, *new.locale_values}):
        first, second = old.locale_values.get(locale, ()), new.locale_values.get(locale, ())
        yield from _values(locale, subject, first, second)
    bare_old, bare_new = (replace(one, values=(), locale_values={}) for one in (old, new))
    yield from _members("", subject, bare_old, bare_new)


def _values(
    locale: str, subject: str, old: Sequence[SlotValue], new: Sequence[SlotValue]
) -> Iterator[Change]:
    before = {one.value: one.synonyms for one in old}
    after = {one.value: one.synonyms for one in new}
    yield from _texts(locale, subject, "value", tuple(before), tuple(after))
    for value in (value for value in after if value in before):
        what = f"synonym of {value}"
        yield from _texts(locale, subject, what, before[value], after[value])


def _locales(before: Definition, after: Definition) -> Iterator[Change]:
    old, new = _by_name(before.bot.locales), _by_name(after.bot.locales)
    for name in sorted({*old, *new}):
        first, second = old.get(name), new.get(name)
        if first is None or second is None:
            yield Change(name, f"locale {name}", "added" if second else "removed")
            continue
        yield from _members(name, f"locale {name}", first, second)
        none = LocaleExtras()
        old_extras, new_extras = before.extras.get(name, none), after.extras.get(name, none)
        yield from _members(name, f"locale {name}", old_extras, new_extras)
        yield from _all_words(name, before, after)


def _all_words(locale: str, before: Definition, after: Definition) -> Iterator[Change]:
    """Of the intents that both have: what is new or gone was told already."""
    for intent in after.bot.intents:
        old = before.bot.intent(intent.name)
        if old is None:
            continue
        first, second = old.words.get(locale), intent.words.get(locale)
        if first is None or second is None:
            if first is not second:
                yield Change(locale, intent.name, f"words {'added' if second else 'removed'}")
            continue
        yield from _words(locale, intent.name, first, second)
        old_flow, new_flow = before.flow(intent.name, locale), after.flow(intent.name, locale)
        yield from _members(locale, intent.name, old_flow, new_flow, "flow: ")


def _words(locale: str, subject: str, old: IntentWords, new: IntentWords) -> Iterator[Change]:
    yield from _texts(locale, subject, "template", old.utterances, new.utterances)
    for slot in sorted({*old.prompts, *new.prompts}):
        first, second = old.prompts.get(slot, ()), new.prompts.get(slot, ())
        yield from _texts(locale, subject, f"prompt of {slot}", first, second)
    for slot in sorted({*old.slot_utterances, *new.slot_utterances}):
        first, second = old.slot_utterances.get(slot, ()), new.slot_utterances.get(slot, ())
        yield from _texts(locale, subject, f"template of {slot}", first, second)
    bare_old, bare_new = (
        replace(one, utterances=(), prompts={}, slot_utterances={}) for one in (old, new)
    )
    yield from _members(locale, subject, bare_old, bare_new)


def _members(
    locale: str, subject: str, old: object, new: object, prefix: str = ""
) -> Iterator[Change]:
    """Members of a record that differ: lists of texts item by item, the rest by its leaves."""
    assert is_dataclass(old)  # noqa: S101 - of one kind with `new`
    for one in fields(old):
        before, after = getattr(old, one.name), getattr(new, one.name)
        spoken = f"{prefix}{one.name.removeprefix('is_').replace('_', ' ')}"
        if before == after:
            continue
        if _is_texts(before) and _is_texts(after):
            yield from _texts(locale, subject, spoken, before, after, is_plural=True)
        else:
            yield Change(locale, subject, f"{spoken} changed", _leaves(before, after))


def _is_texts(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(item, str) for item in value)


def _leaves(old: object, new: object) -> tuple[str, ...]:
    before, after = _flat(old), _flat(new)
    return tuple(
        _line(path, before.get(path), after.get(path))
        for path in dict.fromkeys([*before, *after])
        if before.get(path) != after.get(path)
    )


def _line(path: str, old: object, new: object) -> str:
    change = f"{_shown(old)} -> {_shown(new)}"
    return f"{path}: {change}" if path else change


def _flat(value: object, path: str = "") -> dict[str, object]:
    if is_dataclass(value):
        items: list[tuple[str, Any]] = [(f.name, getattr(value, f.name)) for f in fields(value)]
    elif isinstance(value, Mapping):
        items = [(str(key), item) for key, item in value.items()]
    elif isinstance(value, tuple):
        items = [(str(number), item) for number, item in enumerate(value, 1)]
    else:
        return {path: value} if value not in (None, "") else {}
    found: dict[str, object] = {}
    for key, item in items:
        found |= _flat(item, f"{path}.{key}" if path else key)
    return found


def _texts(
    locale: str,
    subject: str,
    what: str,
    old: Sequence[str],
    new: Sequence[str],
    *,
    is_plural: bool = False,
) -> Iterator[Change]:
    known_old, known_new = set(old), set(new)
    added = tuple(text for text in new if text not in known_old)
    removed = tuple(text for text in old if text not in known_new)
    for texts, sign, verb in ((added, "+", "added"), (removed, "-", "removed")):
        if texts:
            details = tuple(f"{sign} {text}" for text in texts)
            counted = _counted(len(texts), what, is_plural=is_plural)
            yield Change(locale, subject, f"{counted} {verb}", details)
    if not added and not removed and tuple(old) != tuple(new):
        spoken = what if is_plural else _counted(2, what).partition(" ")[2]
        yield Change(locale, subject, f"{spoken} in another order")


def _counted(count: int, what: str, *, is_plural: bool = False) -> str:
    """ "2 templates", "1 prompt of version", "3 not offered" (a member's own name)."""
    if is_plural or count == 1:
        return f"{count} {what}"
    noun, _, rest = what.partition(" ")
    return " ".join(part for part in (str(count), f"{noun}s", rest) if part)


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
