"""A definition that uses everything that the language has, for the tests of compilers."""

from pathlib import Path

import yaml

from bot.definition import Definition
from bot.lex.archive import archive_files
from bot.lex.definition import LexBot
from bot.load import load_definition

FILES = yaml.safe_load(Path(__file__).with_name("everything.yaml").read_text(encoding="utf-8"))


def everything(root: Path) -> Definition:
    """The files of everything.yaml, written below `root` and loaded."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_definition(root, {"cities": ()})


def as_text(bot: LexBot) -> str:
    """A whole archive as one text that a person can review."""
    return "".join(f"== {path}\n{text}" for path, text in archive_files(bot).items())
