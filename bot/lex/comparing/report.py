"""Changes as text that a reviewer reads.

en_US
  DeployService: slot strategy added, 6 utterances added, 2 utterances removed
"""

from collections.abc import Iterable, Iterator

from bot.lex.comparing.difference import Change


def report(changes: Iterable[Change], *, details: int = 0) -> str:
    """A line a subject, by locale; with at most `details` lines below each change."""
    return "\n".join(_lines(list(changes), details))


def _lines(changes: list[Change], details: int) -> Iterator[str]:
    for locale in dict.fromkeys(change.locale for change in changes):
        if locale:
            yield locale
        indent = "  " if locale else ""
        here = [change for change in changes if change.locale == locale]
        for subject in dict.fromkeys(change.subject for change in here):
            found = [change for change in here if change.subject == subject]
            yield f"{indent}{subject}: {', '.join(change.what for change in found)}"
            for change in found:
                yield from _details(change, f"{indent}    ", details)


def _details(change: Change, indent: str, most: int) -> Iterator[str]:
    for line in change.details[:most]:
        yield f"{indent}{_clean(line)}"
    if most and len(change.details) > most:
        yield f"{indent}… and {len(change.details) - most} more"


def _clean(line: str) -> str:
    """On one line, whatever a stranger's bot has in its texts."""
    return "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in line)
