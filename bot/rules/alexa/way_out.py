"""People can ask for help and can stop."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject

_NEEDED = ("AMAZON.HelpIntent", "AMAZON.CancelIntent")


def check(subject: Subject) -> Iterator[Problem]:
    if subject.bot.alexa is None:
        return
    offered = {intent.builtin for intent in subject.bot.intents if "alexa" in intent.channels}
    for builtin in _NEEDED:
        if builtin not in offered:
            message = f"no intent that Alexa offers answers {builtin}"
            cure = f"Add an intent with 'builtin: {builtin}'"
            yield subject.places.bot("alexa").problem(message, cure)


RULE = DefinitionRule(
    id="alexa-way-out",
    reason="A skill must answer help, cancel and stop, and certification tries them.",
    source="https://developer.amazon.com/docs/alexa/custom-skills/implement-the-built-in-intents.html",
    severity="warning",
    needs_whole=True,
    check=check,
)
