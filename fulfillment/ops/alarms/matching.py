"""Which environment and which service an alarm is about, and what people call it: pure."""

import re
from collections.abc import Iterable, Sequence

from fulfillment.ops.naming import holds, named, words_of
from fulfillment.ops.state import Alarm

_WORD = re.compile(r"[A-Za-z0-9]+")
_NAME = re.compile(r"[\w.-]+")
"""Of an alarm in the rule of another one: ALARM("orders-5xx") OR ALARM(orders-latency)."""


def belongs_to_cluster(alarm: Alarm, cluster: str, others: Sequence[str]) -> bool:
    """Whether an alarm is about `cluster`: by its dimension, else unless it names another one."""
    if "ClusterName" in alarm.dimensions:
        return alarm.dimensions["ClusterName"] == cluster
    words = words_of(alarm.name)
    return holds(words, words_of(cluster)) or not any(holds(words, words_of(o)) for o in others)


def service_of(alarm: Alarm, services: Iterable[str]) -> str:
    """The service that an alarm is about, of `services`; "" where that cannot be told."""
    known = tuple(services)
    if "ServiceName" in alarm.dimensions:
        return next((one for one in known if one == alarm.dimensions["ServiceName"]), "")
    return named(alarm.name, known) or named(alarm.rule, known)


def texts_of(alarm: Alarm) -> tuple[str, ...]:
    """What is told of an alarm that may name services."""
    own = alarm.dimensions.get("ServiceName", alarm.name)
    return (own, *_NAME.findall(alarm.rule))


def belongs_to_service(alarm: Alarm, service: str) -> bool:
    """By its dimension, else by the words of its name ("orders-production-5xx") or of its rule."""
    if "ServiceName" in alarm.dimensions:
        return alarm.dimensions["ServiceName"] == service
    return holds(words_of(f"{alarm.name} {alarm.rule}"), words_of(service))


def also_called(
    names: Iterable[str], places: Iterable[str], *, is_one_place: bool
) -> dict[str, tuple[str, ...]]:
    """Name -> the same without the word for its environment: "orders latency".

    `places`: names and clusters of the environments. What several alarms are called that way is a
    name of its own until it is known in which environment; in one it means none of them.
    """
    dropped = frozenset(word for place in places for word in words_of(place))
    meant: dict[str, list[str]] = {}
    # An alarm that names no environment may come once for each.
    for name in dict.fromkeys(names):
        words = [word for word in _WORD.findall(name) if word.casefold() not in dropped]
        meant.setdefault(" ".join(words).casefold(), []).append(name)
    found: dict[str, tuple[str, ...]] = {}
    for said, mine in meant.items():
        found |= dict.fromkeys(mine, (said,) if said and len(mine) == 1 else ())
        if len(mine) > 1 and said and not is_one_place:
            # Typed as one word, too: a command takes a word for each slot.
            found.setdefault(said, (said.replace(" ", "-"),) if " " in said else ())
    return found
