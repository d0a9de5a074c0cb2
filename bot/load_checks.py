"""The files of a definition together, as far as each could be read. Rules look at them:
`bot.rules.structure`."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Final

from bot.documents import Document


@dataclass(frozen=True)
class Documents:
    """Every file of a definition."""

    bot: Document
    locales: Mapping[str, Document]
    slot_types: tuple[Document, ...]
    intents: Mapping[str, Document]
    """Folder name -> intent.yaml."""
    words: Mapping[tuple[str, str], Document]
    """(folder name, locale id) -> words."""

    def all(self) -> tuple[Document, ...]:
        groups = (self.locales.values(), self.slot_types, self.intents.values())
        rest = [document for group in groups for document in group]
        return (self.bot, *rest, *self.words.values())

    def without(self, broken: Collection[str]) -> "Documents":
        """What does not need any of the files `broken`: an intent needs its words too."""
        whole = {
            folder: document
            for folder, document in self.intents.items()
            if document.file not in broken
            and not any(
                words.file in broken for (owner, _), words in self.words.items() if owner == folder
            )
        }
        return replace(
            self,
            locales={k: v for k, v in self.locales.items() if v.file not in broken},
            slot_types=tuple(d for d in self.slot_types if d.file not in broken),
            intents=whole,
            words={key: words for key, words in self.words.items() if key[0] in whole},
        )


def content(document: Document) -> dict[str, Any]:
    """What could be read of a file; nothing where it could not be read at all."""
    return document.data or {}


def phrases_of(documents: Documents, locale: str) -> Mapping[str, str]:
    """The phrases that templates of a locale share."""
    found: Mapping[str, str] = content(documents.locales[locale]).get("phrases", {})
    return found


def folder_name(intent: str) -> str:
    """The folder of an intent: DeployService -> deploy_service, Book-Hotel -> book_hotel.

    Only a-z, 0-9 and _ are in it, whatever the name holds: names come out of strangers' archives.
    """
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|-", "_", intent).replace("__", "_").lower()
    return re.sub(r"[^a-z0-9_]", "_", name)[:100] or "_"


def folder_names(names: Iterable[str], reserved: Collection[str] = ()) -> dict[str, str]:
    """Name -> folder, no two the same: `folder_name`, or that with a number where it is taken.

    The first by name keeps the plain one; the order of `names` does not matter.
    """
    waiting = []
    found: dict[str, str] = {}
    taken = set(reserved)
    for name in sorted(set(names)):
        if folder_name(name) in taken:
            waiting.append(name)
        else:
            found[name] = folder_name(name)
            taken.add(found[name])
    for name in waiting:
        tries = (f"{folder_name(name)}_{number}" for number in count(2))
        found[name] = next(folder for folder in tries if folder not in taken)
        taken.add(found[name])
    return found


RESERVED_FOLDERS: Final = frozenset({"slot_types", "locales"})
"""Folders of a definition that are no intent's."""
