"""Quotas: 402 with the number, and everything as it was."""

from tests.deploy.account.lex_models.archives import archive, shop
from tests.deploy.account.lex_models.world import (
    DRAFT,
    EN,
    Lex,
    bot_settings,
    elicitation,
    import_target,
    new_name,
    refused,
)

QUOTA = "ServiceQuotaExceededException"


def test_a_hundred_bots_in_a_region(lex: Lex) -> None:
    elsewhere = Lex(lex.server, "ca-central-1")
    ids = [elsewhere.api.create_bot(**bot_settings(f"bot-{n}"))["botId"] for n in range(100)]
    elsewhere.settle()
    one_more = import_target("one-more")

    assert "100" in refused(QUOTA, elsewhere.api.create_bot, **bot_settings("one-more"))
    refused(
        *(QUOTA, elsewhere.api.start_import),
        importId=elsewhere.upload(archive(shop())),
        resourceSpecification={"botImportSpecification": one_more},
        mergeStrategy="Overwrite",
    )
    elsewhere.api.delete_bot(botId=ids[0])
    elsewhere.settle()
    elsewhere.bot("one-more")


def test_a_hundred_versions_of_a_bot(lex: Lex) -> None:
    bot = lex.built().bot
    for _ in range(100):
        lex.version(bot)
    call = {"botId": bot, "botVersionLocaleSpecification": {EN: {"sourceBotVersion": DRAFT}}}

    assert "100" in refused(QUOTA, lex.api.create_bot_version, **call)
    lex.api.delete_bot_version(botId=bot, botVersion="1")
    lex.settle()
    assert lex.version(bot) == "101"


def test_a_hundred_slots_of_an_intent(lex: Lex) -> None:
    locale = lex.locale()
    intent = lex.intent(locale, "Order", "order")
    for number in range(100):
        lex.slot(locale, intent, f"slot_{number}")

    refused(
        *(QUOTA, lex.api.create_slot),
        **locale.at,
        intentId=intent,
        slotName="more",
        valueElicitationSetting=elicitation(),
    )


def test_utterances_of_an_intent(lex: Lex) -> None:
    locale = lex.locale()
    most = [{"utterance": f"say {number}"} for number in range(1500)]
    lex.api.create_intent(**locale.at, intentName="Most", sampleUtterances=most)
    over = [{"utterance": f"tell {number}"} for number in range(1501)]

    refused(QUOTA, lex.api.create_intent, **locale.at, intentName="Over", sampleUtterances=over)


def test_values_of_a_slot_type_count_with_their_synonyms(lex: Lex) -> None:
    locale = lex.locale()
    values = [
        {"sampleValue": {"value": f"v{number}"}, "synonyms": [{"value": f"s{number}"}]}
        for number in range(5001)
    ]

    refused(
        *(QUOTA, lex.api.create_slot_type),
        **locale.at,
        slotTypeName="Many",
        slotTypeValues=values,
    )
    lex.slot_type(locale, "Many", slotTypeValues=values[:5000])


def test_some_locales_have_room_for_more(lex: Lex) -> None:
    """A hundred slot types in most locales, 250 in English."""
    bot = lex.bot()
    english, german = lex.locale(bot), lex.locale(bot, "de_DE")
    for number in range(100):
        lex.slot_type(english, f"Kind{number}", "value")
        lex.slot_type(german, f"Kind{number}", "value")

    lex.slot_type(english, new_name(), "value")
    refused(QUOTA, lex.api.create_slot_type, **german.at, slotTypeName="More")
