"""The account's side of the simulated Lambda: instances per function, kept warm."""

import contextlib
import json
import logging
import os
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from deploy.local.account.lambda_worker import receive_frame, send_frame

_log = logging.getLogger(__name__)

MOST_INSTANCES = 8
MOST_RESPONSE_BYTES = 6_291_556


@dataclass(frozen=True)
class FunctionSpec:
    """What an invocation needs to know of a function. Equal specs share instances."""

    name: str
    arn: str
    handler: str
    environment: Mapping[str, str] = field(hash=False)
    timeout: int
    """Seconds."""
    memory: int = 128
    version: str = "$LATEST"
    revision: str = ""
    """Changes with every change of code or configuration: older instances are then not used."""


@dataclass(frozen=True)
class Invocation:
    payload: bytes
    error: str = ""
    """"" or "Unhandled", as the x-amz-function-error header says it."""


class Throttled(Exception):  # noqa: N818 - Lambda's word for it
    """Every instance stayed busy for as long as the function may run."""


@dataclass
class _Instance:
    pid: int
    channel: socket.socket


class LambdaPool:
    """Invokes functions. Safe to use from many threads at once."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._control_lock = threading.Lock()
        self._state = threading.Condition()
        self._idle: dict[FunctionSpec, list[_Instance]] = defaultdict(list)
        self._count: dict[str, int] = defaultdict(int)

    def invoke(self, function: FunctionSpec, payload: bytes, request_id: str) -> Invocation:
        """Run the function's handler with `payload` (JSON).

        Errors of the function are an `Invocation` with `error` set, as in AWS. Raises `Throttled`
        when no instance became free.
        """
        instance = self._take(function)
        try:
            answer = self._converse(instance, function, payload, request_id)
        except TimeoutError:
            self._discard(function, instance)
            return _timed_out(function, request_id)
        except (EOFError, OSError):
            self._discard(function, instance)
            return _exited(request_id)
        self._give_back(function, instance)
        return answer if len(answer.payload) <= MOST_RESPONSE_BYTES else _too_large()

    def stop(self) -> None:
        """Let every instance go; the host kills those that are still at work."""
        with self._state:
            for instances in self._idle.values():
                for instance in instances:
                    instance.channel.close()
            self._idle.clear()
        self._control.close()

    def _take(self, function: FunctionSpec) -> _Instance:
        deadline = time.monotonic() + function.timeout
        with self._state:
            self._retire_older(function)
            while not self._idle[function]:
                if self._count[function.arn] < MOST_INSTANCES:
                    self._count[function.arn] += 1
                    break
                if not self._state.wait(deadline - time.monotonic()):
                    raise Throttled(function.name)
            else:
                return self._idle[function].pop()
        try:
            return self._spawn(function)
        except BaseException:
            self._forget(function)
            raise

    def _retire_older(self, function: FunctionSpec) -> None:
        """Idle instances of an earlier code or configuration are of no use any more."""
        older = [spec for spec in self._idle if spec.arn == function.arn and spec != function]
        for spec in older:
            for instance in self._idle.pop(spec):
                self._count[spec.arn] -= 1
                instance.channel.close()

    def _give_back(self, function: FunctionSpec, instance: _Instance) -> None:
        with self._state:
            self._idle[function].append(instance)
            self._state.notify()

    def _discard(self, function: FunctionSpec, instance: _Instance) -> None:
        with contextlib.suppress(OSError), self._control_lock:
            self._control.send(json.dumps({"kill": instance.pid}).encode())
        instance.channel.close()
        self._forget(function)

    def _forget(self, function: FunctionSpec) -> None:
        with self._state:
            self._count[function.arn] -= 1
            self._state.notify()

    def _spawn(self, function: FunctionSpec) -> _Instance:
        ours, theirs = socket.socketpair()
        output, written = os.pipe()
        message = {"handler": function.handler, "environment": dict(function.environment)}
        try:
            with self._control_lock:
                request = json.dumps({"spawn": message}).encode()
                socket.send_fds(self._control, [request], [theirs.fileno(), written])
                answer = json.loads(self._control.recv(4096))
        except BaseException:
            os.close(output)
            ours.close()
            raise
        finally:
            theirs.close()
            os.close(written)
        threading.Thread(target=_log_output, args=(function.name, output), daemon=True).start()
        return _Instance(answer["pid"], ours)

    def _converse(
        self, instance: _Instance, function: FunctionSpec, payload: bytes, request_id: str
    ) -> Invocation:
        deadline = time.monotonic() + function.timeout
        meta = {
            "name": function.name,
            "arn": function.arn,
            "version": function.version,
            "memory": function.memory,
            "request_id": request_id,
            "deadline": deadline,
        }
        send_frame(instance.channel, json.dumps(meta).encode())
        send_frame(instance.channel, payload)
        instance.channel.settimeout(function.timeout)
        outcome = json.loads(receive_frame(instance.channel))
        return Invocation(receive_frame(instance.channel), "Unhandled" if outcome["error"] else "")


def _log_output(name: str, descriptor: int) -> None:
    """Everything an instance prints, line by line, with control characters made visible."""
    with open(descriptor, encoding="utf-8", errors="backslashreplace", newline="\n") as lines:
        for line in lines:
            text = "".join(
                one if one.isprintable() or one == "\t" else ascii(one)[1:-1]
                for one in line.rstrip("\n")
            )
            _log.info("[%s] %s", name, text)


def _timed_out(function: FunctionSpec, request_id: str) -> Invocation:
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    message = f"{stamp} {request_id} Task timed out after {function.timeout:.2f} seconds"
    _log.warning("[%s] %s", function.name, message)
    return _unhandled({"errorMessage": message, "errorType": "Sandbox.Timedout"})


def _exited(request_id: str) -> Invocation:
    message = f"RequestId: {request_id} Error: Runtime exited before it answered"
    return _unhandled({"errorMessage": message, "errorType": "Runtime.ExitError"})


def _too_large() -> Invocation:
    message = (
        "Response payload size exceeded maximum allowed payload size "
        f"({MOST_RESPONSE_BYTES} bytes)."
    )
    return _unhandled({"errorMessage": message, "errorType": "Function.ResponseSizeTooLarge"})


def _unhandled(error: Mapping[str, str]) -> Invocation:
    return Invocation(json.dumps(error).encode(), "Unhandled")
