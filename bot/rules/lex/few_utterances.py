"""An intent has utterances enough."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import worded
from bot.templates import count

ENOUGH = 10


def check(subject: Subject) -> Iterator[Problem]:
    for one in worded(subject):
        templates = one.words.utterances
        if not templates or len(templates) >= ENOUGH:
            continue
        total = sum(map(count, templates))
        if total < ENOUGH:
            place = subject.places.words(one.intent.name, one.locale, "utterances")
            message = f"{total} utterance{'' if total == 1 else 's'} of {one.intent.name}"
            yield place.problem(message, f"Write at least {ENOUGH}: (a|b) and [c] count each way")


RULE = DefinitionRule(
    id="lex-few-utterances",
    reason="Lex learns an intent from its utterances; the guide advises ten and more.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/build-intents.html",
    severity="warning",
    check=check,
)
