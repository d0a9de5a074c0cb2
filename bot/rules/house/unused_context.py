"""Something waits for every context that an intent opens."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    intents = subject.bot.intents
    used = {name for intent in intents for name in intent.input_contexts}
    used |= {
        default[1:].partition(".")[0]
        for intent in intents
        for slot in intent.slots
        for default in slot.defaults
        if default.startswith("#")
    }
    for intent in intents:
        for context in intent.output_contexts:
            if context.name not in used:
                place = subject.places.intent(intent.name, "output_contexts", context.name)
                message = f"nothing asks whether the context {context.name!r} is active"
                yield place.problem(message, "Remove it, or use it")


RULE = DefinitionRule(
    id="unused-context",
    reason="A context serves the intents that wait for it and the defaults that it gives.",
    source=OURS,
    severity="warning",
    needs_whole=True,
    check=check,
)
