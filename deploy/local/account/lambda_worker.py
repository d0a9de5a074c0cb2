"""Inside a function instance: the loop that AWS's Python runtime runs.

Frames on the channel: four bytes of length, then the bytes. A request is two frames (what the
context holds, as JSON; the payload), and so is an answer ({"error": bool}; the payload).
"""

import importlib
import json
import logging
import socket
import struct
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Handler = Callable[[Any, "Context"], Any]


@dataclass(frozen=True)
class Context:
    """What a handler gets as its second argument, with the names that AWS gives it."""

    function_name: str
    function_version: str
    invoked_function_arn: str
    memory_limit_in_mb: str
    aws_request_id: str
    log_group_name: str
    log_stream_name: str
    deadline: float
    """On this machine's monotonic clock."""
    identity: None = None
    client_context: None = None

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self.deadline - time.monotonic()) * 1000))


def send_frame(channel: socket.socket, payload: bytes) -> None:
    channel.sendall(struct.pack("!I", len(payload)) + payload)


def receive_frame(channel: socket.socket) -> bytes:
    """The next frame. Raises `EOFError` when the other end is gone."""
    (length,) = struct.unpack("!I", _receive(channel, 4))
    return _receive(channel, length)


def _receive(channel: socket.socket, length: int) -> bytes:
    parts = []
    while length:
        part = channel.recv(min(length, 1 << 20))
        if not part:
            raise EOFError("the other end of the channel is gone")
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def serve(function: Mapping[str, Any], channel: socket.socket) -> None:
    """Answer requests until the channel ends."""
    logging.basicConfig(format="[%(levelname)s] %(name)s: %(message)s", stream=sys.stderr)
    loaded: dict[str, Handler] = {}
    while True:
        try:
            request = json.loads(receive_frame(channel))
            payload = receive_frame(channel)
        except (EOFError, OSError):
            return
        failed, answer = _answer(function, loaded, request, payload)
        send_frame(channel, json.dumps({"error": failed}).encode())
        send_frame(channel, answer)


def _answer(
    function: Mapping[str, Any],
    loaded: dict[str, Handler],
    request: Mapping[str, Any],
    payload: bytes,
) -> tuple[bool, bytes]:
    try:
        if "handler" not in loaded:
            loaded["handler"] = _load(function["handler"])
    except BaseException as error:  # noqa: BLE001 - a module may raise anything while imported
        traceback.print_exc()
        return True, _load_failure(function["handler"], error)
    try:
        result = loaded["handler"](json.loads(payload), _context(request))
        return False, _encode(result)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the function's answer
        traceback.print_exc()
        return True, _failure(error)


def _load(path: str) -> Handler:
    module, _, name = path.rpartition(".")
    handler: Handler = vars(importlib.import_module(module))[name]
    return handler


def _load_failure(path: str, error: BaseException) -> bytes:
    module, _, name = path.rpartition(".")
    if isinstance(error, KeyError):
        return _error("Runtime.HandlerNotFound", f"Handler '{name}' missing on module '{module}'")
    return _error("Runtime.ImportModuleError", f"Unable to import module '{module}': {error}")


def _encode(result: Any) -> bytes:
    try:
        return json.dumps(result).encode()
    except (TypeError, ValueError) as error:
        raise MarshalError(f"Unable to marshal response: {error}") from error


class MarshalError(Exception):
    """A handler returned what JSON cannot hold."""


def _failure(error: Exception) -> bytes:
    name = "Runtime.MarshalError" if isinstance(error, MarshalError) else type(error).__name__
    # The first frame is this file's: a person looks for theirs.
    frames = traceback.format_list(traceback.extract_tb(error.__traceback__)[1:])
    return _error(name, str(error), frames)


def _error(kind: str, message: str, frames: list[str] | None = None) -> bytes:
    answer = {"errorMessage": message, "errorType": kind, "stackTrace": frames or []}
    return json.dumps(answer).encode()


def _context(request: Mapping[str, Any]) -> Context:
    return Context(
        function_name=request["name"],
        function_version=request["version"],
        invoked_function_arn=request["arn"],
        memory_limit_in_mb=str(request["memory"]),
        aws_request_id=request["request_id"],
        log_group_name=f"/aws/lambda/{request['name']}",
        log_stream_name=f"[{request['version']}]{request['request_id']}",
        deadline=request["deadline"],
    )
