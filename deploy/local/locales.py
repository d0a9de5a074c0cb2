"""The locale that a command was asked for."""

from bot.model import Bot
from deploy.errors import DeployError


def checked_locale(bot: Bot, wanted: str) -> str:
    """`wanted`, or the bot's first for "". Raises `DeployError` for one that the bot has not."""
    if wanted and bot.locale(wanted) is None:
        known = ", ".join(locale.id for locale in bot.locales)
        raise DeployError(f"the bot has no locale {wanted!r}: use one of {known}")
    return wanted or bot.locales[0].id
