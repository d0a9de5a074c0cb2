"""The conversations that a verb is given, as files and folders."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ConversationsError
from deploy.errors import SettingInvalid
from deploy.local.processes import checkout

if TYPE_CHECKING:
    from bot.testing.script import Script


def chosen_scripts(files: Sequence[Path] | None, text: str) -> "Sequence[Script]":
    """Those whose place or title has `text`; of intents/ where no file is named.

    Raises SettingInvalid for what is wrong with the files, and where there is nothing to hold.
    """
    from bot.testing.reading import load_scripts, selected  # noqa: PLC0415 - only for who tests

    missing = [str(path) for path in files or () if not path.exists()]
    if missing:
        raise SettingInvalid(f"there is no {', no '.join(missing)}: name files or folders")
    try:
        scripts = load_scripts(files or [_intents()])
    except ConversationsError as error:
        raise SettingInvalid(str(error)) from error
    chosen = selected(scripts, text)
    if not chosen:
        held = f"none of {len(scripts)} has {text!r}" if scripts else "there is none in the files"
        raise SettingInvalid(f"no conversation to hold: {held}")
    return chosen


def scripts_or_sentences(files: Sequence[Path] | None) -> "Sequence[Script]":
    """As `chosen_scripts`; each line of a *.txt file is a conversation of one sentence."""
    texts = [path for path in files or () if path.suffix == ".txt" and path.is_file()]
    others = [path for path in files or () if path not in texts]
    found = [script for path in texts for script in _sentences(path)]
    return [*found, *(chosen_scripts(others, "") if others or not texts else ())]


def _sentences(path: Path) -> "Sequence[Script]":
    from bot.testing.script import Run, Script, Turn  # noqa: PLC0415 - only for who tests

    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    said = [(f"{path}:{number}", line.strip()) for number, line in lines if line.strip()]
    return [Script(place, "", Run(), (Turn(place, text),)) for place, text in said]


def _intents() -> Path:
    """As short as the working directory allows: it stands in every line of a report."""
    folder = checkout() / "intents"
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
