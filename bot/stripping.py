"""The definition without what only recognizers and compilers read: for Lambda packages."""

from dataclasses import replace

from bot.model import Bot, Intent, Locale, WordForms


def runtime_bot(bot: Bot) -> Bot:
    """`bot` as functions read it: contract, prompts, replies and values, and no templates.

    What is understood, Lex and Alexa tell; a function never compares words with a template. What
    a recognizer reads is left out by name, so a member that is new to the model is kept.
    """
    return replace(
        bot,
        intents=tuple(_intent(intent) for intent in bot.intents),
        locales=tuple(_locale(locale) for locale in bot.locales),
        slack=None,
        alexa=None,
    )


def _intent(intent: Intent) -> Intent:
    words = {
        locale: replace(found, utterances=(), slot_utterances={})
        for locale, found in intent.words.items()
    }
    return replace(intent, words=words)


def _locale(locale: Locale) -> Locale:
    return replace(
        locale,
        voice_id="",
        voice_engine="",
        confidence_threshold=None,
        confirm=(),
        deny=(),
        fillers=(),
        function_words=(),
        guards=(),
        not_offered=(),
        not_offered_last=(),
        word_forms=WordForms(),
        contractions={},
        alexa=None,
    )
