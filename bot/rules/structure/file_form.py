"""Every file has its form."""

from collections.abc import Collection, Iterator

from bot.errors import Problem
from bot.load_checks import Documents
from bot.rules.rule import OURS, FilesRule


def check(documents: Documents, _: Collection[str]) -> Iterator[Problem]:
    for document in documents.all():
        yield from document.problems


RULE = FilesRule(
    id="file-form",
    reason="A file that is no YAML, or has other keys and values than its form, cannot be read.",
    source=OURS,
    check=check,
)
