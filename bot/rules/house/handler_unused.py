"""Every handler has an intent."""

from collections.abc import Iterator

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.load_checks import folder_name
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    intents = {folder_name(intent.name) for intent in subject.bot.intents}
    for name in sorted(set(subject.surroundings.handlers or ()) - intents):
        message = f"the handler {name!r} has no intent"
        cure = f"Remove it, or add its intent. {did_you_mean(name, intents)}"
        yield subject.places.bot("name").problem(message, cure)


RULE = DefinitionRule(
    id="handler-unused",
    reason="A handler without an intent is never called: most often a name changed on one side.",
    source=OURS,
    needs_whole=True,
    check=check,
)
