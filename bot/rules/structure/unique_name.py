"""Intents and slot types are defined once."""

from collections.abc import Collection, Iterable, Iterator

from bot.documents import Document
from bot.errors import Problem
from bot.load_checks import Documents, content
from bot.rules.rule import FilesRule


def check(documents: Documents, _: Collection[str]) -> Iterator[Problem]:
    yield from _repeated(documents.slot_types, "type", "slot type")
    yield from _repeated(documents.intents.values(), "intent", "intent")


def _repeated(documents: Iterable[Document], key: str, what: str) -> Iterator[Problem]:
    seen: dict[str, Document] = {}
    for document in documents:
        name = content(document).get(key, "")
        first = seen.setdefault(name, document)
        if name and first is not document:
            message = f"the {what} {name!r} is defined twice"
            cure = f"Rename it, or remove it: {first.file} has it too"
            yield Problem(document.file, document.line(key), message, cure)


RULE = FilesRule(
    id="unique-name",
    reason="Lex refuses a second intent or slot type of the same name in a locale.",
    source="https://docs.aws.amazon.com/lexv2/latest/APIReference/API_CreateIntent.html",
    check=check,
)
