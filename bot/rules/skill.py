"""The Alexa skill of a definition, compiled once for all rules."""

from collections.abc import Iterator

from bot.alexa import Endpoint, SkillPackage, compile_skill
from bot.alexa.notes import Kind, Note
from bot.errors import DefinitionError, Problem
from bot.places import Place
from bot.rules.subject import Subject

_ENDPOINT = Endpoint("https://example.com", "Trusted")


def skill_package(subject: Subject) -> SkillPackage | None:
    """The skill; None where the definition is none. For `Subject.once`."""
    try:
        return compile_skill(subject.bot, _ENDPOINT)
    except DefinitionError:
        return None


def notes(subject: Subject, kind: Kind) -> Iterator[tuple[Note, Problem]]:
    """Each note of one kind, and what to tell of it."""
    package = subject.once(skill_package)
    for note in package.notes if package else ():
        if note.kind == kind:
            yield note, _place(subject, note).problem(_message(note), "")


def _message(note: Note) -> str:
    what = repr(note.utterance) if note.utterance else note.subject
    if note.kind == "lost":
        return f"{what}: {note.reason}" if what else note.reason
    became = repr(note.sample) if note.sample else "left out"
    return f"{what} is {became} in Alexa: {note.reason}"


def _place(subject: Subject, note: Note) -> Place:
    places = subject.places
    intent = subject.bot.intent(note.intent)
    if note.template and intent is not None:
        return _place_of_template(subject, note)
    if intent is not None:
        return places.intent(intent.name)
    name = note.subject.partition(".")[0]
    if subject.bot.slot_type(name) is not None:
        return places.slot_type(name)
    return places.locale(note.locale)


def _place_of_template(subject: Subject, note: Note) -> Place:
    intent = subject.bot.intent(note.intent)
    words = intent.words.get(note.locale) if intent else None
    if words is not None and note.template in words.utterances:
        number = words.utterances.index(note.template)
        return subject.places.words(note.intent, note.locale, "utterances", number)
    return subject.places.words(note.intent, note.locale)
