"""Intents, slots and slot types: made, replaced, in use, deleted; edits unbuild the locale."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.deploy.account.lex_models.world import (
    EN,
    Lex,
    Locale,
    elicitation,
    prompt,
    refused,
)

TEXT = {"messageGroups": [{"message": {"plainTextMessage": {"value": "Done."}}}]}
EVERYTHING: dict[str, Any] = {
    "description": "Order a drink",
    "dialogCodeHook": {"enabled": True},
    "fulfillmentCodeHook": {"enabled": True, "active": True},
    "intentConfirmationSetting": {
        "promptSpecification": prompt("Sure?"),
        "active": True,
        "declinationNextStep": {
            "dialogAction": {"type": "StartIntent"},
            "intent": {"name": "FallbackIntent", "slots": {}},
            "sessionAttributes": {"why": "declined"},
        },
    },
    "intentClosingSetting": {"closingResponse": TEXT, "active": True},
    "inputContexts": [{"name": "cafe"}],
    "outputContexts": [{"name": "ordered", "timeToLiveInSeconds": 90, "turnsToLive": 5}],
}
COMPOSITE = {"subSlots": [{"name": "day", "slotTypeId": "AMAZON.Date"}]}


def test_an_intent_is_described_as_it_was_given(lex: Lex) -> None:
    locale = lex.locale()
    intent = lex.intent(locale, "Order", "order a drink", **EVERYTHING)

    found = lex.api.describe_intent(**locale.at, intentId=intent)

    assert {name: found[name] for name in EVERYTHING} == EVERYTHING
    assert found["sampleUtterances"] == [{"utterance": "order a drink"}]


def test_an_intent_that_is_updated_loses_what_is_left_out(lex: Lex) -> None:
    locale = lex.locale()
    intent = lex.intent(locale, "Order", "order a drink", **EVERYTHING)
    slot = lex.slot(locale, intent, "size")

    lex.api.update_intent(**locale.at, intentId=intent, intentName="Buy")

    found = lex.api.describe_intent(**locale.at, intentId=intent)
    assert found["intentName"] == "Buy"
    assert not {*EVERYTHING, "sampleUtterances", "slotPriorities"} & set(found)
    assert lex.api.describe_slot(**locale.at, intentId=intent, slotId=slot)["slotName"] == "size"


def test_priorities_are_given_by_slot_id_in_an_update_only(lex: Lex) -> None:
    locale = lex.locale()
    intent = lex.intent(locale, "Order", "order")
    slot = lex.slot(locale, intent, "size")
    given = [{"priority": 1, "slotId": slot}]
    update = {**locale.at, "intentId": intent, "intentName": "Order"}

    assert lex.api.update_intent(**update, slotPriorities=given)["slotPriorities"] == given
    refused(
        *("PreconditionFailedException", lex.api.update_intent),
        **update,
        slotPriorities=[{"priority": 1, "slotId": "NOSUCHSLOT"}],
    )
    refused("ValidationException", lex.api.update_intent, **update, slotPriorities=given * 2)


def test_a_name_is_taken_once_in_its_place(lex: Lex) -> None:
    locale = lex.locale()
    first, second = lex.intent(locale, "First", "one"), lex.intent(locale, "Second", "two")
    lex.slot(locale, first, "size")
    lex.slot(locale, second, "size")
    lex.slot_type(locale, "Size", "small")

    refused("ConflictException", lex.api.create_intent, **locale.at, intentName="First")
    refused(
        *("ConflictException", lex.api.update_intent),
        **locale.at,
        intentId=second,
        intentName="First",
    )
    refused("ConflictException", lex.api.create_slot_type, **locale.at, slotTypeName="Size")
    refused(
        *("ConflictException", lex.api.create_slot),
        **locale.at,
        intentId=first,
        slotName="size",
        valueElicitationSetting=elicitation(),
    )


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("ValidationException", {"intentName": "QnAIntent"}),
        (
            "ValidationException",
            {
                "intentName": "Help",
                "parentIntentSignature": "AMAZON.HelpIntent",
                "sampleUtterances": [{"utterance": "help me"}],
            },
        ),
        (
            "PreconditionFailedException",
            {"intentName": "Other", "parentIntentSignature": "AMAZON.FallbackIntent"},
        ),
    ],
    ids=["the name of a built-in", "utterances of a built-in", "a second fallback"],
)
def test_an_intent_that_lex_does_not_take(lex: Lex, code: str, given: dict[str, Any]) -> None:
    refused(code, lex.api.create_intent, **lex.locale().at, **given)


def test_the_fallback_intent_stays(lex: Lex) -> None:
    locale = lex.locale()
    fallback = {**locale.at, "intentId": "FALLBCKINT"}

    refused("PreconditionFailedException", lex.api.delete_intent, **fallback)
    refused("PreconditionFailedException", lex.api.update_intent, **fallback, intentName="Fallback")
    lex.api.update_intent(
        **fallback,
        intentName="FallbackIntent",
        parentIntentSignature="AMAZON.FallbackIntent",
        fulfillmentCodeHook={"enabled": True},
    )
    assert lex.api.describe_intent(**fallback)["fulfillmentCodeHook"] == {"enabled": True}


def test_an_intent_is_deleted_with_its_slots(lex: Lex) -> None:
    locale = lex.locale()
    intent = lex.intent(locale, "Order", "order")
    slot = lex.slot(locale, intent, "size")

    lex.api.delete_intent(**locale.at, intentId=intent)

    where = {**locale.at, "intentId": intent}
    refused("ResourceNotFoundException", lex.api.describe_intent, **where)
    refused("ResourceNotFoundException", lex.api.describe_slot, **where, slotId=slot)
    refused("PreconditionFailedException", lex.api.delete_intent, **where)


def test_a_slot_is_replaced_and_deleted_with_its_priority(lex: Lex) -> None:
    locale = lex.locale()
    intent = lex.intent(locale, "Order", "order")
    where = {**locale.at, "intentId": intent}
    slot = lex.slot(
        locale, intent, "size", obfuscationSetting={"obfuscationSettingType": "DefaultObfuscation"}
    )
    lex.prioritize(locale, intent, slot)

    lex.api.update_slot(
        **where, slotId=slot, slotName="much", valueElicitationSetting=elicitation("Optional")
    )

    found = lex.api.describe_slot(**where, slotId=slot)
    assert (found["slotName"], found["valueElicitationSetting"]["slotConstraint"]) == (
        *("much",),
        "Optional",
    )
    assert not {"obfuscationSetting", "slotTypeId"} & set(found)
    lex.api.delete_slot(**where, slotId=slot)
    assert "slotPriorities" not in lex.api.describe_intent(**where)
    refused("ResourceNotFoundException", lex.api.describe_slot, **where, slotId=slot)


def test_a_slot_refers_to_its_type_by_id(lex: Lex) -> None:
    locale = lex.locale()
    intent = lex.intent(locale, "Order", "order")
    kind = lex.slot_type(locale, "Size", "small", "large")
    slot = lex.slot(locale, intent, "size", kind)

    lex.api.update_slot_type(**locale.at, slotTypeId=kind, slotTypeName="Extent")

    found = lex.api.describe_slot(**locale.at, intentId=intent, slotId=slot)
    assert found["slotTypeId"] == kind
    refused(
        *("PreconditionFailedException", lex.api.create_slot),
        **locale.at,
        intentId=intent,
        slotName="other",
        slotTypeId="NOSUCHTYPE",
        valueElicitationSetting=elicitation(),
    )


def test_a_slot_type_in_use_is_deleted_only_on_purpose(lex: Lex) -> None:
    locale = lex.locale()
    kind = lex.slot_type(locale, "Size", "small")
    lex.slot(locale, lex.intent(locale, "Order", "order"), "size", kind)
    where = {**locale.at, "slotTypeId": kind}

    assert "Order.size" in refused("PreconditionFailedException", lex.api.delete_slot_type, **where)
    lex.api.delete_slot_type(**where, skipResourceInUseCheck=True)
    refused("ResourceNotFoundException", lex.api.describe_slot_type, **where)
    failed = lex.build(locale)
    assert any("which is not there" in reason for reason in failed["failureReasons"])


def test_a_slot_type_is_replaced(lex: Lex) -> None:
    locale = lex.locale()
    synonyms = [{"sampleValue": {"value": "small"}, "synonyms": [{"value": "tiny"}]}]
    kind = lex.slot_type(locale, "Size", slotTypeValues=synonyms, description="How much")
    where = {**locale.at, "slotTypeId": kind}
    assert lex.api.describe_slot_type(**where)["slotTypeValues"] == synonyms

    lex.api.update_slot_type(**where, slotTypeName="Size", compositeSlotTypeSetting=COMPOSITE)

    found = lex.api.describe_slot_type(**where)
    assert found["compositeSlotTypeSetting"] == COMPOSITE
    assert not {"slotTypeValues", "description", "valueSelectionSetting"} & set(found)


def test_a_slot_type_may_not_be_called_as_a_built_in(lex: Lex) -> None:
    message = refused(
        "ValidationException", lex.api.create_slot_type, **lex.locale().at, slotTypeName="Date"
    )
    assert "Date" in message


@pytest.mark.parametrize(
    ("more", "category"),
    [
        ({"slotTypeValues": [{"sampleValue": {"value": "a"}}]}, "Custom"),
        ({"parentSlotTypeSignature": "AMAZON.AlphaNumeric"}, "Extended"),
        ({"compositeSlotTypeSetting": COMPOSITE}, "Composite"),
        (
            {
                "externalSourceSetting": {
                    "grammarSlotTypeSetting": {
                        "source": {"s3BucketName": "grammars", "s3ObjectKey": "size.grxml"}
                    }
                }
            },
            "ExternalGrammar",
        ),
    ],
)
def test_slot_types_have_categories(lex: Lex, more: dict[str, Any], category: str) -> None:
    locale = lex.locale()
    lex.api.create_slot_type(**locale.at, slotTypeName="Kind", **more)
    [found] = lex.api.list_slot_types(**locale.at)["slotTypeSummaries"]
    assert found["slotTypeCategory"] == category


def test_summaries_say_what_a_list_shows(lex: Lex) -> None:
    locale = lex.locale()
    intent = lex.intent(locale, "Order", "order", inputContexts=[{"name": "cafe"}])
    lex.slot(locale, intent, "size")

    [slot] = lex.api.list_slots(**locale.at, intentId=intent)["slotSummaries"]
    assert (slot["slotName"], slot["slotConstraint"]) == ("size", "Required")
    assert slot["valueElicitationPromptSpecification"] == prompt()
    intents = lex.api.list_intents(**locale.at)["intentSummaries"]
    assert intents[1]["inputContexts"] == [{"name": "cafe"}]


Edit = Callable[[Lex, Locale, dict[str, str]], object]
EDITS: dict[str, Edit] = {
    "create_intent": lambda lex, at, _: lex.intent(at, "New", "something new"),
    "update_intent": lambda lex, at, ids: lex.api.update_intent(
        **at.at, intentId=ids["intent"], intentName="Order"
    ),
    "delete_intent": lambda lex, at, ids: lex.api.delete_intent(**at.at, intentId=ids["intent"]),
    "create_slot": lambda lex, at, ids: lex.slot(at, ids["intent"], "other"),
    "update_slot": lambda lex, at, ids: lex.api.update_slot(
        **at.at,
        intentId=ids["intent"],
        slotId=ids["slot"],
        slotName="size",
        valueElicitationSetting=elicitation(),
    ),
    "delete_slot": lambda lex, at, ids: lex.api.delete_slot(
        **at.at, intentId=ids["intent"], slotId=ids["slot"]
    ),
    "create_slot_type": lambda lex, at, _: lex.slot_type(at, "New", "value"),
    "update_slot_type": lambda lex, at, ids: lex.api.update_slot_type(
        **at.at, slotTypeId=ids["type"], slotTypeName="Size"
    ),
    "delete_slot_type": lambda lex, at, ids: lex.api.delete_slot_type(
        **at.at, slotTypeId=ids["type"], skipResourceInUseCheck=True
    ),
    "update_bot_locale": lambda lex, at, _: lex.api.update_bot_locale(
        **at.at, nluIntentConfidenceThreshold=0.9
    ),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=list(EDITS))
def test_an_edit_makes_the_locale_not_built(lex: Lex, edit: Edit) -> None:
    locale = lex.locale()
    kind = lex.slot_type(locale, "Size", "small")
    intent = lex.intent(locale, "Order", "order a {size}")
    slot = lex.slot(locale, intent, "size", kind)
    lex.prioritize(locale, intent, slot)
    built = lex.build(locale)
    assert built["botLocaleStatus"] == "Built", built
    lex.pass_time(60)

    edit(lex, locale, {"intent": intent, "slot": slot, "type": kind})

    found = lex.describe(locale)
    assert found["botLocaleStatus"] == "NotBuilt"
    assert found["lastUpdatedDateTime"] > built["lastUpdatedDateTime"]


def test_a_refused_edit_changes_nothing(lex: Lex) -> None:
    built = lex.built()
    before = lex.describe(built)

    refused("ConflictException", lex.api.create_intent, **built.at, intentName="Greet")
    refused("PreconditionFailedException", lex.api.delete_intent, **built.at, intentId="NOSUCHINTE")

    after = lex.describe(built)
    ignored = {"ResponseMetadata"}
    assert {key: after[key] for key in set(after) - ignored} == {
        key: before[key] for key in set(before) - ignored
    }
    assert after["localeId"] == EN
