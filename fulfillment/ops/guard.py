"""A client made for reading refuses to send anything else, whatever code asks for it.

The role says the same; this holds with every role, also with a person's own credentials.
"""

import re
from typing import Any

from fulfillment.errors import OpsError
from fulfillment.sentences import phrase

_READS = re.compile(r"(Describe|List|Get|BatchGet|Lookup|Search)[A-Z]\w*")
_READS_BY_ANOTHER_NAME = frozenset(
    {
        # A search of log lines, and its end: nothing that is kept changes.
        ("logs", "StartQuery"),
        ("logs", "StopQuery"),
    }
)


def make_read_only(client: Any) -> None:
    """Raise `OpsError` before any operation of `client` that is not a read is sent."""
    client.meta.events.register_first("before-call", _refuse_writes)


def _refuse_writes(model: Any, **_: object) -> None:
    named = (model.service_model.service_name, model.name)
    if not _READS.fullmatch(model.name) and named not in _READS_BY_ANOTHER_NAME:
        what = phrase("call_operation", operation=model.name)
        raise OpsError("denied", what, phrase("only_reads"))
