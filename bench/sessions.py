"""What ten thousand sessions take: `python -m bench.sessions [sessions]`.

Each is left in the middle of a dialog of the real definition, with some session attributes. Prints
memory of this process before and after, and the median of a turn in the first and the last tenth.
"""

import json
import statistics
import sys
import time
from pathlib import Path

from bench.runtime import ALIAS_ID, BOT_ID, LOCALE, answer_at_once
from bot.definition import Definition
from bot.lex.compiling import compile_dialogs
from bot.load import load_bot
from bot.runtime.http import Request
from bot.runtime.operations import perform
from bot.runtime.recognizer import build_recognizer
from bot.runtime.registry import BotDeployment, Registry
from bot.runtime.sessions import SessionKey, Sessions
from deploy.build import example_values
from deploy.hearing import models
from deploy.local.processes import checkout

ATTRIBUTES = {f"attribute-{number}": "some value of a caller" for number in range(10)}


def main(count: int) -> None:
    bot = load_bot(checkout() / "intents", example_values(checkout()))
    lex = compile_dialogs(Definition(bot))
    hook = answer_at_once
    served = BotDeployment(
        BOT_ID, bot.name, ALIAS_ID, lex, build_recognizer(bot, models=models()), hook
    )
    registry, sessions = Registry([served]), Sessions(time.monotonic)
    state = {"sessionAttributes": ATTRIBUTES}
    body = json.dumps({"text": "restart orders", "sessionState": state}).encode()

    def turn(number: int) -> float:
        key = SessionKey(BOT_ID, ALIAS_ID, LOCALE, f"bench:{number}")
        began = time.perf_counter()
        perform(registry, sessions, Request("RecognizeText", key, "r", {}, body))
        return (time.perf_counter() - began) * 1000

    turn(0)
    before = resident_megabytes()
    times = [turn(number) for number in range(count)]
    after, tenth = resident_megabytes(), max(1, count // 10)
    print(f"sessions {count:,}, kept {len(sessions):,}")
    print(f"memory   {before:.0f} MB before, {after:.0f} MB after")
    print(f"a turn   {statistics.median(times[:tenth]):.2f} ms in the first tenth")
    print(f"         {statistics.median(times[-tenth:]):.2f} ms in the last tenth")


def resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
