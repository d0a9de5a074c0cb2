"""The skill's page in the store within Alexa's limits."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.model import AlexaListing
from bot.places import Place
from bot.platforms.alexa import alexa_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import too_many

_WAKE_WORDS = ("alexa", "amazon", "computer", "echo", "ziggy")


def check(subject: Subject) -> Iterator[Problem]:
    for locale in subject.bot.locales:
        if locale.alexa is not None:

            def place(*path: str | int, locale: str = locale.id) -> Place:
                return subject.places.locale(locale, "alexa", *path)

            limits = alexa_platform().limits
            for key, texts in _lists(locale.alexa).items():
                if len(texts) > limits[key]:
                    what = key.replace("_", " ")
                    yield too_many(place(key), len(texts), what, limits[key], "Keep the best")
            for number, phrase in enumerate(locale.alexa.example_phrases):
                if not _opens(phrase, locale.alexa.invocation_name):
                    message = f"the example phrase {phrase!r} does not open the skill"
                    cure = f"Begin it with Alexa, and name {locale.alexa.invocation_name!r}"
                    yield place("example_phrases", number).problem(message, cure)


def _lists(listing: AlexaListing) -> dict[str, tuple[str, ...]]:
    return {"example_phrases": listing.example_phrases, "keywords": listing.keywords}


def _opens(phrase: str, name: str) -> bool:
    said = phrase.casefold()
    return said.startswith(_WAKE_WORDS) and name.casefold() in said


RULE = DefinitionRule(
    id="alexa-listing",
    reason="Certification wants at most three phrases that open the skill, and thirty keywords.",
    source="https://developer.amazon.com/docs/alexa/devconsole/launch-your-skill.html",
    severity="warning",
    check=check,
)
