"""Live values are there for every source."""

from collections.abc import Collection, Iterator

from bot.errors import Problem
from bot.load_checks import Documents, content
from bot.rules.rule import OURS, FilesRule


def check(documents: Documents, sources: Collection[str]) -> Iterator[Problem]:
    for document in documents.slot_types:
        source = content(document).get("source", "")
        if source and source not in sources:
            cure = "Give load_bot the live values of this source (an empty tuple if there are none)"
            message = f"no live values were given for the source {source!r}"
            yield Problem(document.file, document.line("source"), message, cure)


RULE = FilesRule(
    id="live-values",
    reason="A type whose values live elsewhere is filled when the definition is built.",
    source=OURS,
    check=check,
)
