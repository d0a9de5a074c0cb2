"""The backends that handlers ask, by the name of their parameter.

`answer(turn, fleet, logs, *, service)` gets the backends `fleet` and `logs`. A backend `<name>` is
a package `fulfillment/ops/<name>/` (or a module) with `connect(reach) -> <its port>`; there is no
list. Only the backends that a handler names are imported: cold start. Writers, which
`apply(stored, <name>)` gets, are `fulfillment/act/writers/<name>` in the same way.
"""

import importlib
from collections.abc import Callable
from typing import Any, Protocol

from fulfillment.errors import HandlerMissing
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.reach import Reach
from fulfillment.turn import Person

READING = "fulfillment.ops"
WRITING = "fulfillment.act.writers"


class Backends(Protocol):
    """What one person may ask, in the environments that are allowed."""

    @property
    def reach(self) -> Reach: ...

    @property
    def fleet(self) -> Fleet: ...

    def get(self, name: str) -> Any:
        """The backend of that name. Raises `HandlerMissing` where there is none."""


BackendsOf = Callable[[Person, tuple[str, ...]], Backends]
"""(person, environments that they may ask about) -> the backends as they see them."""


class Connected:
    """`Backends` over packages of `home`, each connected when first asked for."""

    def __init__(self, reach: Reach, home: str = READING, **given: object) -> None:
        """`given`: backends that are made already, by name."""
        self._reach = reach
        self._home = home
        self._made: dict[str, Any] = dict(given)

    @property
    def reach(self) -> Reach:
        return self._reach

    @property
    def fleet(self) -> Fleet:
        found: Fleet = self.get("fleet")
        return found

    def get(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = connector(name, self._home)(self._reach)
        return self._made[name]


def connector(name: str, home: str = READING) -> Callable[[Reach], Any]:
    """`connect` of the backend `name`. Raises `HandlerMissing`."""
    path = f"{home}.{name}"
    try:
        found = vars(importlib.import_module(path)).get("connect")
    except ModuleNotFoundError as error:
        if error.name != path:
            raise
        found = None
    if not callable(found):
        raise HandlerMissing(
            f"there is no backend {name!r}: add {path.replace('.', '/')}/__init__.py with "
            "connect(reach), or name the parameter as a backend that there is"
        )
    connect: Callable[[Reach], Any] = found
    return connect
