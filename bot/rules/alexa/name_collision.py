"""Names stay different when they are made legal for Alexa."""

from collections.abc import Iterable, Iterator

from bot.alexa.names import alexa_name
from bot.errors import Problem
from bot.places import Place
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    if subject.bot.alexa is None:
        return
    offered = [intent for intent in subject.bot.intents if "alexa" in intent.channels]
    ours = [intent for intent in offered if not intent.builtin]
    places = subject.places
    yield from _collisions((one.name, places.intent(one.name, "intent")) for one in ours)
    yield from _collisions(
        (one.name, places.slot_type(one.name, "type")) for one in subject.bot.slot_types
    )
    for intent in ours:
        yield from _collisions(
            (slot.name, places.intent(intent.name, "slots", slot.name)) for slot in intent.slots
        )


def _collisions(names: Iterable[tuple[str, Place]]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name, place in names:
        other = seen.setdefault(alexa_name(name).casefold(), name)
        if other != name:
            message = f"{name!r} and {other!r} are both {alexa_name(name)!r} in Alexa"
            yield place.problem(message, "Rename one of them")


RULE = DefinitionRule(
    id="alexa-name-collision",
    reason="Names in Alexa have letters, digits and underscores: others are made so.",
    source="https://developer.amazon.com/docs/alexa/custom-skills/create-intents-utterances-and-slots.html",
    check=check,
)
