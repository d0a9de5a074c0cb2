"""How long a large definition takes to load, check and compile: `python -m bench.definition`.

Generates INTENTS intents of UTTERANCES plain utterances each (no choices, no optional parts) in a
temporary folder, and measures our own definition beside it. Seconds of wall clock, and of CPU in
parentheses; the checks read the files anew, as `ground check` does.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.alexa import Endpoint, compile_skill
from bot.checking import check_folder
from bot.errors import DefinitionError, Problem
from bot.lex.archive import write_archive
from bot.lex.compiling import compile_lex
from bot.load import LiveValues, load_definition
from bot.rules.subject import Surroundings
from deploy.build import example_values
from deploy.checking import no_collecting
from deploy.local.processes import checkout

INTENTS, UTTERANCES = 200, 200
SEED = 7
_CONSONANTS, _VOWELS = "bcdfghklmnprstvw", "aeiou"


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--intents", type=int, default=INTENTS)
    options.add_argument("--utterances", type=int, default=UTTERANCES)
    given = options.parse_args()
    print("ours")
    measure(checkout() / "intents", example_values(checkout()))
    print(f"ground check: {_command_seconds():.2f} s, the process as a whole")
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), given.intents, given.utterances)
        print(f"{given.intents} intents x {given.utterances} utterances")
        measure(Path(folder), {})


def measure(root: Path, live: LiveValues) -> None:
    definition = _timed("load", lambda: load_definition(root, live))
    problems = _timed("check", lambda: _check(root, live))
    lex = _timed("compile for Lex", lambda: write_archive(compile_lex(definition)))
    _timed("compile for Alexa", lambda: _skill(definition.bot))
    severities = [problem.severity for problem in problems]
    print(f"  {severities.count('error')} errors, {len(lex)} bytes of archive")


def _check(root: Path, live: LiveValues) -> tuple[Problem, ...]:
    with no_collecting():
        return check_folder(root, live, Surroundings()).problems


def generate(root: Path, intents: int, utterances: int) -> None:
    """Write a definition: every intent has words of its own, and words that all share."""
    draw = random.Random(SEED)  # noqa: S311 - a benchmark
    shared = [_word(draw) for _ in range(300)]
    _write(root / "bot.yaml", _BOT)
    _write(root / "en_US.yaml", _LOCALE)
    _write(
        root / "slot_types/thing.yaml", _THING + "".join(f"  thing {n}: []\n" for n in range(500))
    )
    _intent(root, "Fallback", "builtin: AMAZON.FallbackIntent\n", "utterances: []\n")
    for number in range(intents):
        name = f"Intent{number}"
        own = [_word(draw) for _ in range(12)]
        lines = [_utterance(draw, own, shared) for _ in range(utterances)]
        words = "utterances:\n" + "".join(f"  - {line}\n" for line in dict.fromkeys(lines))
        slots = "slots:\n  thing: {type: Thing, required: true}\n"
        help_ = lines[0].replace("{thing}", "thing 1")
        _intent(root, name, slots, f"{words}prompts: {{thing: [Which thing?]}}\nhelp: {help_}\n")


def _utterance(draw: random.Random, own: list[str], shared: list[str]) -> str:
    words = [*draw.sample(own, 2), *draw.sample(shared, draw.randint(2, 6))]
    draw.shuffle(words)
    if draw.random() < 0.5:
        words.insert(draw.randint(1, len(words)), "{thing}")
    return " ".join(words)


def _word(draw: random.Random) -> str:
    return "".join(draw.choice(_CONSONANTS) + draw.choice(_VOWELS) for _ in range(3))


def _intent(root: Path, name: str, contract: str, words: str) -> None:
    head = f"intent: {name}\nsummary: One of many.\neffect: read\naccess: {{default: viewer}}\n"
    _write(root / name.lower() / "intent.yaml", head + contract)
    _write(root / name.lower() / "en_US.yaml", words)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _timed(what: str, act: Callable[[], Any]) -> Any:
    began, busy = time.perf_counter(), time.process_time()
    made = act()
    passed, used = time.perf_counter() - began, time.process_time() - busy
    print(f"  {what}: {passed:.2f} s ({used:.2f})")
    return made


def _skill(bot: Any) -> object:
    try:
        return compile_skill(bot, Endpoint("https://example.com", "Trusted"))
    except DefinitionError:
        return None


def _command_seconds() -> float:
    began = time.perf_counter()
    command = [sys.executable, "-c", "from deploy.cli.entry import main; main()", "check"]
    subprocess.run(command, check=True, capture_output=True, cwd=checkout())  # noqa: S603 - ours
    return time.perf_counter() - began


_BOT = """name: Large
summary: A large bot.
locales: [en_US]
session_ttl_seconds: 300
confidence_threshold: 0.4
alexa: {category: UTILITIES}
"""
_LOCALE = """confirm: [yes]
deny: [no]
messages: {confirmation_prompt: Sure?, declined: OK., retries_exhausted: I give up.}
function_words: [the, a, of]
alexa:
  invocation_name: large bot
  name: Large
  summary: A large bot.
  description: A large bot.
  example_phrases: ["Alexa, open large bot"]
"""
_THING = "type: Thing\nsummary: A thing.\nresolution: expand\nvalues:\n"

if __name__ == "__main__":
    main()
