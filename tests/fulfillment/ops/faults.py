"""Makes operations of AWS fail at the edge of this process, whatever asks them."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from fulfillment.ops import sessions

Fail = Callable[[str, Exception], None]
"""("elbv2.DescribeRules", error): from now on that operation raises it."""


def client_error(code: str, *, status: int = 400) -> ClientError:
    metadata: Any = {"HTTPStatusCode": status}
    message = "User: arn:aws:sts::123456789012:assumed-role/secret is not authorized"
    return ClientError(
        {"Error": {"Code": code, "Message": message}, "ResponseMetadata": metadata}, "Operation"
    )


THROTTLED = client_error("ThrottlingException")
SLOW = ReadTimeoutError(endpoint_url="http://made-up")
FAULTS = [pytest.param(THROTTLED, "because AWS asks me to slow down", id="throttled")]
"""An error, and what a person is told of why: one for all, for what is left beside it.

How each kind is told is in `test_fault_table`.
"""


def failing(patch: pytest.MonkeyPatch) -> Fail:
    """Errors by operation, for every client that is made from now on."""
    wanted: dict[str, Exception] = {}

    def arrange(client: Any) -> None:
        def refuse(model: Any, **_: object) -> None:
            error = wanted.get(f"{model.service_model.service_name}.{model.name}")
            if error is not None:
                raise error

        client.meta.events.register("before-call", refuse)

    patch.setattr(sessions, "make_read_only", arrange)
    return wanted.__setitem__
