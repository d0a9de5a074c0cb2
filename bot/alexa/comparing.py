"""Two skills compared as a reviewer would tell it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from bot.alexa.content import Content, plain
from bot.alexa.definition import Intent, InteractionModel, LanguageModel, SlotType, ValueName
from bot.alexa.document import read_model
from bot.lex.codec import encode
from bot.lex.comparing import Change

Named = TypeVar("Named")
Path = tuple[str, ...]


def compare_skills(before: Content, after: Content) -> tuple[Change, ...]:
    """What changes from `before` to `after`; empty where both do the same.

    `Change.locale` is Alexa's ("en-US"), or "" for what holds in all.
    """
    changes = list(_manifest(before.manifest, after.manifest))
    for locale in sorted({*before.models, *after.models}):
        old, new = before.models.get(locale), after.models.get(locale)
        if old is None or new is None:
            changes.append(Change(locale, "language", "added" if new else "removed"))
        else:
            changes += _model(locale, read_model(old)[0], read_model(new)[0])
    return tuple(sorted(changes, key=lambda change: change.locale))


def _manifest(old: Any, new: Any) -> Iterator[Change]:
    before, after = _flat(plain(old)), _flat(plain(new))
    sections: dict[tuple[str, str, str], list[str]] = {}
    for path in sorted({*before, *after}):
        if before.get(path) != after.get(path):
            line = f"{'.'.join(path)}: {_shown(before.get(path))} -> {_shown(after.get(path))}"
            sections.setdefault(_section(path), []).append(line)
    for (locale, subject, what), lines in sections.items():
        yield Change(locale, subject, f"{what} changed", tuple(lines))


def _section(path: Path) -> tuple[str, str, str]:
    """Locale, subject and member that a reviewer would name for a path of the manifest."""
    inner = path[1:] if path[0] == "manifest" else path
    if len(inner) > 3 and inner[1] == "locales":
        return inner[2], "listing", _spaced(inner[3])
    return "", "manifest", _spaced(inner[-1] if len(inner) < 3 else inner[-2])


def _model(locale: str, old: InteractionModel, new: InteractionModel) -> Iterator[Change]:
    first, second = old.language_model or LanguageModel(), new.language_model or LanguageModel()
    if first.invocation_name != second.invocation_name:
        line = f"{_shown(first.invocation_name)} -> {_shown(second.invocation_name)}"
        yield Change(locale, "invocation name", f"changed: {line}")
    yield from _leaves(
        locale, "model", "configuration", first.model_configuration, second.model_configuration
    )
    yield from _intents(locale, _by_name(first.intents), _by_name(second.intents))
    yield from _types(locale, _by_name(first.types), _by_name(second.types))
    yield from _dialog(locale, old, new)
    prompts = [_by_name(model.prompts, lambda one: one.id) for model in (old, new)]
    yield from _members(locale, "prompts", "prompt", *prompts)


def _intents(locale: str, old: Mapping[str, Intent], new: Mapping[str, Intent]) -> Iterator[Change]:
    for name in sorted({*old, *new}):
        before, after = old.get(name), new.get(name)
        if before is None or after is None:
            yield Change(locale, name, "intent added" if after else "intent removed")
            continue
        slots = _by_name(before.slots), _by_name(after.slots)
        yield from _members(locale, name, "slot", *slots)
        yield from _texts(locale, name, "utterance", before.samples, after.samples)


def _members(
    locale: str, subject: str, kind: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Change]:
    """Members that come, go and change, by name."""
    for name in sorted({*old, *new}):
        before, after = old.get(name), new.get(name)
        if before is None or after is None:
            yield Change(locale, subject, f"{kind} {name} {'added' if after else 'removed'}")
        else:
            yield from _leaves(locale, subject, f"{kind} {name}", before, after)


def _types(
    locale: str, old: Mapping[str, SlotType], new: Mapping[str, SlotType]
) -> Iterator[Change]:
    for name in sorted({*old, *new}):
        subject, before, after = f"slot type {name}", old.get(name), new.get(name)
        if before is None or after is None:
            yield Change(locale, subject, "added" if after else "removed")
            continue
        values = _values(before), _values(after)
        yield from _texts(locale, subject, "value", *values)
        both = [value for value in values[0] if value in values[1]]
        for what in ("synonyms", "ids"):
            lines = [
                f"{value}: {values[0][value][what]} -> {values[1][value][what]}"
                for value in both
                if values[0][value][what] != values[1][value][what]
            ]
            if lines:
                text = f"{what} of {_counted(lines, 'value')} changed"
                yield Change(locale, subject, text, tuple(lines))
        yield from _leaves(
            locale, subject, "value supplier", before.value_supplier, after.value_supplier
        )


def _values(kind: SlotType) -> dict[str, dict[str, str]]:
    """Value -> its synonyms and its id, as text."""
    found = {}
    for value in kind.values or ():
        name = value.name or ValueName()
        synonyms = ", ".join(name.synonyms or ())
        found[name.value or ""] = {"synonyms": synonyms or "none", "ids": value.id or "none"}
    return found


def _dialog(locale: str, old: InteractionModel, new: InteractionModel) -> Iterator[Change]:
    first, second = old.dialog, new.dialog
    strategies = [dialog.delegation_strategy if dialog else None for dialog in (first, second)]
    if strategies[0] != strategies[1]:
        line = f"{_shown(strategies[0])} -> {_shown(strategies[1])}"
        yield Change(locale, "model", f"delegation strategy changed: {line}")
    intents = [_by_name(dialog.intents if dialog else None) for dialog in (first, second)]
    for name in sorted({*intents[0], *intents[1]}):
        yield from _leaves(locale, name, "dialog", intents[0].get(name), intents[1].get(name))


def _leaves(locale: str, subject: str, what: str, old: Any, new: Any) -> Iterator[Change]:
    before, after = (_flat(plain(encode(one, "api"))) if one else {} for one in (old, new))
    lines = [
        f"{'.'.join(path)}: {_shown(before.get(path))} -> {_shown(after.get(path))}"
        for path in dict.fromkeys([*before, *after])
        if before.get(path) != after.get(path)
    ]
    if lines:
        yield Change(locale, subject, f"{what} changed", tuple(lines))


def _texts(
    locale: str, subject: str, noun: str, old: Iterable[str] | None, new: Iterable[str] | None
) -> Iterator[Change]:
    first, second = dict.fromkeys(old or ()), dict.fromkeys(new or ())
    added = [text for text in second if text not in first]
    removed = [text for text in first if text not in second]
    for texts, what, mark in ((added, "added", "+"), (removed, "removed", "-")):
        if texts:
            lines = tuple(f"{mark} {text}" for text in texts)
            yield Change(locale, subject, f"{_counted(texts, noun)} {what}", lines)


def _by_name(
    items: Iterable[Named] | None, name: Callable[[Any], str | None] = lambda one: one.name
) -> dict[str, Named]:
    return {name(item) or "": item for item in items or ()}


def _flat(data: Any, path: Path = ()) -> dict[Path, Any]:
    """Path -> leaf; lists by position."""
    if isinstance(data, Mapping):
        items = [(str(key), item) for key, item in data.items()]
    elif isinstance(data, list):
        items = [(str(number + 1), item) for number, item in enumerate(data)]
    else:
        return {path: data}
    return {at: leaf for key, item in items for at, leaf in _flat(item, (*path, key)).items()}


def _counted(items: Sequence[str], noun: str) -> str:
    return f"{len(items)} {noun}{'' if len(items) == 1 else 's'}"


def _spaced(name: str) -> str:
    """ "examplePhrases" -> "example phrases"."""
    return "".join(f" {mark.lower()}" if mark.isupper() else mark for mark in name).strip()


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
