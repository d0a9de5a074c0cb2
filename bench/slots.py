"""How long a slot value takes: `python -m bench.slots`.

Prints per built-in type the median of `resolve` on the texts of the tests' tables and of `find` in
a sentence of nine words, in microseconds; then a custom type with 10,000 values, the worst text of
1,024 characters, and what loading a language takes, in milliseconds.
"""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.slots import SlotContext, SlotTypeView, ValueView, built_in_view, find, resolve
from bot.slots.language import language_of

TABLES = Path(__file__).parent.parent / "tests" / "bot" / "slots" / "tables"
NOW = datetime(2020, 11, 25, 14, 7, tzinfo=UTC)
SENTENCE = "call Mary in Boston in 3 days at 5 pm"
WORST = ("1 h, 5 m " * 120)[:1024]
ROUNDS = 5


def main() -> None:
    for locale in ("en_US", "de_DE", "fr_FR"):
        print(f"load {locale}: {_once(lambda name=locale: language_of(name)) / 1000:.0f} ms")
    for name, texts in sorted(_texts().items()):
        print(_measured(name, texts))
    _custom()


def _measured(name: str, texts: list[str]) -> str:
    """One line; each text is new to the caches."""
    view = built_in_view(name)
    resolving = [
        _once(lambda text=text: resolve(view, text, _context())) for text in texts * ROUNDS
    ]
    finding = [_once(lambda: find(view, SENTENCE, _context())) for _ in range(40)]
    worst = _once(lambda: find(view, WORST, _context()))
    return (
        f"{name:24} resolve {statistics.median(resolving):5.0f} us"
        f"   find {statistics.median(finding):5.0f} us   1,024 characters {worst / 1000:5.1f} ms"
    )


def _context() -> SlotContext:
    """A moment of its own for each call."""
    return SlotContext("en_US", NOW + timedelta(microseconds=time.perf_counter_ns() % 10**9))


def _custom() -> None:
    values = tuple(ValueView(f"value number {number} name") for number in range(10_000))
    large = SlotTypeView("Large", values=values)
    print(
        f"10,000 values, first use: {_once(lambda: resolve(large, 'x', _context())) / 1000:.0f} ms"
    )
    for said in ("value number 77 name", "value numbr seven name", "nothing like it at all"):
        times = [_once(lambda text=said: resolve(large, text, _context())) for _ in range(40)]
        print(f"10,000 values, {said!r}: {statistics.median(times):.0f} us")


def _texts() -> dict[str, list[str]]:
    tables: dict[str, Any] = yaml.safe_load((TABLES / "en_US.yaml").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = {}
    for section in tables.values():
        for name, rows in section.items():
            found.setdefault(name, []).extend(str(text) for text in rows)
    return found


def _once(call: Callable[[], object]) -> float:
    """Microseconds of processor time of one call: what else runs does not count."""
    began = time.thread_time_ns()
    call()
    return (time.thread_time_ns() - began) / 1e3


if __name__ == "__main__":
    main()
