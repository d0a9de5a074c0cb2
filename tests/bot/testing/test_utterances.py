"""A definition's own utterances: folds that hold templates out, and the nearest to a sentence."""

from dataclasses import replace

from bot.model import Access, Bot, Intent, IntentWords, Locale, Slot, SlotType, SlotValue
from bot.runtime.recognizer import build_recognizer
from bot.testing.nlu import Case, Meaning, report_of
from bot.testing.utterances import Neighbours, cases_of, cross_validate, folds
from tests.bot.definition import product_bot

TEMPLATES = ("restart {service}", "bounce {service} (at|on) {when}", "restart")


def small() -> Bot:
    anyone = Access("anyone")
    slots = (Slot("service", "Service"), Slot("when", "AMAZON.Date"), Slot("any", "Nothing"))
    values = (SlotValue("orders", ("order desk",)), SlotValue("cards"))
    words = {"en_US": IntentWords((*TEMPLATES, "restart {any}"))}
    return Bot(
        name="Small",
        summary="For tests.",
        session_ttl_seconds=300,
        confidence_threshold=0.4,
        intents=(
            Intent("Restart", "", "read", anyone, slots, words=words),
            Intent("Once", "", "read", anyone, words={"en_US": IntentWords(("once",))}),
        ),
        slot_types=(SlotType("Service", "", "expand", values=values),),
        locales=(Locale("en_US"),),
    )


def test_a_template_s_slots_are_filled_with_one_value_after_the_other() -> None:
    bot = small()
    cases = cases_of(bot, bot.intents[0], "en_US", TEMPLATES[0] + " [now|please]")
    assert cases == tuple(
        Case(say, Meaning("Restart", {"service": means}), {"service": said})
        for say, means, said in (
            ("restart orders now", "orders", "orders"),
            ("restart cards please", "cards", "cards"),
            ("restart order desk", "orders", "order desk"),
        )
    )


def test_a_built_in_value_is_judged_by_its_words_alone() -> None:
    bot = small()
    case, _ = cases_of(bot, bot.intents[0], "en_US", TEMPLATES[1])
    assert case.say == "bounce orders at tomorrow"
    assert case.expected == Meaning("Restart", {"service": "orders"})
    assert case.spans == {"service": "orders", "when": "tomorrow"}
    assert case.unvalued == {"when"}


def test_a_slot_that_has_no_value_to_say_is_left_out() -> None:
    bot = small()
    assert cases_of(bot, bot.intents[0], "en_US", "restart {any}") == ()


def test_every_template_is_held_out_once_and_never_learnt_from_then() -> None:
    held: list[str] = []
    every = small().intents[0].words["en_US"].utterances
    for part, cases in folds(small(), "en_US", 2):
        restart, once = part.intents
        kept = restart.words["en_US"].utterances
        out = [template for template in every if template not in kept]
        assert len(kept) == len(out) == 2
        assert once.words["en_US"].utterances == ("once",)
        assert {case.expected.intent for case in cases} == {"Restart"}
        held += out
    assert sorted(held) == sorted(every)


def test_the_product_s_own_templates_are_told_apart_though_they_are_held_out() -> None:
    bot = replace(product_bot(), intents=product_bot().intents[:12])
    report = report_of(cross_validate(bot, "en_US", 3, build_recognizer))
    assert report.total.cases > 300
    # Well above one in twelve, though no template is known; no target to tune to.
    assert report.total.intent_accuracy > 0.5


def test_the_nearest_utterance_of_an_intent_is_found() -> None:
    neighbours = Neighbours(small(), "en_US")
    assert neighbours.nearest("Bounce it on friday", "Restart") == "bounce {service} on {when}"
    assert neighbours.nearest("bounce", "Nothing") == ""
