"""A function that fulfills, asked while the person hears that it is at work: streaming alone."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future

from bot.dialog.state import Message, Updates
from bot.errors import CodeHookError

Tell = Callable[[tuple[Message, ...]], None]


def with_updates(
    ask: Callable[[], object], updates: Updates, tell: Tell, second: float = 1.0
) -> object:
    """What `ask` gives, and `updates` told until then. Raises what `ask` raises, and CodeHookError
    (timeout) when they have gone on for as long as they may; the function then ends on its own.

    `second`: how long one of the definition's is on this machine's clock.
    """
    asked: Future[object] = Future()
    threading.Thread(target=_ask, args=(ask, asked), name="fulfillment", daemon=True).start()
    began = time.monotonic()
    for at, messages in _schedule(updates):
        left = at * second - (time.monotonic() - began)
        if _done(asked, max(left, 0)):
            return asked.result()
        if messages:
            tell(messages)
    raise CodeHookError(
        "timeout", f"the function gave no answer within {updates.timeout:g} seconds"
    )


def _ask(ask: Callable[[], object], asked: "Future[object]") -> None:
    try:
        asked.set_result(ask())
    except BaseException as error:  # noqa: BLE001 - it is raised where the answer is waited for
        asked.set_exception(error)


def _done(asked: "Future[object]", seconds: float) -> bool:
    try:
        asked.exception(seconds)
    except TimeoutError:
        return asked.done()
    return True


def _schedule(updates: Updates) -> Iterator[tuple[float, tuple[Message, ...]]]:
    """When what is told, in the definition's seconds; the end without words."""
    if updates.start and updates.after < updates.timeout:
        yield updates.after, updates.start
    at = updates.after + updates.every
    while updates.update and updates.every and at < updates.timeout:
        yield at, updates.update
        at += updates.every
    yield updates.timeout, ()
