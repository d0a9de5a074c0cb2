"""Which file of an archive is what: strict names, lenient roots.

Samples are re-zipped without the manifest, without the bot's folder, or with folders around it: the
place of Bot.json (or of BotLocales/) is the root. An export of one locale has no Bot.json.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from bot.errors import ArchiveError
from bot.lex.archive.documents import read_json
from bot.lex.archive.files import Files

_LOCALE = r"(?:BotLocales/)?(?P<locale>[a-z]{2,3}_[A-Z0-9]{2,3})/"
_BELOW: Final = re.compile(
    rf"{_LOCALE}(?:(?P<file>BotLocale\.json)"
    r"|Intents/(?P<intent>[^/]+)/(?:(?P<intent_file>Intent\.json)|(?P<flow>ConversationFlow\.json)"
    r"|Slots/(?P<slot>[^/]+)/Slot\.json)"
    r"|SlotTypes/(?P<slot_type>[^/]+)/SlotType\.json"
    r"|CustomVocabulary/(?P<vocabulary>CustomVocabulary\.json))"
)
_NOISE: Final = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|\._)")
_MANIFEST: Final = "Manifest.json"


@dataclass
class IntentLayout:
    file: str = ""
    flow: str = ""
    slots: dict[str, str] = field(default_factory=dict)


@dataclass
class LocaleLayout:
    file: str = ""
    vocabulary: str = ""
    intents: dict[str, IntentLayout] = field(default_factory=dict)
    slot_types: dict[str, str] = field(default_factory=dict)


@dataclass
class Layout:
    """Paths by what they hold; names are those of the folders."""

    name: str = ""
    """Of the bot's folder; "" where there is none."""
    bot: str = ""
    locales: dict[str, LocaleLayout] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def lay_out(files: Files) -> Layout:
    """Raises ArchiveError where there is no bot in the files, or one of Lex V1."""
    names = [name for name in sorted(files) if not _NOISE.search(name)]
    _refuse_v1(files, names)
    root = _root(names)
    layout = Layout(name=root.rstrip("/").rpartition("/")[2])
    for name in names:
        if not _place(layout, name, name.removeprefix(root) if name.startswith(root) else ""):
            layout.unknown.append(name)
    if not layout.locales and not layout.bot:
        raise ArchiveError("", "there is no Bot.json and no BotLocale.json in it", _CURE)
    return layout


def _place(layout: Layout, name: str, below: str) -> bool:
    if name.rpartition("/")[2] == _MANIFEST:
        return True
    if below == "Bot.json":
        layout.bot = name
        return True
    match = _BELOW.fullmatch(below)
    if match is None:
        return False
    locale = layout.locales.setdefault(match["locale"], LocaleLayout())
    _place_in_locale(locale, match, name)
    return True


def _place_in_locale(locale: LocaleLayout, match: re.Match[str], name: str) -> None:
    if match["file"]:
        locale.file = name
    elif match["vocabulary"]:
        locale.vocabulary = name
    elif match["slot_type"]:
        locale.slot_types[match["slot_type"]] = name
    else:
        intent = locale.intents.setdefault(match["intent"], IntentLayout())
        if match["slot"]:
            intent.slots[match["slot"]] = name
        elif match["flow"]:
            intent.flow = name
        else:
            intent.file = name


def _root(names: Iterable[str]) -> str:
    """The folder of Bot.json, with its slash; else what stands before BotLocales/ or a locale."""
    names = list(names)
    bots = [name.removesuffix("Bot.json") for name in names if re.search(r"(^|/)Bot\.json$", name)]
    if len(bots) > 1:
        raise ArchiveError(
            "", f"there are {len(bots)} bots in it: {', '.join(bots)}", "Export one bot at a time"
        )
    if bots:
        return bots[0]
    found = (re.search(r"^(.*?/?)(?:BotLocales/)?[a-z]{2,3}_[A-Z0-9]{2,3}/", n) for n in names)
    return next((match[1] for match in found if match), "")


def _refuse_v1(files: Files, names: list[str]) -> None:
    """A V1 export is one JSON file with `metadata.importType` BOT and a `resource`."""
    for name in names:
        if name.endswith(".json") and _is_v1(name, files[name]):
            raise ArchiveError(
                name,
                "this is an export of Lex V1",
                "Migrate the bot to Lex V2 in the V1 console, and export it there",
            )


def _is_v1(name: str, data: bytes) -> bool:
    if b'"importType"' not in data:
        return False
    try:
        return {"metadata", "resource"} <= set(read_json(name, data))
    except ArchiveError:
        return False


_CURE = "Export the bot from Lex V2 (Bots, Action, Export), and give that zip"
