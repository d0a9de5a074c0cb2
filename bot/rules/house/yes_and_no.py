"""No phrase means yes and no, or anything else besides."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject, spellings
from bot.words import plain


def check(subject: Subject) -> Iterator[Problem]:
    for locale in subject.bot.locales:
        spelling = subject.once(spellings)[locale.id]
        yes = {plain(phrase, spelling): phrase for phrase in locale.confirm}
        for number, phrase in enumerate(locale.deny):
            other = yes.get(plain(phrase, spelling))
            if other is not None:
                place = subject.places.locale(locale.id, "deny", number)
                message = f"{phrase!r} means no, and as {other!r} yes"
                yield place.problem(message, "Keep it where it belongs")


RULE = DefinitionRule(
    id="yes-and-no",
    reason="A change follows a yes.",
    source=OURS,
    check=check,
)
