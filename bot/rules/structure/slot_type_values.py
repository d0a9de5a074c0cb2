"""A slot type has something to recognise."""

from collections.abc import Collection, Iterator

from bot.errors import Problem
from bot.load_checks import Documents, content
from bot.rules.rule import FilesRule

_KEYS = ("source", "values", "locales", "parts", "parent", "grammar")


def check(documents: Documents, _: Collection[str]) -> Iterator[Problem]:
    for document in documents.slot_types:
        if not document.problems and not any(content(document).get(key) for key in _KEYS):
            cure = "Add values, the source of live ones, parts, a parent or a grammar"
            yield Problem(document.file, 1, "the slot type has no values", cure)


RULE = FilesRule(
    id="slot-type-values",
    reason="Lex builds no custom slot type without values, a parent, parts or a grammar.",
    source="https://docs.aws.amazon.com/lexv2/latest/APIReference/API_CreateSlotType.html",
    check=check,
)
