"""What help shows is understood."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.recognizing import recognizer
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import worded


def check(subject: Subject) -> Iterator[Problem]:
    for one in worded(subject):
        if one.words.help and subject.bot.locale(one.locale) is not None:
            found = subject.once(recognizer).recognize(one.words.help, locale=one.locale)
            best = next((each.intent for each in found.interpretations), "nothing")
            if best != one.intent.name:
                place = subject.places.words(one.intent.name, one.locale, "help")
                message = f"the line of help {one.words.help!r} is understood as {best}"
                yield place.problem(message, "Write one of the intent's own utterances")


RULE = DefinitionRule(
    id="help-not-understood",
    reason="People type what help shows them.",
    source=OURS,
    severity="warning",
    needs_whole=True,
    check=check,
)
