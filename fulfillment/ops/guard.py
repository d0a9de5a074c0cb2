"""A client made for reading refuses to send anything else, whatever code asks for it.

The role says the same; this holds with every role, also with a person's own credentials.
"""

import re
from typing import Any

from fulfillment.errors import OpsError
from fulfillment.sentences import phrase

_READS = re.compile(r"(Describe|List|Get|BatchGet|Lookup|Search)[A-Z]\w*")


def make_read_only(client: Any) -> None:
    """Raise `OpsError` before any operation of `client` that is not a read is sent."""
    client.meta.events.register_first("before-call", _refuse_writes)


def _refuse_writes(model: Any, **_: object) -> None:
    if not _READS.fullmatch(model.name):
        what = phrase("call_operation", operation=model.name)
        raise OpsError("denied", what, phrase("only_reads"))
