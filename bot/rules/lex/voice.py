"""A locale is spoken by a voice of its language, with an engine that the voice has."""

from collections.abc import Iterator

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.model import Locale
from bot.places import Place, Places
from bot.platforms.polly import polly_voices
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for locale in subject.bot.locales:
        if locale.voice_id and (found := _mistake(locale)):
            yield _place(subject.places, locale.id).problem(*found)


def _place(places: Places, locale: str) -> Place:
    """The language's own voice, else the bot's."""
    document = places.locales.get(locale)
    has_own = document is None or ("voice",) in document.lines
    return places.locale(locale, "voice") if has_own else places.bot("voice")


def _mistake(locale: Locale) -> tuple[str, str] | None:
    """Message and cure."""
    known = polly_voices()
    others = sorted(name for name, voices in known.items() if locale.voice_id in voices.all)
    if locale.id not in known or (others and locale.id in others):
        return _wrong_engine(locale) if locale.id in known else None
    if others:
        message = f"{locale.id} would be spoken by {locale.voice_id}, a voice of {others[0]}"
        return message, f"Use one of: {', '.join(known[locale.id].all)}"
    if known[locale.id].of(locale.voice_engine) is None:
        return None
    message = f"Polly has no voice {locale.voice_id!r} for {locale.id}"
    return message, did_you_mean(locale.voice_id, known[locale.id].all)


def _wrong_engine(locale: Locale) -> tuple[str, str] | None:
    having = polly_voices()[locale.id].of(locale.voice_engine)
    if having is None or locale.voice_id in having:
        return None
    engine = locale.voice_engine or "standard"
    voices = ", ".join(having) or "none"
    message = f"{locale.voice_id} does not speak with the {engine} engine"
    return message, f"Use another engine, or another voice (for {engine}: {voices})"


RULE = DefinitionRule(
    id="lex-voice",
    reason="The build refuses a voice that the language or the engine does not have.",
    source="https://docs.aws.amazon.com/polly/latest/dg/available-voices.html",
    severity="warning",
    check=check,
)
