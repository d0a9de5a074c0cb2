"""How speech is heard and spoken at the Lex endpoint: `python -m bench.voice [sentences]`.

Needs the extra `voice`. Prints what is made before the first sentence is heard, in seconds of
processor time; then sentences of the product's own templates, one an intent unless another number
is given, said by the packaged voice and heard again: how many word for word, how many as the same
intent with the same values as their text, and the milliseconds for each second of speech.
"""

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from bot.load import load_bot
from bot.model import Bot
from bot.runtime.recognizer import NO_HINTS, Recognizer, build_recognizer
from bot.runtime.voice.hearing import GrammarHearing
from bot.runtime.voice.model import sentences, vocabulary
from bot.runtime.voice.phrases import phrases_of
from bot.runtime.voice.piper_voice import PiperVoice
from bot.runtime.voice.ports import RATE
from bot.runtime.voice.pronouncing import Pronouncing
from bot.runtime.voice.sphinx import Sphinx, dictionary
from bot.templates import expand
from bot.words import plain
from deploy.build import example_values
from deploy.hearing import models
from deploy.local.processes import checkout

LOCALE = "en_US"
Result = TypeVar("Result")


def main(count: int) -> None:
    bot = load_bot(checkout() / "intents", example_values(checkout()))
    making(bot)
    recognizer = build_recognizer(bot, models=models())
    hearing, voice = GrammarHearing(bot, recognizer), PiperVoice()
    heard, understood, spent, spoken, speaking = 0, 0, 0.0, 0.0, 0.0
    texts = list(said(bot, count))
    for aloud, text in texts:
        sound, seconds = timed(partial(voice.speak, [aloud]))
        speaking += seconds
        transcript, seconds = timed(partial(hearing.hear, sound, LOCALE, None, NO_HINTS))
        spent, spoken = spent + seconds, spoken + len(sound) / RATE
        heard += plain(transcript) == plain(text)
        is_same = meaning(recognizer, transcript) == meaning(recognizer, text)
        understood += is_same
        if not is_same:
            print(f"{text:60} heard as {transcript!r}")
    print(f"{len(texts)} sentences: {heard} word for word, {understood} understood as their text")
    each = 1000 * spent / len(texts)
    print(f"heard: {1000 * spent / spoken:.0f} ms a second of speech, {each:.0f} ms each")
    print(f"spoken: {1000 * speaking / spoken:.0f} ms a second of speech")


def making(bot: Bot) -> None:
    locale = next(one for one in bot.locales if one.id == LOCALE)
    words, seconds = timed(dictionary)
    print(f"dictionary: {seconds:.2f} s")
    pronouncing = Pronouncing(words)
    found, seconds = timed(lambda: sentences(bot, locale, pronouncing))
    print(f"sentences: {seconds:.2f} s, {len(found.paths.nodes)} nodes, {len(found.sounds)} words")
    values, seconds = timed(lambda: vocabulary(bot, locale, found, pronouncing, {}))
    print(f"values: {seconds:.2f} s, {len(values.written)}")
    print(f"decoder: {timed(lambda: Sphinx(values))[1]:.2f} s")


def said(bot: Bot, count: int) -> Iterator[tuple[str, str]]:
    """`count` sentences of each intent, as spoken and as written: from the first templates, with
    the first values."""
    phrases = phrases_of(bot, LOCALE, {})
    for intent in bot.intents:
        words = intent.words.get(LOCALE)
        values = {slot.name: phrases[slot.type] for slot in intent.slots}
        texts = (expand(template, 1)[0] for template in (words.utterances if words else ()))
        for text in islice(texts, count):
            names = [name for name in values if f"{{{name}}}" in text]
            if all(values[name] for name in names):
                first = {name: values[name][0] for name in names}
                yield (
                    text.format_map({name: " ".join(one.words) for name, one in first.items()}),
                    text.format_map({name: one.written for name, one in first.items()}),
                )


def meaning(recognizer: Recognizer, text: str) -> Any:
    best = recognizer.recognize(text, locale=LOCALE).interpretations[0]
    return best.intent, {name: fill.interpreted for name, fill in best.slots.items()}


def timed(do: Callable[[], Result]) -> tuple[Result, float]:
    began = time.process_time()
    return do(), time.process_time() - began


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
