"""Exports of Lex, folders and definitions, as bots that can be served under ids and aliases."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bot.lex.definition import LexBot
from bot.lex.identifiers import identifier
from bot.lex.importing import bot_from_lex
from bot.load import load_bot
from bot.model import Bot, Locale
from bot.runtime.recognizer import build_recognizer
from bot.runtime.registry import BotDeployment, CodeHook
from bot.runtime.voice import packaged_hearing, packaged_voice
from deploy.build import example_values
from deploy.errors import DeployError, SettingInvalid
from deploy.hearing import models
from deploy.lex.exports import read_export, without_type
from deploy.local.processes import checkout
from deploy.testing.bots import subject

TEST_ALIAS_ID, TEST_ALIAS_NAME = "TSTALIASID", "TestBotAlias"
_ID_LENGTH = 10
_ALIAS_NAME = re.compile(r"(?:[0-9a-zA-Z][_-]?){1,100}")
"""Of the models API: CreateBotAlias."""


@dataclass(frozen=True)
class Alias:
    id: str
    name: str


TEST_ALIAS = Alias(TEST_ALIAS_ID, TEST_ALIAS_NAME)
"""What every bot has: it serves DRAFT."""


@dataclass(frozen=True)
class ServedBot:
    """A bot, its id, and what of its files was left out."""

    id: str
    lex: LexBot
    bot: Bot
    left_out: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.lex.name or self.bot.name

    def only(self, locale: str) -> "ServedBot":
        """For one who speaks `locale`: no other is learned."""
        locales = tuple(one for one in self.bot.locales if one.id == locale)
        return replace(self, bot=replace(self.bot, locales=locales))


def alias_named(text: str) -> Alias:
    """`NAME`, which gets an id that stays the same, or `NAME=ALIASID`. Raises SettingInvalid."""
    name, separator, given = text.partition("=")
    if not _ALIAS_NAME.fullmatch(name) or (separator and not _is_id(given)):
        raise SettingInvalid(
            f"--alias {text!r}: write NAME, or NAME=ALIASID with ten letters and digits; a name "
            "has letters and digits, with single - or _ between them"
        )
    return Alias(given or identifier("alias", name), name)


def aliases_named(texts: Iterable[str]) -> tuple[Alias, ...]:
    """Each of `texts`, and none of them twice. Raises SettingInvalid."""
    found: list[Alias] = []
    for text in texts:
        alias = alias_named(text)
        for other in (TEST_ALIAS, *found):
            if alias.id == other.id or alias.name == other.name:
                raise SettingInvalid(
                    f"--alias {text!r}: every bot has {other.name} ({other.id}) already; give "
                    "another name and id"
                )
        found.append(alias)
    return tuple(found)


def read_bots(paths: Iterable[Path], password: str = "") -> tuple[ServedBot, ...]:
    """The bots of `paths`; exports of one bot with different locales are one bot.

    Raises DeployError, DefinitionError, ArchiveError, each with the path.
    """
    found: dict[str, ServedBot] = {}
    for path in paths:
        read = _read(path, password)
        before = found.get(read.id)
        found[read.id] = _merged(before, read, path) if before else read
    return tuple(found.values())


def deployments(
    bots: Sequence[ServedBot], aliases: Sequence[Alias], hook: CodeHook
) -> Iterator[BotDeployment]:
    """Every bot under the test alias and `aliases`; those share one recognizer."""
    for one in bots:
        recognizer = build_recognizer(one.bot, models=models())
        hearing = packaged_hearing(one.bot, recognizer)
        for alias in (TEST_ALIAS, *aliases):
            yield BotDeployment(
                bot_id=one.id,
                bot_name=one.name,
                alias_id=alias.id,
                lex=one.lex,
                recognizer=recognizer,
                hook=hook,
                alias_name=alias.name,
                version="DRAFT" if alias == TEST_ALIAS else _version(one.lex),
                hearing=hearing,
                voice=packaged_voice(),
            )


def _read(path: Path, password: str) -> ServedBot:
    if (path / "bot.yaml").is_file():
        found = subject(path)
        return ServedBot(_id(found.lex, path), found.lex, found.bot)
    archive = read_export(path, password)
    if not archive.bot.locales:
        raise DeployError(f"{path} holds no locale of a bot: nobody could talk to it")
    told = (*map(str, archive.unknown), *without_type(archive.bot))
    left_out = tuple(f"{path.name}: {problem}" for problem in told)
    bot = bot_from_lex(archive.bot, _known_locales())
    return ServedBot(_id(archive.bot, path), archive.bot, bot, left_out)


@cache
def _known_locales() -> tuple[Locale, ...]:
    """Whose yes, no and small words serve in the languages of an export."""
    return load_bot(checkout() / "intents", example_values(checkout())).locales


def _merged(first: ServedBot, second: ServedBot, path: Path) -> ServedBot:
    if shared := sorted(set(first.lex.locales) & set(second.lex.locales)):
        raise DeployError(
            f"{path} is {first.name} ({first.id}) with {', '.join(shared)} once more: "
            "serve one export of each bot and locale"
        )
    lex = replace(first.lex, locales={**first.lex.locales, **second.lex.locales})
    bot = bot_from_lex(lex, _known_locales())
    return ServedBot(first.id, lex, bot, (*first.left_out, *second.left_out))


def _id(lex: LexBot, path: Path) -> str:
    """Lex's own, else one that stays the same as long as the name does."""
    given = lex.identifier or ""
    return given if _is_id(given) else identifier("bot", lex.name or path.stem)


def _is_id(text: str) -> bool:
    return len(text) == _ID_LENGTH and text.isascii() and text.isalnum()


def _version(lex: LexBot) -> str:
    """A named alias points at a version; an export of DRAFT is taken for the first one."""
    given = lex.version or ""
    return given if given.isdigit() else "1"
