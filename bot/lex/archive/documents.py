"""A file of an archive as JSON, as strict as the rest of us needs it: what is read can be written.

Python's `json` takes more than RFC 8259: NaN and Infinity, keys given twice (section 4: what a
reader makes of them is unpredictable), and halves of surrogate pairs, which no UTF-8 can hold.
"""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.errors import ArchiveError

MAX_DEPTH: Final = 200
"""Of objects and lists in each other. Real exports stay far below; decoding recurses."""
_CURE: Final = "Export the bot again, or mend the file"


class _NotStrictError(Exception):
    """What `json` would have let pass."""


def read_json(name: str, data: bytes) -> Mapping[str, Any]:
    """The object in a file. Raises ArchiveError with the place of the mistake."""
    try:
        document = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_number,
        )
        _check(document)
    except UnicodeDecodeError as error:
        raise ArchiveError(name, f"it is not UTF-8: {error.reason}", _CURE) from error
    except json.JSONDecodeError as error:
        message = f"it is not JSON: {error.msg} (column {error.colno})"
        raise ArchiveError(name, message, _CURE, line=error.lineno) from error
    except _NotStrictError as error:
        raise ArchiveError(name, str(error), _CURE) from error
    except (RecursionError, ValueError) as error:
        raise ArchiveError(name, "it is not JSON: too deep or too large", _CURE) from error
    if not isinstance(document, dict):
        raise ArchiveError(name, "it holds no JSON object", _CURE)
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, item in pairs:
        if key in found:
            raise _NotStrictError(f"an object has the key {key!a} twice")
        found[key] = item
    return found


def _constant(literal: str) -> float:
    raise _NotStrictError(f"it is not JSON: {literal} is no number")


def _number(literal: str) -> float:
    number = float(literal)
    if not math.isfinite(number):
        raise _NotStrictError(f"the number {literal[:40]} is too large")
    return number


def _check(document: Any) -> None:
    for place, depth, item in _walk(document):
        if depth > MAX_DEPTH:
            raise _NotStrictError(f"it is not JSON: too deep or too large (over {MAX_DEPTH} deep)")
        texts = item if isinstance(item, dict) else (item,)
        for text in texts:
            if isinstance(text, str) and not _is_unicode(text):
                message = f"{ascii(place)[1:-1]}: {text[:80]!a} holds half a surrogate pair"
                raise _NotStrictError(message)


def _walk(document: Any) -> Iterator[tuple[str, int, Any]]:
    """JSON pointer, depth and item, without recursion."""
    waiting = [("", 0, document)]
    while waiting:
        place, depth, item = waiting.pop()
        yield place, depth, item
        if isinstance(item, dict):
            waiting += [(f"{place}/{key}", depth + 1, one) for key, one in item.items()]
        elif isinstance(item, list):
            waiting += [(f"{place}/{at}", depth + 1, one) for at, one in enumerate(item)]


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
