"""The words of a locale that Lex does not keep: how to hear a yes or a not, what to say on a no."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from bot.lex.definition import LexLocale, PromptSpecification, ResponseSpecification
from bot.model import Locale
from bot.packaged import read_packaged

_FILE: Final = Path(__file__).with_name("words.yaml")


def locale_from_lex(locale_id: str, lex: LexLocale, known: Iterable[Locale]) -> Locale:
    """The words of `locale_id`: the bot's own sentences, then those of a `known` locale of the same
    language, then our few."""
    base = _base(locale_id, known)
    voice = lex.voice_settings
    return Locale(
        id=locale_id,
        voice_id=(voice.voice_id if voice else None) or "",
        voice_engine=(voice.engine if voice else None) or "",
        confidence_threshold=lex.nlu_confidence_threshold,
        confirm=base.confirm,
        deny=base.deny,
        messages={**base.messages, **_own_messages(lex)},
        fillers=base.fillers,
        function_words=base.function_words,
        # Without them "don't restart orders" is a restart to the local runtime.
        guards=base.guards,
        word_forms=base.word_forms,
        names=base.names,
        contractions=base.contractions,
    )


def _base(locale_id: str, known: Iterable[Locale]) -> Locale:
    language = locale_id.partition("_")[0]
    candidates = [one for one in known if one.id.partition("_")[0] == language]
    exact = [one for one in candidates if one.id == locale_id]
    if candidates:
        return (exact or candidates)[0]
    words = _few().get(language) or _few()["en"]
    return Locale(
        locale_id,
        confirm=tuple(words["confirm"]),
        deny=tuple(words["deny"]),
        messages=words["messages"],
    )


@cache
def _few() -> Mapping[str, Any]:
    data: Mapping[str, Any] = read_packaged(_FILE)
    return data


def _own_messages(lex: LexLocale) -> dict[str, str]:
    """The sentences that our dialog says by itself, as this bot says them."""
    found: dict[str, str] = {}
    for name, text in _sentences(lex):
        if text:
            found.setdefault(name, text)
    return found


def _sentences(lex: LexLocale) -> Iterator[tuple[str, str]]:
    for intent in lex.intents.values():
        setting = intent.intent_confirmation_setting
        if setting is not None:
            questions = prompt_texts(setting.prompt_specification) or ()
            yield from zip(("confirmation_prompt", "confirmation_retry"), questions, strict=False)
            yield "declined", _text(setting.declination_response)
            yield "retries_exhausted", _text(setting.failure_response)
        for slot in intent.slots.values():
            elicitation = slot.value_elicitation_setting
            captured = elicitation.slot_capture_setting if elicitation else None
            yield "retries_exhausted", _text(captured.failure_response if captured else None)


def _text(response: ResponseSpecification | None) -> str:
    groups = (response.message_groups if response else None) or ()
    message = groups[0].message if len(groups) == 1 else None
    return (
        message.plain_text_message.value if message and message.plain_text_message else ""
    ) or ""


def prompt_texts(prompt: PromptSpecification | None) -> tuple[str, ...] | None:
    """The texts of a prompt that is one group of plain texts; None for any other."""
    groups = (prompt.message_groups if prompt else None) or ()
    if len(groups) != 1 or groups[0].message is None:
        return None
    messages = (groups[0].message, *(groups[0].variations or ()))
    texts = [one.plain_text_message.value if one.plain_text_message else None for one in messages]
    return tuple(text for text in texts if text) if all(texts) else None
