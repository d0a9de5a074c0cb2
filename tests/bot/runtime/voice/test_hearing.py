"""Guesses of a recogniser, held against a small bot."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest

from bot.errors import LexApiError
from bot.model import Access, Bot, Intent, IntentWords, Locale, Slot, SlotType, SlotValue
from bot.runtime.recognizer import NO_HINTS, Eliciting, Hints, build_recognizer
from bot.runtime.voice import Sound, packaged
from bot.runtime.voice.hearing import GrammarHearing, Kept
from bot.runtime.voice.model import Vocabulary

SOUND: Sound = np.ones(160, np.int16)
_ANYONE = Access("anyone")
_SLOTS = (Slot("service", "Service", required=True), Slot("count", "AMAZON.Number"))


def _intent(name: str, effect: Any, *utterances: str) -> Intent:
    words = {"en_US": IntentWords(utterances)}
    return Intent(name, name, effect, _ANYONE, slots=_SLOTS, words=words)


BOT = Bot(
    name="Small",
    summary="Small.",
    session_ttl_seconds=300,
    confidence_threshold=0.4,
    intents=(
        Intent("Fallback", "F", "read", _ANYONE, builtin="AMAZON.FallbackIntent"),
        _intent(
            "Restart", "change", "(restart|bounce) {service}", "restart {count} [of] {service}"
        ),
        _intent("Status", "read", "what is the status of {service}", "is {service} zzz"),
    ),
    slot_types=(
        SlotType("Service", "S", "expand", values=(SlotValue("checkout-api", ("shop",)),)),
    ),
    locales=(
        Locale(
            "en_US", confirm=("yes", "go", "go on"), deny=("no",), fillers=("please", "hey there")
        ),
    ),
)
WORDS = """restart bounce of what is the status checkout api shop yes no please hey there orders
what's oh zero one two three four five six seven eight nine twenty"""


@dataclass
class Scripted:
    """A decoder that guesses what it is told to, in words; values as `Type:words`."""

    says: list[str] = field(default_factory=list)
    made: list[Vocabulary] = field(default_factory=list)

    def __call__(self, vocabulary: Vocabulary) -> "Scripted":
        self.made.append(vocabulary)
        return self

    def guesses(self, sound: Sound) -> Sequence[tuple[str, ...]]:
        assert len(sound)
        return [tuple(self._names(text)) for text in self.says]

    def _names(self, text: str) -> list[str]:
        words = self.made[-1]
        by_text = {
            f"{words.symbols[name][1:-1]}:{written.replace(' ', '_')}": name
            for name, written in words.written.items()
        }
        return [by_text.get(word, word) for word in text.split()]


@dataclass
class Small:
    decoder: Scripted
    hearing: GrammarHearing

    def hear(
        self, *guesses: str, eliciting: Eliciting | None = None, hints: Hints = NO_HINTS
    ) -> str:
        self.decoder.says = list(guesses)
        return self.hearing.hear(SOUND, "en_US", eliciting, hints)


@pytest.fixture
def small() -> Small:
    decoder = Scripted()
    dictionary = dict.fromkeys(WORDS.split(), ("AH",))
    dictionary |= {"go": ("G OW",), "on": ("AA N",)}
    recognizer = build_recognizer(BOT)
    return Small(decoder, GrammarHearing(BOT, recognizer, lambda: dictionary, decoder, kept=Kept()))


def test_the_first_guess_that_is_a_sentence_of_the_bot_is_heard(small: Small) -> None:
    heard = small.hear("restart of of", "restart Service:checkout-api", "bounce Service:shop")
    assert heard == "restart checkout-api"


def test_a_guess_without_fillers_goes_before_one_with_them(small: Small) -> None:
    with_filler = "filler:please bounce Service:shop"
    assert small.hear(with_filler, "restart Service:shop") == "restart shop"
    assert small.hear(with_filler) == "please bounce shop"


def test_numbers_and_short_forms_are_in_the_bots_sentences(small: Small) -> None:
    assert small.hear("restart AMAZON.Number:twenty_two of Service:shop") == (
        "restart twenty two of shop"
    )
    assert small.hear("what's the status of Service:shop") == "what's the status of shop"


