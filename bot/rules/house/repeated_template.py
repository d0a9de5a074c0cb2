"""Every template is written once."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.places import Place
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import short, templates_of


def check(subject: Subject) -> Iterator[Problem]:
    seen: dict[tuple[str, str, str], Place] = {}
    for one in templates_of(subject):
        key = (one.intent.name, one.locale, one.text.casefold())
        first = seen.setdefault(key, one.place)
        if first is not one.place:
            message = f"{short(one.text)} is also at {first}"
            yield one.place.problem(message, "Remove one of them")


RULE = DefinitionRule(
    id="repeated-template",
    reason="It adds nothing, and takes the place of another utterance.",
    source=OURS,
    severity="warning",
    check=check,
)
