"""Differences as a reviewer would tell them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.definition import Definition
from bot.lex.comparing import compare, content_hash, report, same
from bot.lex.compiling import compile_lex
from bot.lex.definition import (
    ConversationFlow,
    LexBot,
    LexIntent,
    LexLocale,
    PromptSpecification,
    ResponseSpecification,
    SampleUtterance,
    SlotPriority,
)
from bot.model import Bot, Intent, IntentWords, Locale, Slot, SlotType, SlotValue
from tests.bot.definition import product_bot


def _english(bot: Bot) -> Bot:
    """The product in one language: the report of one change is one line then."""
    intents = tuple(
        replace(intent, words={"en_US": intent.words["en_US"]}) for intent in bot.intents
    )
    locales = tuple(locale for locale in bot.locales if locale.id == "en_US")
    return replace(bot, intents=intents, locales=locales)


BOT = _english(product_bot())
BEFORE = compile_lex(Definition(BOT))


def compiled(bot: Bot) -> LexBot:
    return compile_lex(Definition(bot))


def changed(name: str, change: Callable[[Intent], Intent]) -> LexBot:
    intents = tuple(change(one) if one.name == name else one for one in BOT.intents)
    return compiled(replace(BOT, intents=intents))


def with_words(intent: Intent, change: Callable[[IntentWords], IntentWords]) -> Intent:
    return replace(intent, words={"en_US": change(intent.words["en_US"])})


def told(after: LexBot, details: int = 0) -> str:
    return report(compare(BEFORE, after), details=details)


def test_the_same_bot_has_no_difference() -> None:
    assert told(compiled(BOT)) == ""
    assert same(BEFORE, compiled(BOT))


def test_a_new_bot() -> None:
    assert report(compare(None, BEFORE)) == "GroundControl: is new"


def test_a_slot_and_utterances_come_and_go() -> None:
    def change(intent: Intent) -> Intent:
        spoken = with_words(
            intent,
            lambda words: replace(words, utterances=("help me", "help me now", "save me")),
        )
        return replace(spoken, slots=(Slot("topic", "AMAZON.City"),))

    before = changed("Help", lambda intent: with_words(
        intent, lambda words: replace(words, utterances=("help me", "rescue me"))
    ))  # fmt: skip
    found = report(compare(before, changed("Help", change)), details=5)
    assert found.splitlines() == [
        "en_US",
        "  Help: slot topic added, 2 utterances added, 1 utterance removed",
        "      + help me now",
        "      + save me",
        "      - rescue me",
    ]


def test_an_intent_and_a_slot_type_come_and_go() -> None:
    fewer = replace(
        BOT,
        intents=tuple(one for one in BOT.intents if one.name != "Help"),
        slot_types=(*BOT.slot_types, SlotType("Size", "How big.", "restrict")),
    )
    assert told(compiled(fewer)).splitlines() == [
        "en_US",
        "  Help: intent removed",
        "  slot type Size: added",
    ]


def test_values_and_synonyms() -> None:
    types = tuple(
        replace(one, values=(SlotValue("staging", ("stage",)), SlotValue("test")))
        if one.name == "Environment"
        else one
        for one in BOT.slot_types
    )
    assert told(compiled(replace(BOT, slot_types=types))).splitlines() == [
        "en_US",
        "  slot type Environment: 1 value added, 1 value removed, 1 synonym of staging removed",
    ]


def test_prompts_and_settings() -> None:
    def change(intent: Intent) -> Intent:
        return with_words(
            intent,
            lambda words: replace(words, prompts={**words.prompts, "service": ("Which?",)}),
        )

    found = told(changed("RestartService", change), details=9)
    assert found.splitlines()[1] == "  RestartService: slot service: prompt changed"
    assert "-> 'Which?'" in found
    slower = replace(BOT, session_ttl_seconds=60)
    assert told(compiled(slower)) == "GroundControl: session time changed"


def test_a_locale_comes() -> None:
    german = Locale("de_DE", confirm=("ja",), deny=("nein",))
    more = replace(BOT, locales=(*BOT.locales, german))
    assert told(compiled(more)).splitlines() == ["de_DE", "  locale de_DE: added"]


def test_slots_that_are_asked_for_in_another_order() -> None:
    found = told(
        changed("RestartService", lambda intent: replace(intent, slots=intent.slots[::-1]))
    )
    assert "slots are asked for in another order" in found


SMALL = LexBot(name="Small", locales={"en_US": LexLocale(intents={"Book": LexIntent("Book")})})


def small(**members: object) -> LexBot:
    intent = replace(LexIntent("Book"), **members)  # type: ignore[arg-type]
    return replace(SMALL, locales={"en_US": LexLocale(intents={"Book": intent})})


@pytest.mark.parametrize(
    "other",
    [
        replace(SMALL, identifier="ABCDEFGHIJ", version="7"),
        small(identifier="ABCDEFGHIJ"),
        small(conversation_flow=ConversationFlow("Book")),
        small(slot_priorities=()),
    ],
)
def test_what_lex_adds_is_no_difference(other: LexBot) -> None:
    assert same(SMALL, other)
    assert content_hash(SMALL) != content_hash(other) or other == small(slot_priorities=())


def test_defaults_that_exports_write_are_no_difference() -> None:
    def bot(prompt: PromptSpecification) -> LexBot:
        setting = compiled(BOT).locales["en_US"].intents["RestartService"]
        confirmation = setting.intent_confirmation_setting
        assert confirmation is not None
        changed = replace(confirmation, prompt_specification=prompt)
        return small(intent_confirmation_setting=changed)

    bare = PromptSpecification(max_retries=1)
    written = replace(bare, allow_interrupt=True, message_selection_strategy="Random")
    assert same(bot(bare), bot(written))
    assert not same(bot(bare), bot(replace(bare, allow_interrupt=False)))
    assert not same(bot(bare), bot(replace(bare, max_retries=2)))


def test_priorities_count_by_their_order() -> None:
    first = small(slot_priorities=(SlotPriority(0, "a"), SlotPriority(7, "b")))
    second = small(slot_priorities=(SlotPriority(2, "b"), SlotPriority(1, "a")))
    third = small(slot_priorities=(SlotPriority(2, "a"), SlotPriority(1, "b")))
    assert same(first, second)
    assert not same(first, third)


def test_case_and_spaces_of_utterances_are_no_difference() -> None:
    first = small(
        sample_utterances=(SampleUtterance("Book  a room "), SampleUtterance("book a room"))
    )
    assert same(first, small(sample_utterances=(SampleUtterance("Book a room"),)))


def test_a_strangers_texts_stay_on_their_line() -> None:
    hostile = small(sample_utterances=(SampleUtterance("evil\n::error::\x1b[31m"),))
    [line] = [
        line for line in report(compare(SMALL, hostile), details=3).splitlines() if "+" in line
    ]
    assert line.strip() == "+ evil ::error::\N{REPLACEMENT CHARACTER}[31m"


def test_a_strangers_names_command_neither_a_terminal_nor_a_job() -> None:
    name = "\n::error::pwned\x1b[31m"
    hostile = replace(SMALL, locales={"en_US": LexLocale(intents={name: LexIntent(name)})})
    lines = report(compare(SMALL, hostile)).splitlines()
    assert any("pwned" in line for line in lines)
    assert not [line for line in lines if "\x1b" in line or line.strip().startswith("::")]


def test_an_empty_response_is_nothing() -> None:
    closing = compiled(BOT).locales["en_US"].intents["Help"].fulfillment_code_hook
    assert closing is not None
    after = closing.post_fulfillment_status_specification
    assert after is not None
    padded = replace(after, success_response=ResponseSpecification())
    with_padding = replace(closing, post_fulfillment_status_specification=padded)
    assert same(small(fulfillment_code_hook=closing), small(fulfillment_code_hook=with_padding))
