"""What came back from a channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fulfillment.turn import Reply


@dataclass(frozen=True)
class Heard:
    """`text` is what a person would read or hear; `document` is what the platform was sent.

    `reply` is there where the channel hands on the whole Reply (terminal).
    """

    text: str
    document: Mapping[str, Any]
    reply: Reply | None = None
