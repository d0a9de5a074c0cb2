"""The sentences that the dialog says by itself are there."""

from collections.abc import Collection, Iterator

from bot.errors import Problem
from bot.load_checks import Documents
from bot.rules.rule import OURS, FilesRule

REQUIRED = ("confirmation_prompt", "declined", "retries_exhausted")


def check(documents: Documents, _: Collection[str]) -> Iterator[Problem]:
    for document in documents.locales.values():
        if document.problems:
            continue
        for message in REQUIRED:
            if message not in document.data["messages"]:
                cure = f"Add '{message}:' under messages"
                line = document.line("messages")
                yield Problem(document.file, line, f"the message {message!r} is missing", cure)


RULE = FilesRule(
    id="required-message",
    reason="The dialog asks for a yes, and takes a no or silence, in these words.",
    source=OURS,
    check=check,
)
