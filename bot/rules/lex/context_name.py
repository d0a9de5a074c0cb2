"""Names of contexts that the runtime takes too."""

import re
from collections.abc import Iterator

from bot.errors import Problem
from bot.places import Place
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject

_RUNTIME = re.compile(r"([A-Za-z0-9]_?){1,100}")


def check(subject: Subject) -> Iterator[Problem]:
    for name, place in _names(subject):
        if not _RUNTIME.fullmatch(name):
            message = f"the runtime takes no context named {name!r}"
            yield place.problem(message, "Use letters and digits with single _ between them")


def _names(subject: Subject) -> Iterator[tuple[str, Place]]:
    for intent in subject.bot.intents:
        for number, name in enumerate(intent.input_contexts):
            yield name, subject.places.intent(intent.name, "input_contexts", number)
        for context in intent.output_contexts:
            yield context.name, subject.places.intent(intent.name, "output_contexts", context.name)


RULE = DefinitionRule(
    id="lex-context-name",
    reason="A hyphen passes the build, and then no session can hold the context.",
    source="botocore lexv2-runtime, shape ActiveContextName",
    check=check,
)
