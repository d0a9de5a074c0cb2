"""What learning to hear costs, and hearing: `python -m bench.hearing [words|sentences|none]`.

Seconds of each language of our own definition from nothing, by parts, in processor time, which
other jobs change less than the clock; milliseconds by the clock of hearing one of 154 English
paraphrases, the best of seven tries each: a sentence's embedding works on two threads.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from bot.load import load_bot
from bot.nlu import train
from bot.nlu.embeddings import LEVELS, installed
from bot.runtime.recognizer import Recognizer, build_recognizer
from bot.runtime.recognizer.language import Language
from bot.runtime.recognizer.learning import training_set
from bot.runtime.recognizer.models import SETTINGS, TrainedModels
from bot.runtime.recognizer.understanding import Understanding
from bot.testing.nlu import load_cases
from deploy.build import example_values
from deploy.local.processes import checkout

TRIES = 7
EVERY = 6
"""One of so many paraphrases is heard."""
Result = TypeVar("Result")


def main(name: str) -> None:
    level = next(level for level in LEVELS if level == name)
    embedder = installed(level)
    if embedder is None:
        sys.exit(f"the embedding {level!r} is not installed: see pyproject.toml")
    embedder.embed(["loaded once"])
    bot = load_bot(checkout() / "intents", example_values(checkout()))
    print(f"{'locale':8} {'templates':>9} {'examples':>9} {'training':>9} {'likeness':>9}   (s)")
    for locale in bot.locales:
        language, first = timed(lambda of=locale: Language(bot, of, lambda: datetime.now(UTC)))
        examples, second = timed(lambda of=language: training_set(bot, of))
        model, third = timed(lambda of=examples: train(of, SETTINGS, embedder))
        _, fourth = timed(lambda of=language, to=model: Understanding(of, to))
        print(f"{locale.id:8} {first:9.2f} {second:9.2f} {third:9.2f} {fourth:9.2f}")
    recognizer = build_recognizer(bot, models=TrainedModels(None, level))
    folder = checkout() / "tests" / "nlu" / "paraphrases"
    said = [case.say for case in load_cases(folder)][::EVERY]
    took = sorted(best(recognizer, said, bot.locales[0].id))
    tail = took[int(len(took) * 0.95)]
    print(f"hearing {len(took)}: median {statistics.median(took):.2f} ms, 95th {tail:.2f} ms")


def timed(
    work: Callable[[], Result], clock: Callable[[], float] = time.process_time
) -> tuple[Result, float]:
    """What came of it, and seconds of `clock`."""
    began = clock()
    return work(), clock() - began


def best(recognizer: Recognizer, said: Sequence[str], locale: str) -> Iterator[float]:
    """Milliseconds for each text. In rounds: of a text that was heard last much is remembered."""
    hear = partial(recognizer.recognize, locale=locale)
    rounds = [
        [timed(partial(hear, text), time.perf_counter)[1] for text in said] for _ in range(TRIES)
    ]
    return (1000 * min(tries) for tries in zip(*rounds, strict=True))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "words")
