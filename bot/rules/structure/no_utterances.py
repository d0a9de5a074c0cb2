"""An intent of ours can be said."""

from collections.abc import Collection, Iterator

from bot.errors import Problem
from bot.load_checks import Documents, content
from bot.rules.rule import FilesRule


def check(documents: Documents, _: Collection[str]) -> Iterator[Problem]:
    """Where flows say all that a bot does, a step may start an intent that nobody says."""
    if content(documents.bot).get("dialog") == "configured":
        return
    for (folder, _locale), words in documents.words.items():
        intent = documents.intents[folder]
        if words.data is None or words.problems or intent.problems:
            continue
        if not words.data.get("utterances") and not content(intent).get("builtin"):
            cure = "Add templates of what people say, under utterances"
            yield Problem(words.file, 1, f"{intent.data['intent']} cannot be said", cure)


RULE = FilesRule(
    id="no-utterances",
    reason="Lex cannot recognise a custom intent without utterances.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/build-intents.html",
    check=check,
)
