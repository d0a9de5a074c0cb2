"""Values that threads share: made once, kept while they are asked for, asked for again in time."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.runtime.loading import Fresh, Loaded
from tests.bot.runtime.world import Clock


def test_a_value_is_made_once() -> None:
    made: list[str] = []
    loaded: Loaded[str, str] = Loaded(4)

    def make() -> str:
        made.append("a")
        return "value"

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: loaded.get("a", make), range(50)))
    assert (found, made) == ({"value"}, ["a"])


def test_who_asks_for_what_is_there_does_not_wait_for_what_is_being_made() -> None:
    loaded: Loaded[str, str] = Loaded(4)
    loaded.get("there", lambda: "value")
    entered, opened = threading.Event(), threading.Event()

    def slowly() -> str:
        entered.set()
        assert opened.wait(10)
        return "late"

    with ThreadPoolExecutor(2) as pool:
        late = pool.submit(loaded.get, "slow", slowly)
        assert entered.wait(10)
        assert loaded.get("there", lambda: pytest.fail("made again")) == "value"
        assert loaded.get("other", lambda: "quick") == "quick"
        opened.set()
        assert late.result(10) == "late"


def test_a_maker_that_fails_leaves_nothing_behind() -> None:
    loaded: Loaded[str, str] = Loaded(4)

    def fail() -> str:
        raise LookupError("not today")

    for _ in range(2):
        with pytest.raises(LookupError):
            loaded.get("a", fail)
    assert loaded.peek("a") is None
    assert loaded.get("a", lambda: "value") == "value"


def test_those_asked_for_last_are_kept() -> None:
    loaded: Loaded[str, str] = Loaded(2)
    for key in ("a", "b", "a", "c"):
        loaded.get(key, lambda key=key: key)  # type: ignore[misc]

    assert [loaded.peek(key) for key in ("a", "b", "c")] == ["a", None, "c"]


def test_a_value_is_fresh_for_its_time() -> None:
    clock = Clock()
    fresh: Fresh[str, int] = Fresh(5, clock, capacity=2)
    numbers = iter(range(10))

    def ask(key: str) -> int:
        return fresh.get(key, lambda: next(numbers))

    assert [ask("a"), ask("a")] == [0, 0]
    clock.seconds += 4.9
    assert ask("a") == 0
    clock.seconds += 0.1
    assert ask("a") == 1
    assert [ask("b"), ask("c"), ask("a")] == [2, 3, 4]  # only two are remembered