def test_an_answer_is_heard_where_it_was_asked_for(small: Small) -> None:
    guesses = ("restart Service:shop", "Service:shop", "yes")
    asked = Eliciting("Restart", "service")
    assert small.hear(*guesses, eliciting=asked) == "shop"
    assert small.hear(*guesses, eliciting=Eliciting("Restart")) == "yes"
    assert small.hear(*guesses) == "restart shop"
    assert small.hear("Service:shop") == ""


def test_a_short_yes_is_not_heard_into_a_cough(small: Small) -> None:
    asked = Eliciting("Restart")
    assert small.hear("go", eliciting=asked) == ""
    assert small.hear("go", "go on", eliciting=asked) == "go on"
    assert small.hear("go", "no", eliciting=asked) == "no"


def test_hints_are_values_too_and_their_decoder_is_kept(small: Small) -> None:
    hints = {"Status": {"service": ("orders",), "unknown": ("x",)}, "Unknown": {"a": ("b",)}}
    said = "restart Service:orders"
    assert small.hear(said, hints=hints) == "restart orders"
    assert small.hear(said, hints=hints) == "restart orders"
    assert len(small.decoder.made) == 1
    assert small.hear(said) == ""
    assert len(small.decoder.made) == 2


def test_words_that_nobody_can_pronounce_are_told_and_left_out(small: Small) -> None:
    small.hear("yes")
    (made,) = small.decoder.made
    assert "zzz" in made.sentences.unspoken
    assert not {"restart", "aren't"} & set(made.sentences.unspoken)


def test_another_wording_is_heard_as_a_question_and_never_as_a_change(small: Small) -> None:
    assert small.hear("what the status of Service:shop is") == "what the status of shop is"
    assert small.hear("Service:shop restart the") == ""
    assert small.hear("of of the") == ""


def test_another_bot_object_with_the_same_content_finds_it_made() -> None:
    decoder, kept = Scripted(), Kept()
    for bot in (BOT, replace(BOT), replace(BOT, summary="Another.")):
        hearing = GrammarHearing(bot, None, lambda: {"yes": ("AH",)}, decoder, kept)
        hearing.hear(SOUND, "en_US", None, NO_HINTS)
    assert len(decoder.made) == 2


def test_a_bot_that_says_nothing_hears_yes_and_no() -> None:
    bot = replace(BOT, intents=BOT.intents[:1], locales=(Locale("en_US"),))
    decoder = Scripted(["yes"])
    hearing = GrammarHearing(bot, None, lambda: {"yes": ("AH",), "no": ("AH",)}, decoder, Kept())
    assert hearing.hear(SOUND, "en_US", None, NO_HINTS) == "yes"


def test_silence_asks_no_decoder(small: Small) -> None:
    assert small.hearing.hear(np.zeros(160, np.int16), "en_US", None, NO_HINTS) == ""
    assert small.hearing.hear(np.zeros(0, np.int16), "en_US", None, NO_HINTS) == ""
    assert small.decoder.made == []


def test_german_is_refused_with_what_is_possible(small: Small) -> None:
    with pytest.raises(LexApiError, match="knows English only, not de_DE: send and ask for text"):
        small.hearing.check("de_DE")


def test_the_language_model_has_a_chance_for_each_word(small: Small) -> None:
    small.hear("yes")
    arpa = small.decoder.made[0].sentences.arpa
    singles = arpa.partition("\\1-grams:\n")[2].partition("\n\n")[0].splitlines()
    chances = {line.split()[1]: 10 ** float(line.split()[0]) for line in singles}
    assert {"restart", "bounce", "yes", "what's", "</s>"} <= chances.keys()
    assert "zzz" not in chances
    assert sum(chances.values()) == pytest.approx(1, abs=0.01)


def test_without_the_extra_there_is_nothing_that_hears(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaged, "find_spec", lambda _: None)
    packaged.packaged_voice.cache_clear()
    try:
        assert packaged.packaged_hearing(BOT, build_recognizer(BOT)) is None
        assert packaged.packaged_voice() is None
    finally:
        packaged.packaged_voice.cache_clear()
