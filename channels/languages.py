"""Which of the bot's locales somebody is spoken to in, from what a platform calls languages."""

from collections.abc import Iterable, Iterator

from bot.model import Bot

_MOST_LANGUAGES = 20
"""Of a browser's list: nobody reads more, and a header is somebody else's text."""


def locale_for(bot: Bot, wanted: Iterable[str], otherwise: str = "") -> str:
    """The bot's locale for languages in order of preference ("de-DE", "de_AT", "de").

    The same locale, else one of the same language, else `otherwise` where the bot has it, else
    its first.
    """
    known = [locale.id for locale in bot.locales]
    for language in (*wanted, otherwise):
        named = language.replace("-", "_").casefold()
        same = [name for name in known if name.casefold() == named]
        close = [name for name in known if _language(name) == _language(named)]
        if same or close:
            return (same or close)[0]
    return known[0]


def accepted(header: str) -> tuple[str, ...]:
    """The languages of an Accept-Language header (RFC 9110, 12.5.4), most wanted first; "*" and
    what cannot be read are left out."""
    weighed = sorted(_weighed(header), key=lambda one: -one[0])
    return tuple(language for _, language in weighed)


def _weighed(header: str) -> Iterator[tuple[float, str]]:
    for part in header.split(",", _MOST_LANGUAGES)[:_MOST_LANGUAGES]:
        language, _, weight = part.replace(" ", "").partition(";q=")
        try:
            found = float(weight or 1)
        except ValueError:
            continue
        if language and language != "*" and found > 0:
            yield found, language


def _language(name: str) -> str:
    return name.replace("-", "_").partition("_")[0].casefold()
