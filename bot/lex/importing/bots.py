"""The bot of an import."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.definition import Definition, LocaleExtras
from bot.flow import Flow
from bot.lex.comparing import Change, compare, same, tidied
from bot.lex.compiling import compile_lex
from bot.lex.definition import LexBot, LexLocale
from bot.lex.importing.intents import flow_from_lex, intent_from_lex, words_from_lex
from bot.lex.importing.locales import locale_from_lex
from bot.lex.importing.slots import slot_type_from_lex
from bot.model import Bot, Intent, Locale, Slot, SlotType

DEFAULT_TTL_SECONDS = 300
DEFAULT_THRESHOLD = 0.4
"""What the console sets (guide: confidence scores)."""


def definition_from_lex(lex: LexBot, known: Iterable[Locale] = ()) -> Definition:
    """`lex` in our language.

    `known`: locales whose yes, no and small words serve for the same language. A bot that our own
    compiler made becomes a managed one again; every other says all that it does in its flows.
    Locales must agree on the contract: see `by_contract`.
    """
    configured = _definition(tidied(lex), tuple(known))
    managed = _managed(configured)
    return managed if same(compile_lex(managed), lex) else configured


def bot_from_lex(lex: LexBot, known: Iterable[Locale] = ()) -> Bot:
    """What a recognizer and the dialog need of `lex`. Locales need not agree: a slot that any of
    them has is there."""
    return _definition(lex, tuple(known)).bot


def by_contract(lex: LexBot) -> tuple[LexBot, ...]:
    """`lex` split into bots whose locales have the same intents, slots and types where they share
    names: one of ours says them once."""
    groups: list[dict[str, LexLocale]] = []
    for name, locale in lex.locales.items():
        for group in groups:
            if _agree(replace(lex, locales={**group, name: locale})):
                group[name] = locale
                break
        else:
            groups.append({name: locale})
    return tuple(replace(lex, locales=group) for group in groups) or (lex,)


def left_out(lex: LexBot, definition: Definition) -> tuple[Change, ...]:
    """What `lex` does and a compiled `definition` would not: empty where nothing is lost."""
    return compare(lex, compile_lex(definition))


def _agree(lex: LexBot) -> bool:
    contracts: dict[str, Intent] = {}
    types: dict[str, SlotType] = {}
    for locale in lex.locales.values():
        for name, intent in locale.intents.items():
            contract = intent_from_lex(name, intent)
            if contracts.setdefault(name, contract) != contract:
                return False
        for name, found in locale.slot_types.items():
            slot_type = replace(slot_type_from_lex(name, found, locale), values=())
            if types.setdefault(name, slot_type) != slot_type:
                return False
    return True


def _definition(lex: LexBot, known: tuple[Locale, ...]) -> Definition:
    threshold = _threshold(lex)
    locales = tuple(
        _settled(locale_from_lex(name, found, known), threshold)
        for name, found in lex.locales.items()
    )
    name = lex.name or "Bot"
    bot = Bot(
        name=name,
        summary=lex.description or name,
        session_ttl_seconds=lex.idle_session_ttl_in_seconds or DEFAULT_TTL_SECONDS,
        confidence_threshold=threshold,
        intents=_intents(lex),
        slot_types=_slot_types(lex),
        locales=locales,
        dialog="configured",
        is_child_directed=bool(lex.data_privacy and lex.data_privacy.child_directed),
    )
    return Definition(bot, flows=_flows(lex), extras=_extras(lex))


def _threshold(lex: LexBot) -> float:
    given = [one.nlu_confidence_threshold for one in lex.locales.values()]
    return next((one for one in given if one is not None), DEFAULT_THRESHOLD)


def _settled(locale: Locale, threshold: float) -> Locale:
    is_default = locale.confidence_threshold in (None, threshold)
    return replace(locale, confidence_threshold=None) if is_default else locale


def _intents(lex: LexBot) -> tuple[Intent, ...]:
    found: dict[str, Intent] = {}
    for locale_id, locale in lex.locales.items():
        for name, intent in locale.intents.items():
            contract = intent_from_lex(name, intent)
            before = found.get(name, contract)
            words = {**before.words, locale_id: words_from_lex(intent)}
            slots = _joined(before.slots, contract.slots)
            found[name] = replace(before, slots=slots, words=words)
    return tuple(found[name] for name in sorted(found))


def _joined(first: tuple[Slot, ...], second: tuple[Slot, ...]) -> tuple[Slot, ...]:
    names = {slot.name for slot in first}
    return (*first, *(slot for slot in second if slot.name not in names))


def _slot_types(lex: LexBot) -> tuple[SlotType, ...]:
    found: dict[str, dict[str, SlotType]] = {}
    for locale_id, locale in lex.locales.items():
        for name, slot_type in locale.slot_types.items():
            made = slot_type_from_lex(name, slot_type, locale)
            found.setdefault(name, {})[locale_id] = made
    everywhere = len(lex.locales)
    return tuple(_one_type(found[name], everywhere) for name in sorted(found))


def _one_type(by_locale: Mapping[str, SlotType], locales: int) -> SlotType:
    """Values that all locales share stand once; else each locale has its own."""
    first = next(iter(by_locale.values()))
    values = {slot_type.values for slot_type in by_locale.values()}
    if len(values) == 1 and len(by_locale) == locales:
        return first
    own = {locale: slot_type.values for locale, slot_type in by_locale.items()}
    return replace(first, values=(), locale_values=own)


def _flows(lex: LexBot) -> dict[tuple[str, str], Flow]:
    found = {}
    for locale_id, locale in lex.locales.items():
        for name, intent in locale.intents.items():
            flow = flow_from_lex(intent, locale)
            if flow != Flow():
                found[name, locale_id] = flow
    return found


def _extras(lex: LexBot) -> dict[str, LocaleExtras]:
    return {
        name: LocaleExtras(
            locale.description or "", locale.custom_vocabulary, locale.generative_ai_settings
        )
        for name, locale in lex.locales.items()
    }


def _managed(definition: Definition) -> Definition:
    """As if everything that the flows say were what our compiler says by itself."""
    return replace(definition, bot=replace(definition.bot, dialog="managed"), flows={})
