"""The fallback intent has no utterances."""

from collections.abc import Collection, Iterator

from bot.errors import Problem
from bot.load_checks import Documents, content
from bot.rules.rule import FilesRule


def check(documents: Documents, _: Collection[str]) -> Iterator[Problem]:
    for (folder, _locale), words in documents.words.items():
        intent = content(documents.intents[folder])
        is_fallback = intent.get("builtin") == "AMAZON.FallbackIntent"
        if is_fallback and content(words).get("utterances"):
            cure = "Remove them: it takes what nothing else matches"
            line = words.line("utterances")
            yield Problem(words.file, line, "the fallback intent has utterances", cure)


RULE = FilesRule(
    id="fallback-utterances",
    reason="Lex takes no utterances for AMAZON.FallbackIntent.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/built-in-intent-fallback.html",
    check=check,
)
