"""Pages of a list, by a token that is the place of the next one."""

from collections.abc import Sequence
from typing import Any


def page(
    items: Sequence[Any], token: object, size: object, default: int
) -> tuple[list[Any], str | None]:
    """The items from `token` on, and the token of the rest; None where nothing is left."""
    start = int(str(token)) if token else 0
    end = start + int(str(size) if size else default)
    return list(items[start:end]), str(end) if end < len(items) else None
