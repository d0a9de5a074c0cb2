"""The difference between two definitions: for a terminal, a program, and a pull request."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from bot.lex.comparing import Change, report
from deploy.reference.markdown import code

TEXT_DETAILS: Final = 5
GITHUB_DETAILS: Final = 20
GITHUB_CHARACTERS: Final = 60_000
"""GitHub takes comments of at most 65,536 characters."""
_BACKTICKS: Final = re.compile("`+")


@dataclass(frozen=True)
class Difference:
    """`templates`: in the words of our files; `compiled`: what Lex will have."""

    revision: str
    templates: tuple[Change, ...]
    compiled: tuple[Change, ...]


def difference_text(difference: Difference) -> str:
    since = f"since {difference.revision}"
    if not difference.templates and not difference.compiled:
        return f"The definition is the same as at {difference.revision}."
    return "\n\n".join(
        [
            f"The definition {since}:\n" + _listed(difference.templates, TEXT_DETAILS),
            f"The Lex V2 bot {since}:\n" + _listed(difference.compiled, details=0),
        ]
    )


def difference_json(difference: Difference) -> Mapping[str, Any]:
    return {
        "revision": difference.revision,
        "definition": [asdict(change) for change in difference.templates],
        "lex": [asdict(change) for change in difference.compiled],
    }


def difference_github(difference: Difference) -> str:
    """Markdown for a comment. What people wrote stands in code, where nothing is markup."""
    heading = f"### What the bot understands, since {code(difference.revision)}"
    if not difference.templates and not difference.compiled:
        return f"{heading}\n\nNo change.\n"
    summary = _fenced(_listed(difference.templates, details=0))
    details = _fenced(_listed(difference.templates, GITHUB_DETAILS), GITHUB_CHARACTERS // 2)
    compiled = _fenced(_listed(difference.compiled, details=0), GITHUB_CHARACTERS // 4)
    return "\n\n".join(
        [
            heading,
            summary,
            _folded("Every template and text", details),
            _folded("The compiled Lex V2 bot", compiled),
        ]
    )


def _listed(changes: tuple[Change, ...], details: int) -> str:
    return report(changes, details=details) or "nothing changes"


def _folded(title: str, body: str) -> str:
    return f"<details><summary>{title}</summary>\n\n{body}\n\n</details>\n"


def _whole_lines(text: str) -> str:
    """`text` without the line that was cut; all of it, where that is its only one."""
    return text.rpartition("\n")[0] or text


def _fenced(text: str, most: int = GITHUB_CHARACTERS // 8) -> str:
    """Text in a fence that is longer than any inside, shortened to `most` characters."""
    if len(text) > most:
        text = _whole_lines(text[:most]) + "\n… and more: run `ground diff` to see all"
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"
