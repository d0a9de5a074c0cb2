"""A Python handler of this machine, called in this process as Lambda's Python runtime calls it."""

import importlib
import json
import sys
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from bot.errors import BotError, CodeHookError
from bot.runtime.functions.answers import TIMEOUT_SECONDS, answered, payload_of, raised, timed_out

Handler = Callable[[Any, Any], object]
_REGION, _ACCOUNT = "us-east-1", "123456789012"


class HandlerMissingError(BotError):
    """There is no such module, or it has no such function; the message says what was looked for."""


@dataclass(frozen=True)
class LocalContext:
    """Lambda's context object, as far as one machine has it."""

    function_name: str
    deadline: float
    """On the monotonic clock."""
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    function_version: str = "$LATEST"
    memory_limit_in_mb: str = "128"
    log_stream_name: str = "local"
    identity: None = None
    client_context: None = None

    @property
    def invoked_function_arn(self) -> str:
        return f"arn:aws:lambda:{_REGION}:{_ACCOUNT}:function:{self.function_name}"

    @property
    def log_group_name(self) -> str:
        return f"/aws/lambda/{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self.deadline - time.monotonic()) * 1000))


class LocalFunction:
    """A `CodeHook`: the function that `module:function` names, found from `folder`.

    A file of the handler that has changed since the last call is read again. Event and answer pass
    through JSON, so that what would not travel fails here too. A handler that takes too long is
    left to itself: Python cannot stop it. What it raises goes to standard error, where Lambda has
    its log. Raises HandlerMissingError.
    """

    def __init__(self, name: str, folder: Path, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._source = Source(name, folder)
        self._name = name
        self._seconds = timeout_seconds
        self._source.check()

    def __call__(self, event: Mapping[str, object]) -> object:
        """The handler's answer. Raises CodeHookError."""
        done: Future[bytes] = Future()
        payload = payload_of(event)
        context = LocalContext(
            self._name.replace(":", "-").replace(".", "-"), time.monotonic() + self._seconds
        )
        threading.Thread(
            target=self._run, args=(payload, context, done), name=self._name, daemon=True
        ).start()
        try:
            body = done.result(self._seconds)
        except TimeoutError:
            raise timed_out(self._name, self._seconds) from None
        return answered(body, self._name)

    def _run(self, payload: bytes, context: LocalContext, done: "Future[bytes]") -> None:
        try:
            answer = self._source.handler()(json.loads(payload), context)
            done.set_result(self._packed(answer))
        except CodeHookError as error:
            done.set_exception(error)
        except BaseException as error:  # noqa: BLE001 - sys.exit of a handler is its failure too
            traceback.print_exc()
            done.set_exception(_raised(type(error).__name__, self._name))

    def _packed(self, answer: object) -> bytes:
        try:
            return json.dumps(answer, allow_nan=False).encode()
        except (TypeError, ValueError) as error:
            traceback.print_exc()
            raise _raised("Runtime.MarshalError", self._name) from error


def _raised(kind: str, name: str) -> CodeHookError:
    return raised("Unhandled", json.dumps({"errorType": kind}).encode(), name)


class Source:
    """The code of a handler, read again when one of its files changes. Thread-safe."""

    def __init__(self, name: str, folder: Path) -> None:
        self._module, separator, self._function = name.partition(":")
        if not (self._module and separator and self._function):
            raise HandlerMissingError(
                f"--lambda {name!r} names no function: write module:function, as in "
                "my_bot.handler:lambda_handler, or none"
            )
        self._folder = folder.resolve()
        self._lock = threading.Lock()
        self._stamps: Mapping[str, tuple[Path, int]] = {}
        self._loaded: Handler | None = None

    def handler(self) -> Handler:
        """Raises HandlerMissingError, and whatever the module raises."""
        with self._lock:
            if self._loaded is None or self._has_changed():
                self._loaded = None  # what cannot be read now is tried again at the next call
                self._loaded = self._read()
            return self._loaded

    def check(self) -> None:
        """Raises HandlerMissingError, for whatever reason there is no handler."""
        try:
            self.handler()
        except (HandlerMissingError, KeyboardInterrupt):
            raise
        except BaseException as error:
            raise HandlerMissingError(
                f"--lambda: {self._module} cannot be imported: {_described(error)}"
            ) from error

    def _has_changed(self) -> bool:
        return any(_stamp(path) != stamp for path, stamp in self._stamps.values())

    def _read(self) -> Handler:
        for name in self._stamps:
            sys.modules.pop(name, None)
        if str(self._folder) not in sys.path:
            sys.path.insert(0, str(self._folder))
        importlib.invalidate_caches()
        before = set(sys.modules)
        try:
            module = importlib.import_module(self._module)
        except ModuleNotFoundError as error:
            raise HandlerMissingError(
                f"--lambda: {error}; the module is looked for from {self._folder}"
            ) from error
        finally:
            self._stamps = _stamps(set(sys.modules) - before | {self._module}, self._folder)
        return _function(module, self._function)


def _described(error: BaseException) -> str:
    """What went wrong, and at which line."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({frames[-1].filename}, line {frames[-1].lineno})" if frames else ""
    # A SyntaxError tells its own line.
    shown = "" if isinstance(error, SyntaxError) else place
    return f"{type(error).__name__}: {error}{shown}"


def _function(module: ModuleType, name: str) -> Handler:
    found = getattr(module, name, None)
    if not callable(found):
        known = ", ".join(sorted(n for n in vars(module) if not n.startswith("_"))) or "nothing"
        raise HandlerMissingError(
            f"--lambda: {module.__name__} has no function {name!r}; it has {known[:300]}"
        )
    handler: Final[Handler] = found
    return handler


def _stamps(names: set[str], folder: Path) -> Mapping[str, tuple[Path, int]]:
    """The modules among `names` that are the handler's own: their files, and when they changed."""
    found = {}
    for name in names:
        file = getattr(sys.modules.get(name), "__file__", None)
        path = Path(file).resolve() if file else None
        if path and path.is_relative_to(folder) and "site-packages" not in path.parts:
            found[name] = (path, _stamp(path))
    return found


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
