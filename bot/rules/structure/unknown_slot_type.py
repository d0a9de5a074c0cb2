"""Every slot has a type that there is."""

from collections.abc import Collection, Iterator

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.load_checks import Documents, content
from bot.rules.rule import FilesRule


def check(documents: Documents, _: Collection[str]) -> Iterator[Problem]:
    if any(document.problems for document in documents.slot_types):
        return
    types = {content(document).get("type", "") for document in documents.slot_types} - {""}
    for document in documents.intents.values():
        for name, slot in content(document).get("slots", {}).items():
            kind = slot.get("type")
            if kind and kind not in types and not kind.startswith("AMAZON."):
                line = document.line("slots", name, "type")
                message = f"the slot {name!r} has the unknown slot type {kind!r}"
                yield Problem(document.file, line, message, did_you_mean(kind, types))


RULE = FilesRule(
    id="unknown-slot-type",
    reason="Lex refuses a slot whose type does not exist in the locale.",
    source="https://docs.aws.amazon.com/lexv2/latest/APIReference/API_CreateSlot.html",
    check=check,
)
