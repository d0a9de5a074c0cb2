"""Prompts name slots of their intent."""

import re
from collections.abc import Collection, Iterator

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.load_checks import Documents, content
from bot.rules.rule import FilesRule

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def check(documents: Documents, _: Collection[str]) -> Iterator[Problem]:
    for (folder, _locale), words in documents.words.items():
        intent = documents.intents[folder]
        slots = content(intent).get("slots", {})
        prompts = content(words).get("prompts", {}) if not intent.problems else {}
        for slot, texts in prompts.items():
            for number, text in enumerate(texts):
                for name in _PLACEHOLDER.findall(text):
                    if name not in slots:
                        line = words.line("prompts", slot, number)
                        message = f"the prompt refers to the unknown slot {name!r}"
                        yield Problem(words.file, line, message, did_you_mean(name, slots))


RULE = FilesRule(
    id="unknown-slot-in-prompt",
    reason="Lex puts a slot's value in; for a slot that there is not, people would see braces.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/paths-branching.html",
    check=check,
)
