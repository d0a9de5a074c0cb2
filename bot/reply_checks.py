"""Whether every locale says the same things: the same replies, with the same placeholders."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.documents import Document
from bot.errors import Problem

_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def check_replies(
    locales: Mapping[str, Document], words: Mapping[tuple[str, str], Document]
) -> Iterator[Problem]:
    """Problems of all `replies:`. `locales`: by locale id; `words`: by (folder, locale id)."""
    yield from _check_group(locales)
    for folder in dict.fromkeys(folder for folder, _ in words):
        # An intent need not be in every language.
        spoken = [locale for locale in locales if (folder, locale) in words]
        yield from _check_group({locale: words[folder, locale] for locale in spoken})
    for (_, locale), document in words.items():
        yield from _check_apart(document, locales[locale])


def _check_group(documents: Mapping[str, Document]) -> Iterator[Problem]:
    """One file in every locale: what one of them has, all must have."""
    readable = [one for one in documents.values() if one.data is not None]
    for document in readable:
        for id_, sentence in _replies(document).items():
            yield from _check_braces(document, id_, sentence)
    for id_ in dict.fromkeys(id_ for one in readable for id_ in _replies(one)):
        yield from _check_one(id_, readable)


def _check_one(id_: str, documents: list[Document]) -> Iterator[Problem]:
    first = next(one for one in documents if id_ in _replies(one))
    wanted = _placeholders(_replies(first)[id_])
    place = f"{first.file}:{first.line('replies', id_)}"
    for document in documents:
        line = document.line("replies", id_)
        if id_ not in _replies(document):
            # What is wrong with it is reported already: it was left out for that.
            if not document.problems:
                message = f"the reply {id_!r} is missing, which is at {place}"
                yield Problem(document.file, line, message, f"Add '{id_}:' under replies")
            continue
        found = _placeholders(_replies(document)[id_])
        if found != wanted:
            message = f"the reply {id_!r} has {_named(found)}, and {_named(wanted)} at {place}"
            yield Problem(document.file, line, message, "Use the same placeholders in both")


def _check_apart(document: Document, locale: Document) -> Iterator[Problem]:
    """An id that an intent and its locale share would be said in two ways."""
    for id_ in _replies(document).keys() & _replies(locale).keys():
        message = f"the reply {id_!r} is also at {locale.file}:{locale.line('replies', id_)}"
        line = document.line("replies", id_)
        yield Problem(document.file, line, message, "Rename it, or keep it in one of them")


def _check_braces(document: Document, id_: str, sentence: Mapping[str, str]) -> Iterator[Problem]:
    for text in sentence.values():
        for match in _BRACES.finditer(text):
            if not _NAME.fullmatch(match[1] or ""):
                message = f"the reply {id_!r} has {match[0]!r}, which is no placeholder"
                cure = "Write {name} in lower case, and no braces else"
                yield Problem(document.file, document.line("replies", id_), message, cure)


def _replies(document: Document) -> Mapping[str, Any]:
    replies: Mapping[str, Any] = (document.data or {}).get("replies", {})
    return replies


def _placeholders(sentence: Mapping[str, str]) -> frozenset[str]:
    """Of all its forms; where a count decides between them, `count` is one of them."""
    found = {match[1] for text in sentence.values() for match in _BRACES.finditer(text) if match[1]}
    return frozenset(found | ({"count"} if "one" in sentence else set()))


def _named(placeholders: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(placeholders)) or "no placeholder"
