"""Spans of time as a world file writes them."""

import re

_SPAN = re.compile(r"(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")
_UNITS = (7 * 86400, 86400, 3600, 60, 1)


def seconds(span: str | float) -> float:
    """ "2d4h" -> 187200.0. Units: w, d, h, m, s. Raises `ValueError`."""
    text = str(span)
    found = _SPAN.fullmatch(text)
    if not text or found is None:
        raise ValueError(f"{text!r} is no span of time: write it like 25m, 2d4h or 3w")
    return float(
        sum(int(part or 0) * unit for part, unit in zip(found.groups(), _UNITS, strict=True))
    )
