"""What a Lambda function gave back, as bytes, to the JSON that it means."""

import json
from collections.abc import Mapping
from typing import Final

from bot.errors import CodeHookError
from bot.lex.code_hook import MAX_ANSWER_BYTES

TIMEOUT_SECONDS: Final = 30
"""How long Lex waits for a function (quotas)."""


def payload_of(event: Mapping[str, object]) -> bytes:
    """A code hook event as it travels."""
    return json.dumps(event, ensure_ascii=False).encode()


def answered(body: bytes, where: str) -> object:
    """The JSON that the function `where` returned. Raises CodeHookError: no JSON, or too large."""
    if len(body) > MAX_ANSWER_BYTES:
        raise CodeHookError(
            "malformed",
            f"Lambda response exceeds maximum size: more than {MAX_ANSWER_BYTES} bytes",
        )
    try:
        document: object = json.loads(body)
    except (ValueError, RecursionError):
        raise CodeHookError(
            "malformed", f"Invalid Lambda Response: {where} did not return JSON"
        ) from None
    return document


def raised(function_error: str, body: bytes, where: str) -> CodeHookError:
    """The function raised, or ran into its own limit of time; `body` is Lambda's error document.

    Only the type is told: a message can hold what a person said.
    """
    return CodeHookError(
        "timeout" if b"Task timed out" in body else "raised",
        f"Invalid Lambda Response: Received error response from Lambda: {function_error} "
        f"({_error_type(body)}); see the log of {where}",
    )


def timed_out(where: str, seconds: float = TIMEOUT_SECONDS) -> CodeHookError:
    return CodeHookError("timeout", f"{where} gave no answer within {seconds:g} seconds")


def _error_type(body: bytes) -> str:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return "no details"
    name = document.get("errorType") if isinstance(document, dict) else None
    return str(name)[:100] if name else "no error type"
