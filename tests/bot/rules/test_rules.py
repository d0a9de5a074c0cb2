"""Each rule finds what it is for, and the product breaks none."""

from dataclasses import replace

import pytest

from bot.model import Access, Bot, Intent, IntentWords, Slot, SlotType, SlotValue
from bot.rules import RULES, check_all
from tests.bot.definition import product_bot

BOT = product_bot()


def with_intent(intent: Intent) -> Bot:
    return replace(BOT, intents=(*BOT.intents, intent))


def intent(name: str = "PayBill", **changes: object) -> Intent:
    words = {"en_US": IntentWords(("pay my bill",))}
    made = Intent(name, "Pay.", "read", Access("viewer"), words=words)
    return replace(made, **changes)  # type: ignore[arg-type]


def found(bot: Bot) -> list[str]:
    return [str(problem) for problem in check_all(bot)]


def test_the_product_breaks_no_rule() -> None:
    assert found(BOT) == []
    assert found(with_intent(intent())) == []


def test_every_rule_says_what_why_and_where_it_is_written() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES) >= 5
    for rule in RULES:
        assert rule.why.endswith(".")
        assert rule.source


@pytest.mark.parametrize("name", ["Pay Bill", "pay__bill", "_pay", "päy", "", "a" * 101])
def test_a_name_that_lex_refuses(name: str) -> None:
    assert any(
        "is no name that Lex accepts" in problem for problem in found(with_intent(intent(name)))
    )


def test_the_name_of_a_slot_that_lex_refuses() -> None:
    bad = intent(slots=(Slot("my slot", "Service"),))
    assert found(with_intent(bad))[0].startswith("PayBill.my slot: 'my slot' is no name that Lex")


def test_a_name_that_is_there_twice() -> None:
    twice = SlotType("Service", "Again.", "expand", values=(SlotValue("x"),))
    bot = replace(BOT, slot_types=(*BOT.slot_types, twice))
    assert found(bot) == ["Service: there are 2 of the slot type 'Service'. Rename all but one."]


def test_an_utterance_that_is_too_long() -> None:
    # 250 characters outside the basic plane are 500 UTF-16 units: 501 with one more.
    fits = "\N{ROCKET}" * 250
    words = {"en_US": IntentWords((f"[{fits}] {fits}", fits))}
    problems = found(with_intent(intent(words=words)))
    assert len(problems) == 1
    assert "an utterance of 1001 characters" in problems[0]


def test_more_templates_than_utterances() -> None:
    words = {"en_US": IntentWords(tuple(f"pay bill {n}" for n in range(1501)))}
    assert "1501 templates, and Lex takes 1500" in found(with_intent(intent(words=words)))[0]


def test_a_required_slot_without_prompt() -> None:
    bad = intent(slots=(Slot("service", "Service", required=True),))
    assert found(with_intent(bad))[0].startswith("PayBill.service: the required slot has no prompt")


def test_an_utterance_of_two_intents() -> None:
    bad = intent(words={"en_US": IntentWords(("Restart [the] {service}!",))},
                 slots=(Slot("service", "Service"),))  # fmt: skip
    problems = found(with_intent(bad))
    assert any("also an utterance of PayBill" in problem for problem in problems)


def test_no_fallback_intent_and_two_of_them() -> None:
    without = tuple(i for i in BOT.intents if i.builtin != "AMAZON.FallbackIntent")
    assert "there is no fallback intent" in found(replace(BOT, intents=without))[0]
    second = intent("Other", builtin="AMAZON.FallbackIntent", words={})
    assert "there are 2 fallback intents: Fallback, Other" in found(with_intent(second))[0]
