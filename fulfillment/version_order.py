"""Which of two versions is the newer one, where their names say so.

Semantic Versioning 2.0.0, section 11, and looser: any number of numeric parts ("2026.10.4"), a "v"
before them. A commit or "latest" has no order.
"""

import re
from dataclasses import dataclass
from itertools import zip_longest

_VERSION = re.compile(
    r"v?(?P<numbers>\d{1,9}(?:\.\d{1,9}){1,4})"
    r"(?:-(?P<before>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True)
class _Parsed:
    numbers: tuple[int, ...]
    before: tuple[str, ...]
    """Identifiers of a pre-release; () for a release."""


def compare(one: str, other: str) -> int | None:
    """Below 0 where `one` is older than `other`, 0 where they are equal, above 0 where it is newer;
    None where their names do not say."""
    if one == other:
        return 0
    first, second = _parsed(one), _parsed(other)
    if first is None or second is None:
        return None
    for mine, yours in zip_longest(first.numbers, second.numbers, fillvalue=0):
        if mine != yours:
            return mine - yours
    return _compare_before(first.before, second.before)


def is_ordered(version: str) -> bool:
    """Whether the name says where it stands among others."""
    return _parsed(version) is not None


def _parsed(version: str) -> _Parsed | None:
    found = _VERSION.fullmatch(version.strip())
    if found is None:
        return None
    before = found["before"].split(".") if found["before"] else ()
    return _Parsed(tuple(map(int, found["numbers"].split("."))), tuple(before))


def _compare_before(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """A release is newer than its pre-releases; those are compared part by part."""
    if not one or not other:
        return bool(other) - bool(one)
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            return _compare_identifier(mine, yours)
    return len(one) - len(other)


def _compare_identifier(one: str, other: str) -> int:
    """Numbers by value and before words, words by their letters."""
    if one.isdecimal() and other.isdecimal():
        return int(one) - int(other)
    if one.isdecimal() or other.isdecimal():
        return -1 if one.isdecimal() else 1
    return 1 if one > other else -1
