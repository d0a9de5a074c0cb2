"""What changes between two definitions, in the words of our files."""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from bot.definition import Definition
from bot.lex.comparing import report
from bot.load import load_definition
from bot.model import Bot, Intent, IntentWords, Sentence, Slot, SlotType, SlotValue
from deploy.publish.definitions.comparing import compare_definitions
from tests.bot.definition import INTENTS, LIVE


@cache
def product() -> Definition:
    return load_definition(INTENTS, LIVE)


def with_bot(**changes: Any) -> Definition:
    return replace(product(), bot=replace(product().bot, **changes))


def with_intent(name: str, **changes: Any) -> Definition:
    intents = tuple(
        replace(one, **changes) if one.name == name else one for one in product().bot.intents
    )
    return with_bot(intents=intents)


def with_words(name: str, **changes: Any) -> Definition:
    intent = intent_of(product().bot, name)
    words = {**intent.words, "en_US": replace(intent.words["en_US"], **changes)}
    return with_intent(name, words=words)


def intent_of(bot: Bot, name: str) -> Intent:
    found = bot.intent(name)
    assert found is not None
    return found


def words_of(name: str) -> IntentWords:
    return intent_of(product().bot, name).words["en_US"]


def changes(after: Definition, details: int = 0) -> str:
    return report(compare_definitions(product(), after), details=details)


def test_the_same_definition_has_no_changes() -> None:
    assert compare_definitions(product(), load_definition(INTENTS, LIVE)) == ()


def test_templates_come_and_go() -> None:
    first, *rest = words_of("RestartService").utterances
    after = with_words("RestartService", utterances=(*rest, "kick {service}", "boot {service}"))

    assert changes(after, details=2) == "\n".join(
        [
            "en_US",
            "  RestartService: 2 templates added, 1 template removed",
            "      + kick {service}",
            "      + boot {service}",
            f"      - {first}",
        ]
    )


def test_a_slot_is_added_once_for_all_languages() -> None:
    slots = (*intent_of(product().bot, "RestartService").slots, Slot("strategy", "Service"))

    assert changes(with_intent("RestartService", slots=slots)) == (
        "RestartService: slot strategy added"
    )


def test_a_contract_that_changes_is_told_with_old_and_new() -> None:
    after = with_intent("RestartService", effect="destructive", summary="Restart it.")

    assert "effect changed" in changes(after)
    assert "'change' -> 'destructive'" in changes(after, details=5)


def test_slots_in_another_order_are_told() -> None:
    slots = tuple(reversed(intent_of(product().bot, "RestartService").slots))

    assert changes(with_intent("RestartService", slots=slots), details=1) == (
        "RestartService: slots are asked for in another order\n"
        "    service, environment -> environment, service"
    )


def test_a_slot_that_changes_names_its_member() -> None:
    slots = tuple(
        replace(one, required=not one.required) if one.name == "service" else one
        for one in intent_of(product().bot, "RestartService").slots
    )

    assert changes(with_intent("RestartService", slots=slots), details=1) == (
        "RestartService: slot service: required changed\n    True -> False"
    )


def test_prompts_are_counted_by_slot() -> None:
    prompts = {**words_of("RestartService").prompts, "service": ("Which one?",)}

    assert changes(with_words("RestartService", prompts=prompts)) == (
        "en_US\n  RestartService: 1 prompt of service added, 3 prompts of service removed"
    )


def test_replies_are_told_by_id() -> None:
    replies = {**words_of("RestartService").replies, "title": Sentence("Restarting {service}")}

    told = changes(with_words("RestartService", replies=replies), details=1)

    assert told.splitlines()[1:2] == ["  RestartService: replies changed"]
    assert "title.other: " in told
    assert "-> 'Restarting {service}'" in told


def test_intents_and_slot_types_come_and_go() -> None:
    gone, *rest = product().bot.intents
    color = SlotType("Color", "A colour.", "restrict", values=(SlotValue("red"),))
    after = with_bot(intents=tuple(rest), slot_types=(*product().bot.slot_types, color))

    assert changes(after) == f"{gone.name}: intent removed\nslot type Color: added"


def test_values_and_synonyms_of_a_slot_type() -> None:
    before = SlotType("Color", "A colour.", "restrict", values=(SlotValue("red", ("crimson",)),))
    values = (SlotValue("red", ("scarlet", "crimson")), SlotValue("blue"))
    after = replace(before, values=values, resolution="expand")
    first, second = with_bot(slot_types=(before,)), with_bot(slot_types=(after,))

    assert report(compare_definitions(first, second)) == (
        "slot type Color: 1 value added, 1 synonym of red added, resolution changed"
    )


def test_words_of_the_locale_itself() -> None:
    english, *others = product().bot.locales
    longer = replace(english, fillers=(*english.fillers, "pretty please"), voice_id="Ruth")

    told = changes(with_bot(locales=(longer, *others)), details=1)

    assert told.splitlines()[1] == "  locale en_US: voice id changed, 1 fillers added"


def test_the_bot_itself() -> None:
    assert changes(with_bot(session_ttl_seconds=600), details=1) == (
        "GroundControl: session ttl seconds changed\n    900 -> 600"
    )


@pytest.mark.parametrize("locale", ["en_US", "de_DE"])
def test_a_locale_that_comes_or_goes(locale: str) -> None:
    kept = tuple(one for one in product().bot.locales if one.id != locale)
    without = with_bot(locales=kept)

    assert report(compare_definitions(without, product())) == f"{locale}\n  locale {locale}: added"
    assert changes(without) == f"{locale}\n  locale {locale}: removed"
