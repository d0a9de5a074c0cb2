"""The locale that a command was asked for."""

from collections.abc import Iterable
from pathlib import Path

from bot.model import Bot
from deploy.documents import read_yaml
from deploy.errors import DeployError


def checked_locale(bot: Bot, wanted: str) -> str:
    """`wanted`, or the bot's first for "". Raises `DeployError` for one that the bot has not."""
    return _one_of([locale.id for locale in bot.locales], wanted)


def check_locale(root: Path, wanted: str) -> None:
    """The same before anything is built or started. Raises `DeployError`, `BuildError`."""
    _one_of(read_yaml(root / "intents/bot.yaml").get("locales", ()), wanted)


def _one_of(locales: Iterable[str], wanted: str) -> str:
    known = list(locales)
    if wanted and wanted not in known:
        raise DeployError(f"the bot has no locale {wanted!r}: use one of {', '.join(known)}")
    return wanted or known[0]
