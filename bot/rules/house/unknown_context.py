"""Some intent opens every context that another one waits for."""

from collections.abc import Iterator

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    opened = {context.name for intent in subject.bot.intents for context in intent.output_contexts}
    for intent in subject.bot.intents:
        for number, name in enumerate(intent.input_contexts):
            if name not in opened:
                place = subject.places.intent(intent.name, "input_contexts", number)
                message = f"no intent opens the context {name!r} that {intent.name} waits for"
                yield place.problem(message, did_you_mean(name, opened))


RULE = DefinitionRule(
    id="unknown-context",
    reason="An intent is recognised only while its contexts are active: this one never would be.",
    source=OURS,
    severity="warning",
    needs_whole=True,
    check=check,
)
