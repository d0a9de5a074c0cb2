"""The lines of a build's log that tell why it failed. Pure."""

import re
from collections.abc import Sequence

from fulfillment.redaction import redact
from fulfillment.wording import clean

MOST_LINES = 12
_LONGEST = 200
_AFTER = 3
"""Lines behind a telling one that usually belong to it: where, and what."""
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_OF_CODEBUILD = re.compile(r"\[Container\]")
_TELLING = re.compile(
    r"\b(?:errors?|fatal|failed|failures?|panic|traceback|denied|refused|undefined|unresolved"
    r"|cannot|could not|not found|no such|exit (?:code|status) [1-9])\b"
    r"|\w(?:Error|Exception)\b|[✗✖]",
    re.IGNORECASE,
)


def failing_lines(log: Sequence[str], most: int = MOST_LINES) -> tuple[str, ...]:
    """At most `most` lines, oldest first, each masked and short: those that tell of a failure and
    what belongs to them, the last ones before the end; the very last lines where none does."""
    # Masked as a whole: a key that is cut in two is not recognised.
    masked = redact("\n".join(_ESCAPES.sub("", line.rstrip()) for line in log))
    lines = [one for one in masked.split("\n") if one.strip() and not _OF_CODEBUILD.search(one)]
    telling = [n for n, line in enumerate(lines) if _TELLING.search(line)]
    wanted = sorted({n + k for n in telling for k in range(_AFTER + 1) if n + k < len(lines)})
    chosen = wanted[-most:] if wanted else range(max(0, len(lines) - most), len(lines))
    return tuple(clean(lines[n], _LONGEST) for n in chosen)


def first_telling(lines: Sequence[str]) -> str:
    """The line to say aloud: the last one that names the failure; "" where there is none."""
    found = [one for one in lines if _TELLING.search(one)]
    return found[-1] if found else ""
