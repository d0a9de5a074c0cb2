"""The interaction model fits into its file."""

import json
from collections.abc import Iterator

from bot.errors import Problem
from bot.platforms.alexa import alexa_platform
from bot.rules.rule import DefinitionRule
from bot.rules.skill import skill_package
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    package = subject.once(skill_package)
    most = alexa_platform().limits["model_bytes"]
    for locale, model in package.models.items() if package else ():
        size = len(json.dumps(model, indent=2, ensure_ascii=False).encode())
        if size > most:
            message = f"the interaction model of {locale} has {size} bytes"
            cure = f"Remove values of slot types: Alexa takes {most}"
            yield subject.places.locale(locale.replace("-", "_")).problem(message, cure)


RULE = DefinitionRule(
    id="alexa-model-size",
    reason="The developer console refuses a model of more than 1.5 MB.",
    source="https://developer.amazon.com/docs/alexa/custom-skills/create-the-interaction-model-for-your-skill.html",
    needs_whole=True,
    check=check,
)
