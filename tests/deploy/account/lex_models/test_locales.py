"""Locales: made with their fallback intent, replaced, deleted with all that is in them."""

import pytest

from tests.deploy.account.lex_models.world import DRAFT, EN, Lex, Locale, names, refused

VOICE = {"voiceId": "Joanna", "engine": "neural"}


def test_a_locale_comes_with_its_fallback_intent(lex: Lex) -> None:
    locale = Locale(lex.bot())
    made = lex.api.create_bot_locale(
        **locale.at, nluIntentConfidenceThreshold=0.55, voiceSettings=VOICE, description="Words"
    )

    assert (made["botLocaleStatus"], made["localeName"]) == ("Creating", "English (US)")
    lex.pass_time(2)
    found = lex.describe(locale)
    assert (found["botLocaleStatus"], found["intentsCount"], found["slotTypesCount"]) == (
        *("NotBuilt", 1),
        0,
    )
    assert (found["nluIntentConfidenceThreshold"], found["voiceSettings"]) == (0.55, VOICE)
    [fallback] = lex.api.list_intents(**locale.at)["intentSummaries"]
    assert fallback["intentId"] == "FALLBCKINT"
    assert fallback["parentIntentSignature"] == "AMAZON.FallbackIntent"


def test_an_update_replaces(lex: Lex) -> None:
    locale = Locale(lex.bot())
    lex.api.create_bot_locale(
        **locale.at, nluIntentConfidenceThreshold=0.4, voiceSettings=VOICE, description="Words"
    )
    lex.settle()

    lex.api.update_bot_locale(**locale.at, nluIntentConfidenceThreshold=0.7)

    found = lex.describe(locale)
    assert found["nluIntentConfidenceThreshold"] == 0.7
    assert not {"voiceSettings", "description"} & set(found)


def test_a_locale_is_made_once_and_only_where_lex_has_it(lex: Lex) -> None:
    locale = lex.locale()
    again = {**locale.at, "nluIntentConfidenceThreshold": 0.4}

    refused("ConflictException", lex.api.create_bot_locale, **again)
    message = refused("ValidationException", lex.api.create_bot_locale, **again | {"localeId": "x"})
    assert "en_US" in message


@pytest.mark.parametrize("member", ["audioFillerSettings", "speakerDiarizationSettings"])
def test_what_is_not_kept_is_refused_by_name(lex: Lex, member: str) -> None:
    given = {**Locale(lex.bot()).at, "nluIntentConfidenceThreshold": 0.4, member: {"enabled": True}}
    assert member in refused("ValidationException", lex.api.create_bot_locale, **given)


def test_a_deleted_locale_is_gone_after_a_while(lex: Lex) -> None:
    locale = lex.locale()

    assert lex.api.delete_bot_locale(**locale.at)["botLocaleStatus"] == "Deleting"
    refused("ConflictException", lex.api.delete_bot_locale, **locale.at)
    lex.pass_time(2)
    refused("ResourceNotFoundException", lex.api.describe_bot_locale, **locale.at)
    assert lex.api.list_bot_locales(botId=locale.bot, botVersion=DRAFT)["botLocaleSummaries"] == []


def test_locales_are_listed_by_name(lex: Lex) -> None:
    bot = lex.bot()
    for locale_id in ("en_US", "de_DE", "es_US"):
        lex.locale(bot, locale_id)

    def listed(**more: object) -> list[str]:
        answer = lex.api.list_bot_locales(botId=bot, botVersion=DRAFT, **more)
        return names(answer["botLocaleSummaries"], "localeId")

    assert listed() == [EN, "de_DE", "es_US"]
    german = [{"name": "BotLocaleName", "values": ["German"], "operator": "CO"}]
    assert listed(filters=german) == ["de_DE"]
    backwards = {"attribute": "BotLocaleName", "order": "Descending"}
    assert listed(sortBy=backwards) == ["es_US", "de_DE", EN]


def test_only_draft_can_be_changed(lex: Lex) -> None:
    built = lex.built()
    version = lex.version(built.bot)
    fixed = {**built.at, "botVersion": version}

    assert lex.api.describe_bot_locale(**fixed)["botLocaleStatus"] == "Built"
    for call, parameters in (
        (lex.api.update_bot_locale, {"nluIntentConfidenceThreshold": 0.4}),
        (lex.api.create_intent, {"intentName": "Late"}),
        (lex.api.delete_bot_locale, {}),
    ):
        # The shapes of these operations take DRAFT only.
        assert "^DRAFT$" in refused("ValidationException", call, **fixed, **parameters)


def test_a_locale_remembers_what_happened_to_it(lex: Lex) -> None:
    built = lex.built()
    events = lex.describe(built)["botLocaleHistoryEvents"]
    assert [event["event"] for event in events] == ["Created", "Built"]
