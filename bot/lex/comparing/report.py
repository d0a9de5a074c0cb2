"""Changes as text that a reviewer reads.

en_US
  DeployService: slot strategy added, 6 utterances added, 2 utterances removed
"""

from collections.abc import Iterable, Iterator

from bot.lex.comparing.difference import Change
from bot.printing import on_one_line


def report(changes: Iterable[Change], *, details: int = 0) -> str:
    """A line a subject, by locale; with at most `details` lines below each change."""
    return "\n".join(_lines(list(changes), details))


def _lines(changes: list[Change], details: int) -> Iterator[str]:
    for locale in dict.fromkeys(change.locale for change in changes):
        if locale:
            yield on_one_line(locale)
        indent = "  " if locale else ""
        here = [change for change in changes if change.locale == locale]
        for subject in dict.fromkeys(change.subject for change in here):
            found = [change for change in here if change.subject == subject]
            what = ", ".join(change.what for change in found)
            yield f"{indent}{on_one_line(f'{subject}: {what}')}"
            for change in found:
                yield from _details(change, f"{indent}    ", details)


def _details(change: Change, indent: str, most: int) -> Iterator[str]:
    for line in change.details[:most]:
        yield f"{indent}{on_one_line(line)}"
    if most and len(change.details) > most:
        yield f"{indent}… and {len(change.details) - most} more"
