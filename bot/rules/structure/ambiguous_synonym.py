"""No phrase stands for two values."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.documents import Document
from bot.errors import Problem
from bot.load_checks import Documents, content
from bot.rules.rule import OURS, FilesRule

Values = Mapping[str, Sequence[str]]


def check(documents: Documents, _: Collection[str]) -> Iterator[Problem]:
    for document in documents.slot_types:
        owner: dict[str, str] = {}
        everywhere: Values = content(document).get("values", {})
        yield from _ambiguous(document, ("values",), everywhere, owner)
        for locale, values in content(document).get("locales", {}).items():
            yield from _ambiguous(document, ("locales", locale), values, dict(owner))


def _ambiguous(
    document: Document, path: tuple[str, ...], values: Values, owner: dict[str, str]
) -> Iterator[Problem]:
    """`owner`: phrase -> its value, for what is known and, afterwards, for `values` too."""
    for value, synonyms in values.items():
        for number, phrase in enumerate([value, *synonyms]):
            other = owner.setdefault(phrase.casefold(), value)
            # Exports have values that differ in case alone: they mean the same to everybody.
            if other.casefold() != value.casefold():
                line = document.line(*path, value, number - 1)
                message = f"{phrase!r} stands for {other!r} and for {value!r}"
                yield Problem(document.file, line, message, "Remove it from one of them")


RULE = FilesRule(
    id="ambiguous-synonym",
    reason="A phrase that stands for two values is a coin toss at run time.",
    source=OURS,
    check=check,
)
