"""Prompts ask for slots of their intent."""

from collections.abc import Collection, Iterator

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.load_checks import Documents, content
from bot.rules.rule import OURS, FilesRule


def check(documents: Documents, _: Collection[str]) -> Iterator[Problem]:
    for (folder, _locale), words in documents.words.items():
        intent = documents.intents[folder]
        slots = content(intent).get("slots", {})
        for name in content(words).get("prompts", {}) if not intent.problems else ():
            if name.partition(".")[0] not in slots:
                message = f"there are prompts for the unknown slot {name!r}"
                line = words.line("prompts", name)
                yield Problem(words.file, line, message, did_you_mean(name, slots))


RULE = FilesRule(
    id="prompt-of-unknown-slot",
    reason="Nothing would ever ask it: most often the name is misspelt.",
    source=OURS,
    check=check,
)
