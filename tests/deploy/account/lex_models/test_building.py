"""Builds: queued, under way, Built, or Failed for what Lex refuses to build."""

from collections.abc import Callable

import pytest

from tests.deploy.account.lex_models.world import Lex, Locale, elicitation, refused


def test_a_build_is_queued_before_it_shows(lex: Lex) -> None:
    locale = lex.locale()
    lex.intent(locale, "Greet", "hello")

    answer = lex.api.build_bot_locale(**locale.at)

    assert answer["botLocaleStatus"] == "Building"
    # The waiter bot_locale_built fails at once where it looks now.
    assert lex.describe(locale)["botLocaleStatus"] == "NotBuilt"
    lex.pass_time(1)
    assert lex.describe(locale)["botLocaleStatus"] == "Building"
    lex.pass_time(7.9)
    assert lex.describe(locale)["botLocaleStatus"] == "Building"
    lex.pass_time(0.1)
    found = lex.describe(locale)
    assert found["botLocaleStatus"] == "Built"
    assert found["lastBuildSubmittedDateTime"] == answer["lastBuildSubmittedDateTime"]
    assert not {"failureReasons", "recommendedActions"} & set(found)


@pytest.mark.parametrize("seconds", [0, 1, 8])
def test_nothing_changes_while_a_locale_is_being_built(lex: Lex, seconds: float) -> None:
    locale = lex.locale()
    lex.intent(locale, "Greet", "hello")
    lex.api.build_bot_locale(**locale.at)
    lex.pass_time(seconds)

    refused("ConflictException", lex.api.create_intent, **locale.at, intentName="Late")
    refused("ConflictException", lex.api.build_bot_locale, **locale.at)
    refused("ConflictException", lex.api.delete_bot_locale, **locale.at)
    refused("ConflictException", lex.api.delete_bot, botId=locale.bot)
    lex.settle()
    assert lex.describe(locale)["botLocaleStatus"] == "Built"


def test_at_most_five_are_built_at_once(lex: Lex) -> None:
    elsewhere = Lex(lex.server, "ap-southeast-2")
    bot = elsewhere.bot()
    ids = ("en_US", "en_GB", "de_DE", "es_US", "fr_FR", "it_IT")
    locales = [elsewhere.locale(bot, locale_id) for locale_id in ids]
    for locale in locales[:5]:
        elsewhere.api.build_bot_locale(**locale.at)

    refused("ServiceQuotaExceededException", elsewhere.api.build_bot_locale, **locales[5].at)
    elsewhere.settle()
    assert elsewhere.build(locales[5])["botLocaleStatus"] == "Built"


def test_a_failed_build_can_be_mended(lex: Lex) -> None:
    locale = lex.locale()
    lex.intent(locale, "Greet", "hello {who}")
    failed = lex.build(locale)
    assert failed["botLocaleStatus"] == "Failed"
    assert failed["recommendedActions"]

    [_, greet] = lex.api.list_intents(**locale.at)["intentSummaries"]
    lex.api.update_intent(**locale.at, intentId=greet["intentId"], intentName="Greet")

    assert "failureReasons" not in lex.describe(locale)
    assert lex.build(locale)["botLocaleStatus"] == "Built"


def same_utterance(lex: Lex, locale: Locale) -> None:
    lex.intent(locale, "First", "Order  it")
    lex.intent(locale, "Second", "order it")


def same_utterance_but_for_the_slot(lex: Lex, locale: Locale) -> None:
    for name, slot in (("First", "count"), ("Second", "Number")):
        intent = lex.intent(locale, name, f"order {{{slot}}} of them")
        lex.prioritize(locale, intent, lex.slot(locale, intent, slot))


def unknown_slot(lex: Lex, locale: Locale) -> None:
    lex.intent(locale, "Order", "order a {size}")


def no_prompt(lex: Lex, locale: Locale) -> None:
    intent = lex.intent(locale, "Order", "order")
    bare = {"slotConstraint": "Required"}
    slot = lex.slot(locale, intent, "size", valueElicitationSetting=bare)
    lex.prioritize(locale, intent, slot)


def no_priority(lex: Lex, locale: Locale) -> None:
    lex.slot(locale, lex.intent(locale, "Order", "order"), "size")


def no_type(lex: Lex, locale: Locale) -> None:
    intent = lex.intent(locale, "Order", "order")
    made = lex.api.create_slot(
        **locale.at, intentId=intent, slotName="size", valueElicitationSetting=elicitation()
    )
    lex.prioritize(locale, intent, made["slotId"])


def free_form(lex: Lex, locale: Locale) -> None:
    intent = lex.intent(locale, "Note", "note {what}")
    lex.prioritize(locale, intent, lex.slot(locale, intent, "what", "AMAZON.FreeFormInput"))


def empty_type(lex: Lex, locale: Locale) -> None:
    lex.api.create_slot_type(**locale.at, slotTypeName="Size")


def lost_step(lex: Lex, locale: Locale) -> None:
    step = {"dialogAction": {"type": "StartIntent"}, "intent": {"name": "Nowhere"}}
    lex.intent(locale, "Order", "order", initialResponseSetting={"nextStep": step})


def lost_slot(lex: Lex, locale: Locale) -> None:
    step = {"dialogAction": {"type": "ElicitSlot", "slotToElicit": "nothing"}}
    lex.intent(locale, "Order", "order", initialResponseSetting={"nextStep": step})


BROKEN: dict[str, tuple[Callable[[Lex, Locale], None], str]] = {
    "the same utterance": (same_utterance, "intents First, Second have the same utterance"),
    "the same utterance but for the slot": (
        same_utterance_but_for_the_slot,
        "the same utterance: order {AMAZON.Number} of them",
    ),
    "a slot that is not there": (unknown_slot, "Order uses the slot size"),
    "a required slot without prompt": (no_prompt, "size of intent Order is required and has no"),
    "a slot without priority": (
        no_priority,
        "Slot ids [size] in intent Order don't define a slot priority.",
    ),
    "a slot without type": (no_type, "size of intent Order has no type"),
    "free form in an utterance": (free_form, "the slot what of AMAZON.FreeFormInput"),
    "a type without values": (empty_type, "slot type Size has no values"),
    "a step to nowhere": (lost_step, "goes to the intent Nowhere"),
    "a step to no slot": (lost_slot, "elicits the slot nothing"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_build_fails_for_what_lex_refuses(lex: Lex, name: str) -> None:
    make, reason = BROKEN[name]
    locale = lex.locale()
    make(lex, locale)

    found = lex.build(locale)

    assert found["botLocaleStatus"] == "Failed"
    [given] = found["failureReasons"]
    assert reason in given


def test_all_reasons_are_given_at_once(lex: Lex) -> None:
    locale = lex.locale()
    unknown_slot(lex, locale)
    empty_type(lex, locale)
    assert len(lex.build(locale)["failureReasons"]) == 2


def test_slots_with_other_types_are_other_utterances(lex: Lex) -> None:
    locale = lex.locale()
    for name, kind in (("First", "AMAZON.Number"), ("Second", "AMAZON.City")):
        intent = lex.intent(locale, name, "order {it}")
        lex.prioritize(locale, intent, lex.slot(locale, intent, "it", kind))
    assert lex.build(locale)["botLocaleStatus"] == "Built"
